import { createHash } from 'node:crypto';
import type { KnowledgeDocument, Statement } from '@shared/contract/knowledge-document.js';
import { addressOf, personsWord } from './knowledge-page.js';
import { escapeLine, escapeMarkdown, linkTo } from './markdown.js';

type Content = Omit<
  KnowledgeDocument,
  'markdown' | 'contentHash' | 'bytes' | 'sensitivity' | 'statements'
> & {
  /** For compiled documents: statements under headings. */
  groups?: StatementGroup[];
};

/** Statements that stand under one heading. */
export interface StatementGroup {
  heading: string;
  statements: Statement[];
}

/** Completes a document: its markdown, hash and size. What is published on the organisation's site is public. */
export function knowledgeDocument(content: Content): KnowledgeDocument {
  const { groups, ...rest } = content;
  const lines = groups ? compiledLines(content, groups) : pageLines(content);
  const markdown = `${lines.join('\n')}\n`;
  return {
    ...rest,
    sensitivity: 'public',
    statements: groups?.flatMap((group) => group.statements) ?? [],
    markdown,
    contentHash: `sha256:${createHash('sha256').update(markdown, 'utf8').digest('hex')}`,
    bytes: Buffer.byteLength(markdown, 'utf8'),
  };
}

// The retrieval time stands in the document's data and not in its markdown: a page that was read again and has not
// changed keeps its hash, so that a new discovery shows as changed only what changed.
function pageLines({ title, sources, sections }: Content): string[] {
  return [
    `# ${escapeLine(title)}`,
    '',
    ...sources.map((source) => `Source: ${linkTo(source)}`),
    ...sections.flatMap(({ heading, text }) => [
      '',
      ...(heading === '' ? [] : [`## ${escapeLine(heading)}`, '']),
      ...text
        .split('\n')
        .flatMap((line, place) => (place === 0 ? [escapeMarkdown(line)] : ['', escapeMarkdown(line)])),
    ]),
  ];
}

function compiledLines({ title }: Content, groups: readonly StatementGroup[]): string[] {
  return [
    `# ${escapeLine(title)}`,
    ...groups.flatMap(({ heading, statements }) => [
      '',
      `## ${escapeLine(heading)}`,
      '',
      ...statements.flatMap(({ text, source, quote }) => [
        `- ${escapeLine(text)}`,
        `  Source: ${sourceWords(source)} “${escapeLine(quote)}”`,
      ]),
    ]),
  ];
}

const sourceWords = (source: string): string =>
  source.startsWith(personsWord) ? `entered by a person, ${escapeLine(source)}` : linkTo(source);

/** The sections of a compiled document: its statements as plain text. */
export const sectionsOf = (groups: readonly StatementGroup[]): KnowledgeDocument['sections'] =>
  groups.map(({ heading, statements }) => ({
    heading,
    text: statements.map((each) => each.text).join('\n'),
  }));

/** A stable id of a page's document: readable, and unique by eight hex digits of its address's hash. */
export function pageDocumentId(url: string): string {
  const address = addressOf(url) || url;
  const hash = createHash('sha256').update(address, 'utf8').digest('hex').slice(0, 8);
  const path = address.slice(address.indexOf('/') + 1);
  const slug = (address.includes('/') ? path : 'home')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
    .replace(/-+$/, '');
  return `page-${slug === '' ? 'home' : slug}-${hash}`;
}
