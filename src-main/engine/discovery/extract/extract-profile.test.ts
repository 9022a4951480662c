import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Coverage,
  type Evidence,
  type OrganisationProfile,
  organisationProfileSchema,
} from '@shared/contract/organisation-profile.js';
import { describe, expect, it } from 'vitest';
import { loadMirror } from '../../../../test/fixtures/load-mirror.js';
import { parseTruth } from '../evaluate/discovery-truth.js';
import { inventedPeople } from '../evaluate/evaluate-discovery.js';
import { scoreDiscovery, unitMeasures } from '../evaluate/score-discovery.js';
import type { SourcePage } from '../source-page.js';
import { decodePage } from './decode-page.js';
import { extractProfile } from './extract-profile.js';
import type { PageReading } from './page-reading.js';
import { readPage } from './read-page.js';
import { reportedUrl } from './reported-url.js';

const fixtures = 'test/fixtures/discovery';
// biome-ignore lint/style/noProcessEnv: tests find the shared data through this variable alone.
const shared = join(process.env.AIOS_SHARED ?? '../shared', 'data/discovery');

function discover(sources: readonly SourcePage[]): { profile: OrganisationProfile; pages: PageReading[] } {
  const pool = new Map();
  const pages = sources.map((page) => readPage(page, pool));
  const coverage: Coverage = { visited: pages.length, known: 0, blocked: 0, errors: 0, items: [] };
  return { profile: extractProfile(pages, coverage), pages };
}

/** Independent of the reader: tags cut out by pattern, a handful of references decoded, white space collapsed. */
function plainText(source: SourcePage): string {
  const html = decodePage(source.body, source.contentType);
  const text = html.replace(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, ' ').replace(/<!--[\s\S]*?-->/g, '');
  const attributes = [
    ...html.matchAll(/(?:alt|title|aria-label|content|href)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi),
  ].map((match) => match[1] ?? match[2] ?? '');
  return squash(decode(`${text.replace(/<[^>]+>/g, '')} ${attributes.join(' ')}`));
}

const references: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function decode(text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));?/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return (
        { ...references, rsquo: '’', lsquo: '‘', ndash: '–', mdash: '—', copy: '©', eacute: 'é' }[
          name ?? ''
        ] ?? whole
      );
    },
  );
}

/** Without any white space: text that tags separate joins differently in every reader. */
function squash(text: string): string {
  return text.replace(/(?:[\s\u200b\u2060]|\u200c|\u200d)+/g, '').toLowerCase();
}

function evidenceOf(profile: OrganisationProfile): Evidence[] {
  return [
    ...profile.organisation.evidence,
    ...profile.departments.flatMap((department) => [
      ...department.evidence,
      ...(department.head?.evidence ?? []),
      ...department.contacts.flatMap((contact) => contact.evidence),
    ]),
    ...[...profile.leadership, ...profile.dataPortals, ...profile.governanceDocs].flatMap(
      (entry) => entry.evidence,
    ),
  ];
}

function unproven(profile: OrganisationProfile, sources: readonly SourcePage[]): string[] {
  const texts = new Map(sources.map((source) => [reportedUrl(source.url), plainText(source)]));
  return evidenceOf(profile)
    .filter(
      (evidence) => evidence.quote === '' || !texts.get(evidence.source)?.includes(squash(evidence.quote)),
    )
    .map((evidence) => `${evidence.source}: ${evidence.quote}`);
}

