import type {
  Evidence,
  OrganisationProfile,
  OrganisationType,
} from '@shared/contract/organisation-profile.js';
import { mirrorOrigin } from '../source-page.js';
import { collapse, fold } from './clean-text.js';
import { organisationPatterns } from './organisation-patterns.js';
import type { PageReading } from './page-reading.js';
import { hostOf } from './resolve-url.js';
import { properCase } from './unit-names.js';
import { stateCode, usStates } from './us-states.js';

export interface Organisation {
  profile: OrganisationProfile['organisation'];
  /** Folded words of the proper name ("kings" of "Kings County"): they carry no meaning inside the site. */
  place: string[];
}

interface Candidate {
  name: string;
  type: OrganisationType;
  proper: string;
  score: number;
  page: PageReading;
  quote: string;
  structure: string;
  state?: string;
}

/** Reads name, kind, place and state of the organisation from what all its pages say about themselves. */
export function findOrganisation(pages: readonly PageReading[]): Organisation {
  const candidates = new Map<string, Candidate>();
  const read = new Map<string, Omit<Candidate, 'score'>[]>();
  const add = (text: string | undefined, weight: number, page: PageReading, structure: string): void => {
    if (text === undefined || text === '' || text.length > 300) return;
    const names = read.get(text) ?? readNames(text, page, structure);
    read.set(text, names);
    for (const found of names) {
      const candidate: Candidate = { ...found, score: weight };
      const key = fold(candidate.name);
      const known = candidates.get(key);
      if (known === undefined) candidates.set(key, candidate);
      else {
        known.score += candidate.score;
        if (candidate.state !== undefined) known.state ??= candidate.state;
      }
    }
  };
  for (const page of pages) {
    const isFront = depthOf(page.url) === 0;
    add(page.siteName, 6, page, 'og:site_name');
    add(lastSegments(page.title), isFront ? 6 : 4, page, 'title');
    for (const node of page.schema) {
      if (
        node.parent === undefined &&
        node.types.some((type) => /Organization|^School|^CollegeOrUniversity/.test(type))
      ) {
        if (page.lines.some((line) => line.text.includes(node.name ?? '\u0000')))
          add(node.name, 4, page, 'schema.org');
      }
    }
    for (const heading of page.headings)
      if (heading.level === 1) add(heading.text, isFront ? 5 : 2, page, 'heading');
    for (const line of page.lines) {
      if (line.region === 'footer' || /©|copyright|all rights reserved|official website/i.test(line.text))
        add(line.text, 2, page, 'footer');
      else if (line.region === 'header') add(line.text, 1.5, page, 'header');
      else if (line.text.length < 200) add(line.text, 0.1, page, 'text');
    }
  }
  const best = [...candidates.values()].sort((a, b) => b.score - a.score)[0];
  // Names that only running text mentions may be anybody's.
  return best === undefined || best.score < 1.5 ? nameless(pages) : profileOf(best, pages);
}

function readNames(text: string, page: PageReading, structure: string): Omit<Candidate, 'score'>[] {
  const found: Omit<Candidate, 'score'>[] = [];
  for (const { type, test } of organisationPatterns) {
    const match = test.exec(properCase(text));
    if (match === null || match[1] === undefined) continue;
    const name = collapse(match[0]);
    if (found.some((entry) => entry.name.includes(name))) continue;
    const split = splitState(name, match[1], text.slice(match.index + match[0].length));
    const quote = text.slice(match.index, match.index + split.name.length);
    found.push({
      ...split,
      type,
      page,
      quote: fold(quote) === fold(split.name) ? quote : split.name,
      structure,
    });
  }
  return found;
}

/** "City of Cleveland Ohio" and "DeKalb County GA": the state is no part of the name. */
function splitState(
  name: string,
  placeName: string,
  after: string,
): { name: string; proper: string; state?: string } {
  const parts = name.split(' ');
  for (const count of [1, 2, 3]) {
    const code = stateCode(parts.slice(-count).join(' '));
    const rest = parts.slice(0, -count).join(' ');
    if (code !== undefined && /^(?:City|Town|Village|Township|Borough|County) of \S/.test(rest)) {
      return {
        name: rest,
        proper: placeName.split(' ').slice(0, -count).join(' ') || placeName,
        state: code,
      };
    }
  }
  const following = /^[\s,|–-]{1,3}([A-Z]{2}\b|[A-Z][a-z]+(?: [A-Z][a-z]+)?)/.exec(after)?.[1];
  const code =
    following === undefined ? undefined : (stateCode(following) ?? stateCode(following.split(' ')[0] ?? ''));
  return code === undefined ? { name, proper: placeName } : { name, proper: placeName, state: code };
}

function lastSegments(title: string): string {
  return collapse(title.replace(/\s+[|–—•·:-]+\s+/g, ' | '));
}

function depthOf(url: string): number {
  try {
    return new URL(url).pathname.split('/').filter((part) => part !== '' && !/^index\./.test(part)).length;
  } catch {
    return 9;
  }
}

