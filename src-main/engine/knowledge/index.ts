export { assignDocuments } from './assign-documents.js';
export { linkKnowledge, listKnowledge, readKnowledge, storeKnowledge } from './knowledge-rows.js';