describe.each(readdirSync(fixtures))('the mirror %s', (name) => {
  const sources = loadMirror(join(fixtures, name, 'site'));
  const truth = parseTruth(readFileSync(join(fixtures, name, 'truth.json'), 'utf8'), name);
  const { profile, pages } = discover(sources);
  const score = scoreDiscovery(truth, profile);

  it('has exactly the units that its pages list', () => {
    expect({ false: score.falseNames, missed: score.missedNames }).toEqual({ false: [], missed: [] });
  });

  it('has its leaders, portals and documents', () => {
    expect(score.missedLeaders).toEqual([]);
    expect([score.portalsFound, score.docsFound]).toEqual([score.portals, score.docs]);
  });

  it('is named and classed as it names itself', () => {
    const { name: own, aliases, type } = truth.organisation;
    expect([own, ...aliases]).toContain(profile.organisation.name);
    expect(profile.organisation.type).toBe(type);
  });

  it('proves every fact by words on the page', () => {
    expect(organisationProfileSchema.safeParse(profile).error).toBeUndefined();
    expect(unproven(profile, sources)).toEqual([]);
    expect(inventedPeople(profile, pages)).toEqual([]);
    expect(JSON.stringify(profile)).not.toMatch(/vacant|Reginald Former|Oswald Scripted|mirror\.invalid/i);
  });
});

it('assigns heads, contacts and stable ids', () => {
  const { profile } = discover(loadMirror(join(fixtures, 'numbered-path-city/site')));
  const finance = profile.departments.find((department) => department.name === 'Finance');
  expect(finance?.id).toBe('finance');
  expect(finance?.head).toMatchObject({ name: 'Petra Vandermolen', title: 'Finance Director' });
  expect(finance?.contacts.map((contact) => contact.value)).toEqual(
    expect.arrayContaining([
      '573-555-0131',
      'pvandermolen@fernhollow.example',
      '410 Orchard Street, Suite 2, Fernhollow, MO 65999',
    ]),
  );
  for (const department of profile.departments) expect(department.id).toMatch(/^[a-z0-9-]+$/);
});

it('does not depend on the order of equal pages or on the pool', () => {
  const sources = loadMirror(join(fixtures, 'blog-town/site'));
  const coverage: Coverage = { visited: 0, known: 0, blocked: 0, errors: 0, items: [] };
  const alone = extractProfile(
    sources.map((page) => readPage(page)),
    coverage,
  );
  const pool = new Map();
  expect(
    extractProfile(
      sources.map((page) => readPage(page, pool)),
      coverage,
    ),
  ).toEqual(alone);
});

it('makes an empty profile of nothing', () => {
  const { profile } = discover([]);
  expect(profile.departments).toEqual([]);
  expect(profile.organisation.confidence).toBeLessThan(0.5);
});

describe('the labelled organisations', () => {
  it('are found as well as promised, with every quote on its page', (ctx) => {
    if (!existsSync(shared)) return ctx.skip(`${shared} is absent`);
    const sums = { found: 0, false: 0, missed: 0 };
    let leaders = 0;
    let leadersFound = 0;
    let docs = 0;
    let docsFound = 0;
    for (const name of readdirSync(shared)) {
      const sources = loadMirror(join(shared, name, 'site'));
      const { profile, pages } = discover(sources);
      const truth = parseTruth(readFileSync(join(shared, name, 'truth.json'), 'utf8'), name);
      const score = scoreDiscovery(truth, profile);
      if (truth.departments_scored) expect(unitMeasures(score).f1, name).toBeGreaterThanOrEqual(0.75);
      else expect(score.falseNames, name).toEqual([]);
      expect(score.portalsFound, name).toBe(score.portals);
      expect(inventedPeople(profile, pages), name).toEqual([]);
      expect(unproven(profile, sources), name).toEqual([]);
      for (const key of ['found', 'false', 'missed'] as const) sums[key] += score[key];
      leaders += score.leaders;
      leadersFound += score.leadersFound;
      docs += score.docs;
      docsFound += score.docsFound;
    }
    expect(unitMeasures(sums).f1).toBeGreaterThanOrEqual(0.93);
    expect(leadersFound / leaders).toBeGreaterThanOrEqual(0.9);
    expect(docsFound / docs).toBeGreaterThanOrEqual(0.85);
  }, 120_000);
});
