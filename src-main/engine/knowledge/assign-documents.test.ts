import type { KnowledgeDocument } from '@shared/contract/knowledge-document.js';
import { describe, expect, it } from 'vitest';
import { assignDocuments, type Reader } from './assign-documents.js';

function document(id: string, given: Partial<KnowledgeDocument> = {}): KnowledgeDocument {
  return {
    id,
    kind: 'page',
    title: id,
    departments: [],
    sensitivity: 'public',
    sources: [`https://www.example.org/${id}`],
    retrievedAt: '2026-01-01T00:00:00.000Z',
    sections: [],
    statements: [],
    markdown: '',
    contentHash: 'sha256:0',
    bytes: 0,
    ...given,
  };
}

function reader(
  given: Partial<Reader['knowledgeProfile']> = {},
  ceiling: Reader['sensitivityCeiling'] = 'internal',
): Reader {
  return {
    id: 'fire-assistant',
    sensitivityCeiling: ceiling,
    knowledgeProfile: {
      departments: ['fire'],
      organisationWide: true,
      includeUrls: [],
      excludeDocuments: [],
      ...given,
    },
  };
}

const readBy = (doc: KnowledgeDocument, by: Reader) => assignDocuments([doc], [by]).length === 1;

describe('which documents an agent reads', () => {
  it('are its own and everybody’s, and no other department’s', () => {
    expect(readBy(document('a', { departments: ['fire'] }), reader())).toBe(true);
    expect(readBy(document('a'), reader())).toBe(true);
    expect(readBy(document('a', { departments: ['police'] }), reader())).toBe(false);
  });

  it('leave out what concerns everybody when a human says so', () => {
    expect(readBy(document('a'), reader({ organisationWide: false }))).toBe(false);
  });

  it('include an address that a human added', () => {
    const other = document('hydrants', { departments: ['utilities'] });
    expect(readBy(other, reader({ includeUrls: ['https://www.example.org/hydrants'] }))).toBe(true);
  });

  it('never include what a human left out, however it would be reached', () => {
    const excluded = reader({ excludeDocuments: ['a'], includeUrls: ['https://www.example.org/a'] });
    expect(readBy(document('a', { departments: ['fire'] }), excluded)).toBe(false);
  });

  it('never go above the ceiling', () => {
    expect(readBy(document('a', { sensitivity: 'restricted', departments: ['fire'] }), reader())).toBe(false);
    expect(readBy(document('a', { sensitivity: 'internal', departments: ['fire'] }), reader())).toBe(true);
  });
});
