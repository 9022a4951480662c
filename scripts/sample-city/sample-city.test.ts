import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

interface Truth {
  departments: { name: string; url: string; head: { name: string; title: string } }[];
  leadership: { name: string; title: string }[];
  optional_leadership: { name: string; title: string }[];
  optional_units: { name: string; url?: string }[];
  data_portals: { url: string }[];
  governance_docs: { url: string }[];
  optional_governance_docs: { url: string }[];
  not_leaders: string[];
}

interface Question {
  id: string;
  question: string;
  answerable: boolean;
  page?: string;
  quote?: string;
  alsoOn?: string[];
  staleOn?: string[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const site = join(root, 'resources/sample-city/site');
const truthFile = join(root, 'test/fixtures/sample-city-truth.json');
const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;
const truth = readJson<Truth>(truthFile);
const { questions } = readJson<{ questions: Question[] }>(
  join(root, 'test/fixtures/sample-city-questions.json'),
);

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      posix.join(
        ...join(entry.parentPath ?? entry.path, entry.name)
          .slice(folder.length + 1)
          .split(/[\\/]/),
      ),
    )
    .sort();
}

const files = filesOf(site);
const pages = files.filter((file) => file.endsWith('.html'));
const html = new Map(pages.map((page) => [page, readFileSync(join(site, page), 'utf8')]));

/** What a reader sees: no comments, no scripts, no markup. */
function visible(source: string): string {
  return source
    .replace(/<!--[\s\S]*?-->|<script[\s\S]*?<\/script>|<head>[\s\S]*?<\/head>/g, ' ')
    .replace(/<\/?(?:strong|a|time|span|small)\b[^>]*>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');
}

function pdfText(file: string): string {
  const source = readFileSync(join(site, file), 'latin1');
  return [...source.matchAll(/\(((?:[^()\\]|\\.)*)\) Tj/g)].map((match) => match[1] ?? '').join(' ');
}

const textOf = (file: string) => (file.endsWith('.pdf') ? pdfText(file) : visible(html.get(file) ?? ''));
const siteText = pages.map(textOf).join('\n');

describe('the sample city', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'sample-city-'));
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it('is what its generator writes today, byte for byte', () => {
    const again = join(scratch, 'site');
    const againTruth = join(scratch, 'truth.json');
    execFileSync(process.execPath, [
      join(root, 'scripts/make-sample-city.mjs'),
      '--site',
      again,
      '--truth',
      againTruth,
    ]);
    expect(filesOf(again)).toEqual(files);
    const different = files.filter(
      (file) => !readFileSync(join(again, file)).equals(readFileSync(join(site, file))),
    );
    expect(different).toEqual([]);
    expect(readFileSync(againTruth, 'utf8')).toBe(readFileSync(truthFile, 'utf8'));
  });

  it('has the size that it promises', () => {
    expect(pages.length).toBeGreaterThanOrEqual(45);
    expect(pages.length).toBeLessThanOrEqual(60);
    expect(truth.departments).toHaveLength(16);
    expect(questions.filter((one) => one.answerable).length).toBeGreaterThanOrEqual(40);
    expect(questions.filter((one) => !one.answerable).length).toBeGreaterThanOrEqual(10);
  });

  it('says on every page that it is fictional, and uses only reserved numbers and hosts', () => {
    for (const [page, source] of html) {
      expect(source, page).toContain('Alderwick is a fictional city');
      const numbers = source.match(/\(\d{3}\) \d{3}-\d{4}/g) ?? [];
      expect(
        numbers.filter((number) => !/^\(330\) 555-01\d\d$/.test(number)),
        page,
      ).toEqual([]);
      const hosts = [...source.matchAll(/(?:https?:\/\/|@)([\w-]+(?:\.[\w-]+)+)/g)].map(
        (match) => match[1] ?? '',
      );
      expect(
        hosts.filter((host) => !host.endsWith('.example') && host !== 'schema.org'),
        page,
      ).toEqual([]);
    }
  });

  it('has one first heading a page and no fragment id twice', () => {
    for (const [page, source] of html) {
      expect(source.match(/<h1>/g), page).toHaveLength(1);
      const ids = [...source.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
      expect(ids.length, page).toBe(new Set(ids).size);
    }
  });

  it('has no dead link or fragment', () => {
    const dead: string[] = [];
    for (const [page, source] of html) {
      for (const match of source.matchAll(/(?:href|src)="([^"]*)"/g)) {
        const target = match[1] ?? '';
        if (/^(https?:|tel:|mailto:)/.test(target)) continue;
        const [path = '', fragment] = target.split('#');
        const file = path === '' ? page : posix.join(posix.dirname(page), path);
        const found =
          files.includes(file) &&
          (fragment === undefined || (html.get(file) ?? '').includes(` id="${fragment}"`));
        if (!found) dead.push(`${page} -> ${target}`);
      }
    }
    expect(dead).toEqual([]);
  });

  it('has well-formed PDF files whose cross-reference points at the objects', () => {
    for (const file of files.filter((one) => one.endsWith('.pdf'))) {
      const source = readFileSync(join(site, file), 'latin1');
      expect(source.startsWith('%PDF-1.4\n'), file).toBe(true);
      const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(source)?.[1]);
      expect(source.slice(start, start + 5), file).toBe('xref\n');
      const offsets = [...source.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map((match) =>
        Number(match[1]),
      );
      offsets.forEach((offset, index) => {
        expect(source.slice(offset).startsWith(`${index + 1} 0 obj\n`), `${file} object ${index + 1}`).toBe(
          true,
        );
      });
      for (const match of source.matchAll(/<< \/Length (\d+) >>\nstream\n([\s\S]*?)\nendstream/g)) {
        expect(Number(match[1]), file).toBe(match[2]?.length);
      }
    }
  });
});

