export { assignPages, type FormerDepartment } from './assign-pages.js';
export { buildKnowledge, type KnowledgeInput } from './build-knowledge.js';
export { pageDocumentId } from './knowledge-document.js';
export type { KnowledgePage } from './knowledge-page.js';
export { escapeMarkdown } from './markdown.js';
