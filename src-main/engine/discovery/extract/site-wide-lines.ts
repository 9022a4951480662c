import type { PageReading, TextLine } from './page-reading.js';

/** The lines that stand on more than a third of the pages, and on at least four: headers, footers, notices. */
export function siteWideLines(pages: readonly PageReading[]): Set<string> {
  const counts = new Map<string, number>();
  for (const page of pages) {
    for (const text of new Set(page.lines.map((line) => line.text)))
      counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const least = Math.max(4, Math.ceil(pages.length / 3));
  return new Set([...counts].filter(([, count]) => count >= least).map(([text]) => text));
}

/** Whether a line is among those that repeat over the site. */
export function isSiteWide(line: TextLine, repeated: ReadonlySet<string>): boolean {
  return repeated.has(line.text);
}
