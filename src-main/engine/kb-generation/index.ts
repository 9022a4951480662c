export { assignPages, type FormerDepartment } from './assign-pages.js';
export { buildKnowledge, type KnowledgeInput } from './build-knowledge.js';
export type { KnowledgePage } from './knowledge-page.js';
export { escapeLine } from './markdown.js';
