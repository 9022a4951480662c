import { createHash } from 'node:crypto';
import { type KnowledgeDocument, knowledgeDocumentSchema } from '@shared/contract/knowledge-document.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildKnowledge } from './build-knowledge.js';
import { pageAt, profileOf, site, unit } from './kb-generation.fixture.js';
import { collapsed } from './knowledge-page.js';

const retrievedAt = '2026-05-05T00:00:00.000Z';
const phone = (value: string, quote: string) => ({
  kind: 'phone' as const,
  value,
  evidence: [{ source: `${site}/departments/finance`, quote }],
});
const finance = unit('Finance', {
  head: {
    name: 'Ana Ruiz',
    title: 'Finance Director',
    evidence: [{ source: `${site}/staff`, quote: 'Ana Ruiz, Finance Director' }],
  },
  contacts: [phone('(216) 555-0100', 'Call 216.555.0100'), phone('555-0199', 'Call the number below')],
  description: 'Finance collects the taxes of the city.',
});
const home = pageAt('/departments/finance', {
  title: 'Finance | City of Example',
  blocks: [
    {
      heading: 'About',
      anchor: 'about',
      text: 'Finance collects the taxes of the city. It also pays every bill of the city.',
    },
    { heading: 'Hours', text: 'Open Monday to Friday, 8:30 a.m. to 4:30 p.m.' },
  ],
  links: [
    { href: `${site}/files/refund.pdf`, text: 'Refund form' },
    { href: `${site}/x`, text: 'Read more' },
  ],
});
const taxes = pageAt('/departments/finance/taxes', {
  title: 'Taxes',
  text: 'Income tax is due on April 15 each year.',
});
const build = (pages = [home, taxes], departments = [finance]) =>
  buildKnowledge({ profile: profileOf(departments), pages, retrievedAt });
const byId = (documents: KnowledgeDocument[], id: string) => documents.find((each) => each.id === id);
const texts = (document: KnowledgeDocument | undefined) => document?.statements.map((each) => each.text);

describe('buildKnowledge', () => {
  it('makes a document of each page and three of each department', () => {
    const documents = build();
    expect(documents.map((each) => each.id.replace(/-[0-9a-f]{8}$/, ''))).toEqual([
      'department-finance-contacts',
      'department-finance-overview',
      'department-finance-services',
      'organisation-contacts',
      'organisation-overview',
      'page-departments-finance',
      'page-departments-finance-taxes',
    ]);
    for (const each of documents) {
      expect(knowledgeDocumentSchema.parse(each)).toEqual(each);
      expect(each.contentHash).toBe(`sha256:${createHash('sha256').update(each.markdown).digest('hex')}`);
      expect(each.bytes).toBe(new TextEncoder().encode(each.markdown).length);
    }
  });

  it('compiles what evidence bears out and nothing else', () => {
    const documents = build();
    expect(texts(byId(documents, 'department-finance-contacts'))).toEqual([
      'Phone: (216) 555-0100',
      'Open Monday to Friday, 8:30 a.m. to 4:30 p.m.',
      'Finance Director: Ana Ruiz',
    ]);
    expect(texts(byId(documents, 'department-finance-overview'))).toEqual([
      'City of Example lists Finance among its departments.',
      'Finance collects the taxes of the city.',
      'It also pays every bill of the city.',
      'Finance Director: Ana Ruiz',
    ]);
    expect(texts(byId(documents, 'department-finance-services'))).toEqual([
      'Taxes: Income tax is due on April 15 each year.',
      `Refund form (${site}/files/refund.pdf)`,
    ]);
  });

  it('takes what a page that lists a department says under its name', () => {
    const about = pageAt('/about', {
      blocks: [
        { heading: 'Our divisions', text: 'There are several divisions in this department.' },
        { heading: 'LICENSING', text: 'Licensing answers every application within ninety days. Call first!' },
        { heading: 'Enforcement', text: 'Enforcement inspects every shop once in each year.' },
      ],
    });
    const licensing = unit('Licensing', { evidence: [{ source: about.url, quote: 'Licensing' }] });
    delete licensing.url;
    const overview = byId(build([about], [licensing]), 'department-licensing-overview');
    expect(texts(overview)).toContain('Licensing answers every application within ninety days.');
    expect(overview?.markdown).not.toContain('inspects every shop');
  });

  it('leaves out a description that no page says, and makes no empty document', () => {
    const invented = unit('Aviation', {
      description: 'Words of nobody at all here.',
      evidence: [{ source: site, quote: ' ' }],
    });
    expect(build([], [invented]).filter((each) => each.departments.includes('aviation'))).toEqual([]);
  });

  it('keeps a page that several addresses serve once, with all its sources', () => {
    const copy = { ...taxes, url: `${site}/departments/finance/print/taxes` };
    const documents = build([home, taxes, copy]).filter((each) => each.title === 'Taxes');
    expect(documents.map((each) => each.sources)).toEqual([[copy.url, taxes.url]]);
  });

  it('keeps the hash of an unchanged page that was read again', () => {
    const again = { ...taxes, retrievedAt: '2027-01-01T00:00:00.000Z' };
    const before = build().find((each) => each.title === 'Taxes');
    const after = build([home, again]).find((each) => each.title === 'Taxes');
    expect(after?.contentHash).toBe(before?.contentHash);
    expect(after?.retrievedAt).not.toBe(before?.retrievedAt);
  });

  it('writes a script tag in a name as text', () => {
    const documents = build([home], [unit('<script>alert(1)</script> | [x](y)', { id: 'odd' })]);
    const overview = byId(documents, 'department-odd-overview')?.markdown ?? '';
    expect(overview).not.toContain('<script');
    expect(overview).toContain('&lt;script&gt;alert(1)&lt;/script&gt; \\| \\[x\\](y)');
  });
});