/** No text has the form of an organisation's name: the site's own name for itself, else its host. */
function nameless(pages: readonly PageReading[]): Organisation {
  const page = pages.find((entry) => depthOf(entry.url) === 0) ?? pages[0];
  const counts = new Map<string, number>();
  for (const entry of pages) {
    for (const part of [entry.siteName ?? '', ...entry.title.split(/\s+[|–—•·-]\s+/)]) {
      if (part !== '') counts.set(part, (counts.get(part) ?? 0) + 1);
    }
  }
  const name =
    [...counts].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length)[0]?.[0] ?? hostOf(page?.url ?? '');
  const evidence: Evidence[] =
    page === undefined || name === '' ? [] : [{ source: page.url, quote: name, structure: 'title' }];
  const shown = name === '' || name === 'mirror.invalid' ? 'Unnamed organisation' : name;
  const type: OrganisationType = 'other';
  const place = fold(shown)
    .split(' ')
    .filter((word) => word.length > 2);
  return { profile: { name: shown, type, confidence: 0.3, evidence: shown === name ? evidence : [] }, place };
}

function profileOf(best: Candidate, pages: readonly PageReading[]): Organisation {
  const place = fold(best.proper)
    .split(' ')
    .filter((word) => word.length > 1 && !/^(?:of|the|and|city|county|town|new)$/.test(word));
  const region = findRegion(best, pages);
  const type = typeOf(best, pages, region.country);
  const profile: Organisation['profile'] = {
    name: best.name,
    type,
    confidence: Math.min(0.98, Math.round(100 * (0.5 + best.score / (best.score + 20) / 2)) / 100),
    evidence: [{ source: best.page.url, quote: best.quote, structure: best.structure }],
  };
  if (region.state !== undefined) profile.state = region.state;
  if (region.country !== undefined) profile.country = region.country;
  const website = websiteOf(pages);
  if (website !== undefined) profile.website = website;
  const front = pages.find((page) => depthOf(page.url) === 0 && isSentence(page.description));
  if (front?.description !== undefined) profile.description = front.description;
  return { profile, place };
}

/** Descriptions that editors left to the machine are menus run together. */
function isSentence(text: string | undefined): boolean {
  return (
    text !== undefined && text.length > 30 && /[a-z],? [a-z]+ [a-z]+/.test(text) && !/[A-Z]{12}/.test(text)
  );
}

function typeOf(
  best: Candidate,
  pages: readonly PageReading[],
  country: string | undefined,
): OrganisationType {
  if (best.type !== 'state agency') return best.type;
  const hosts = pages.map((page) => hostOf(page.canonical ?? page.url)).join(' ');
  const text = pages
    .slice(0, 5)
    .flatMap((page) => page.lines.slice(0, 60).map((line) => line.text))
    .join(' ');
  if (
    /\bfederal\b|\bunited states government\b|\bofficial website of the united states\b/i.test(text) &&
    !/state of /i.test(text)
  )
    return 'federal agency';
  if (country === 'GB') return 'other';
  return /\.gov\b|\.us\b|^$|mirror/.test(hosts) ? 'state agency' : 'other';
}

function findRegion(best: Candidate, pages: readonly PageReading[]): { state?: string; country?: string } {
  const votes = new Map<string, number>();
  const vote = (code: string | undefined, weight: number): void => {
    if (code !== undefined) votes.set(code, (votes.get(code) ?? 0) + weight);
  };
  vote(best.state, 10);
  let british = 0;
  for (const page of pages) {
    const host = hostOf(page.canonical ?? page.url);
    if (/\.uk$/.test(host)) british += 5;
    const domain = /\.([a-z]{2})\.(?:gov|us)$/.exec(host)?.[1] ?? /(?:^|\.)([a-z]{2})\.gov$/.exec(host)?.[1];
    if (domain !== undefined) vote(stateCode(domain.toUpperCase()), 5);
    for (const line of page.lines) {
      if (line.text.length > 400) continue;
      for (const match of line.text.matchAll(
        /,?\s([A-Z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?),?\s+\d{5}(?:-\d{4})?\b/g,
      )) {
        vote(stateCode(match[1] ?? '') ?? stateCode((match[1] ?? '').split(' ').at(-1) ?? ''), 1);
      }
      const whole = /\bState of ([A-Z][a-z]+(?: [A-Z][a-z]+)?)\b/.exec(line.text)?.[1];
      if (whole !== undefined) vote(stateCode(whole) ?? stateCode(whole.split(' ')[0] ?? ''), 0.5);
      if (/\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b|\.gov\.uk\b/.test(line.text)) british += 1;
    }
    for (const link of page.links) {
      const code = /(?:municode\.com\/(?:library\/)?|codepublishing\.com\/)([A-Za-z]{2})\//.exec(
        link.href,
      )?.[1];
      if (code !== undefined) vote(stateCode(code.toUpperCase()), 2);
      if (/\.gov\.uk(?:\/|$)/.test(link.href)) british += 0.5;
    }
    for (const name of Object.values(usStates))
      if (best.name.startsWith(`${name} `)) vote(stateCode(name), 5);
  }
  const [code, weight] = [...votes].sort((a, b) => b[1] - a[1])[0] ?? [undefined, 0];
  if (british > weight) return { country: 'GB' };
  return code === undefined ? {} : { state: code, country: 'US' };
}

/** The origin that pages name as canonical, or that they were read from. */
function websiteOf(pages: readonly PageReading[]): string | undefined {
  const counts = new Map<string, number>();
  for (const page of pages) {
    for (const address of [page.canonical, page.url]) {
      if (address === undefined || address.startsWith(mirrorOrigin)) continue;
      try {
        const { origin } = new URL(address);
        counts.set(origin, (counts.get(origin) ?? 0) + 1);
      } catch {
        // An address that is none names no website.
      }
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