describe('the labelled truth', () => {
  it('names departments, heads and units as the pages do', () => {
    for (const department of truth.departments) {
      const source = html.get(department.url.slice(1)) ?? '';
      expect(visible(/<h1>.*<\/h1>/.exec(source)?.[0] ?? '').trim()).toBe(department.name);
      expect(visible(source), department.name).toContain(department.head.name);
      expect(visible(source), department.name).toContain(department.head.title);
    }
    for (const unit of truth.optional_units)
      expect(siteText, unit.name).toContain(unit.name.replace(/ \(.*/, ''));
  });

  it('names only people who stand on a page, and no former ones', () => {
    const names = [
      ...truth.leadership,
      ...truth.optional_leadership,
      ...truth.departments.map((one) => one.head),
    ].map((one) => one.name);
    expect(names.length).toBeGreaterThanOrEqual(60);
    expect(names.filter((name) => !siteText.includes(name))).toEqual([]);
    expect(names.filter((name) => truth.not_leaders.includes(name))).toEqual([]);
    expect(siteText).not.toContain('Osric Penhaligon');
    expect(html.get('staff-directory.html')).toContain('Osric Penhaligon');
  });

  it('points at documents and portals that the pages link to', () => {
    for (const document of [...truth.governance_docs, ...truth.optional_governance_docs]) {
      expect(files, document.url).toContain(document.url.slice(1));
    }
    for (const portal of truth.data_portals) expect(html.get('index.html')).toContain(`href="${portal.url}"`);
  });
});

describe('the questions', () => {
  it('are answered word for word on the page that they name', () => {
    const wrong = questions.filter(
      (one) => one.answerable && !textOf(one.page ?? '').includes(one.quote ?? '\0'),
    );
    expect(wrong.map((one) => `${one.id} ${one.quote}`)).toEqual([]);
  });

  it('name only pages that exist, and no unanswerable question has a page', () => {
    const named = questions.flatMap((one) => [
      ...(one.page === undefined ? [] : [one.page]),
      ...(one.alsoOn ?? []),
      ...(one.staleOn ?? []),
    ]);
    expect(named.filter((page) => !files.includes(page))).toEqual([]);
    expect(questions.filter((one) => !one.answerable && one.page !== undefined)).toEqual([]);
    expect(new Set(questions.map((one) => one.question)).size).toBe(questions.length);
  });
});
