export { linkKnowledge, listKnowledge, readKnowledge, storeKnowledge } from './knowledge-rows.js';
