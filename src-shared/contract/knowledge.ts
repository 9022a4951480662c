import { z } from 'zod';
import { knowledgeDocumentSchema, knowledgeSummarySchema } from './knowledge-document.js';
import { query } from './procedure.js';

export const knowledgeContract = {
  list: query
    .input(z.object({ agent: z.string().optional(), search: z.string().optional() }).prefault({}))
    .output(z.array(knowledgeSummarySchema)),
  show: query
    .input(z.object({ id: z.string() }))
    .output(knowledgeDocumentSchema.extend({ agents: z.array(z.string()) })),
};
