import { z } from 'zod';
import { sensitivitySchema } from './agent-manifest.js';

/** A statement compiled from evidence: its words, and where they were read. */
export const statementSchema = z.object({
  text: z.string(),
  source: z.string(),
  quote: z.string(),
});
export type Statement = z.infer<typeof statementSchema>;

export const knowledgeSectionSchema = z.object({
  heading: z.string(),
  /** Fragment id on the source page, when it has one. */
  anchor: z.string().optional(),
  text: z.string(),
});

/** A document of an agent's knowledge: a cleaned page, or one compiled from evidence. */
export const knowledgeDocumentSchema = z.object({
  id: z.string(),
  kind: z.enum(['page', 'overview', 'contacts', 'services']),
  title: z.string(),
  /** Department ids that the document belongs to; empty means the whole organisation. */
  departments: z.array(z.string()),
  sensitivity: sensitivitySchema,
  /** For a page its URL; for a compiled document the URLs it was compiled from. */
  sources: z.array(z.string()).min(1),
  retrievedAt: z.string(),
  sections: z.array(knowledgeSectionSchema),
  /** For compiled documents: every statement with its source. */
  statements: z.array(statementSchema),
  /** Markdown that is delivered, with source lines. */
  markdown: z.string(),
  /** `sha256:` + hex of `markdown` in UTF-8. */
  contentHash: z.string(),
  bytes: z.number().int(),
});
export type KnowledgeDocument = z.infer<typeof knowledgeDocumentSchema>;

export const knowledgeSummarySchema = knowledgeDocumentSchema
  .omit({ sections: true, statements: true, markdown: true })
  .extend({ agents: z.array(z.string()) });
export type KnowledgeSummary = z.infer<typeof knowledgeSummarySchema>;