const words = fc
  .array(
    fc.constantFrom(
      'Taxes',
      'are',
      'due',
      'in',
      'May.',
      'Office',
      'hours',
      '9',
      'a.m.',
      '<b>',
      '|',
      '5',
      'Call',
      'now!',
    ),
    { maxLength: 30 },
  )
  .map((list) => list.join(' '));
const anyText = fc.oneof(words, fc.string({ unit: 'binary', maxLength: 60 }));
const anyPage = fc.record({
  path: fc.constantFrom(
    '/departments/finance',
    '/departments/finance/a',
    '/b',
    '/c',
    '/d?x=1',
    '/departments/finance/e',
  ),
  title: anyText,
  retrievedAt: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'),
  blocks: fc.array(
    fc.record({
      heading: anyText,
      text: fc.array(anyText, { maxLength: 4 }).map((lines) => lines.join('\n')),
    }),
    { maxLength: 4 },
  ),
  links: fc.array(
    fc.record({ href: fc.oneof(fc.webUrl(), fc.constant(`${site}/b`), fc.string()), text: anyText }),
    { maxLength: 4 },
  ),
});
const pagesOf = (given: { path: string }[]) =>
  given.map(({ path, ...rest }) => ({ ...pageAt(path), ...rest }));

describe('laws of knowledge', () => {
  it('gives equal bytes for equal pages in any order', () => {
    fc.assert(
      fc.property(fc.array(anyPage, { maxLength: 8 }), fc.func(fc.nat()), (given, shuffle) => {
        const pages = pagesOf(given);
        const shuffled = [...pages].sort((a, b) => shuffle(a) - shuffle(b));
        expect(build(shuffled)).toEqual(build(pages));
      }),
      { numRuns: 150 },
    );
  });

  it('quotes verbatim: each quote of a page statement stands on its source', () => {
    fc.assert(
      fc.property(fc.array(anyPage, { maxLength: 8 }), (given) => {
        const pages = pagesOf(given);
        for (const document of build(pages)) {
          expect(document.sources.length).toBeGreaterThan(0);
          if (document.kind !== 'page') expect(document.statements.length).toBeGreaterThan(0);
          expect(document.markdown).not.toMatch(/<(?!https?:)/);
          for (const { source, quote } of document.statements) {
            expect(quote).not.toBe('');
            const texts = pages
              .filter((page) => page.url === source)
              .map((page) =>
                collapsed(
                  [page.title, ...page.blocks.map((b) => b.text), ...page.links.map((l) => l.text)].join(
                    '\n',
                  ),
                ),
              );
            const proofs = [
              finance,
              ...(finance.head ? [finance.head] : []),
              ...finance.contacts,
              profileOf([]).organisation,
            ]
              .flatMap((each) => each.evidence)
              .filter((each) => each.source === source)
              .map((each) => each.quote);
            expect([...texts, ...proofs].some((text) => text.includes(quote))).toBe(true);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('makes ids that are unique', () => {
    fc.assert(
      fc.property(fc.array(fc.webPath(), { maxLength: 20 }), (paths) => {
        const ids = build(paths.map((path, place) => pageAt(path, { text: `Text ${place}` }))).map(
          (each) => each.id,
        );
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});
