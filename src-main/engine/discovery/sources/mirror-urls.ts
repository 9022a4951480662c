import { getDomain, parse } from 'tldts';
import { mirrorOrigin } from '../source-page.js';
import { canonicalUrl, pageKey } from './canonical-url.js';
import type { PageClaims } from './page-claims.js';

/** A sampled page: its path in the mirror and what it tells. */
export interface SampledPage {
  path: string;
  claims: PageClaims;
  /** Absolute links on it. */
  links: readonly string[];
}

export interface MirrorLayout {
  /** Leading folders that are not part of any URL, ending in `/` or empty. */
  prefix: string;
  /** The origin for files that lie below no host folder. */
  origin: string;
  /** Origins of the host folders, by folder name. */
  hostFolders: ReadonlyMap<string, string>;
  /** Claimed URLs (keys) that several pages make: a template's mistake. */
  distrusted: ReadonlySet<string>;
}

const scriptPage = /\.(?:aspx?|php\d?|jsp|cfm|cgi|do|shtml|htm)\.html?$/i;
const hostFolderName = /^(?:[a-z0-9-]+\.)+[a-z]{2,24}(?:[+_:@]\d{2,5})?$/i;

/** The host that a folder is named after (wget, HTTrack: `www.city.gov`, `host+8080`), or `undefined`. */
export function folderHost(name: string): string | undefined {
  if (!hostFolderName.test(name)) return undefined;
  const [host = '', port] = name.toLowerCase().split(/[+_:@]/);
  const { isIcann, domain } = parse(host);
  if (isIcann !== true || domain === null) return undefined;
  // `main.js`-like names have no such public suffix, but `index.php` and `page.html` must never pass either.
  if (/\.(?:html?|php|aspx?|js|css|pdf|zip|md|py|sh)$/.test(host)) return undefined;
  return port === undefined ? host : `${host}:${port}`;
}

function escapeSegment(segment: string): string {
  return segment.replace(/%(?![0-9a-f]{2})/gi, '%25').replace(/[?#\\]/g, encodeURIComponent);
}

/** The path and query that a file's path in the mirror stands for: `/about/`, `/page.aspx`, `/view?id=3`. */
export function pathOfFile(path: string): string {
  const segments = path.split('/');
  let name = segments.pop() ?? '';
  if (scriptPage.test(name)) name = name.replace(/\.html?$/i, '');
  else name = name.replace(/(\.(?:html?|aspx?|php))\.\d{1,3}$/i, '$1');
  // wget writes `?` as it is, escaped, or (on Windows) as `@`.
  const mark = /^(.*?)(?:\?|%3F|@(?=[\w.[\]%-]+=))(.+)$/i.exec(name);
  const query = mark === null ? '' : `?${(mark[2] ?? '').replace(/\.html?$/i, '').replace(/#/g, '%23')}`;
  const folder = segments.map(escapeSegment).join('/');
  const base = escapeSegment(mark?.[1] ?? name);
  return `/${folder === '' ? '' : `${folder}/`}${base}${query}`;
}

/** Counts votes; the winner needs the most, and ties go to the first counted. */
class Ballot {
  private readonly votes = new Map<string, number>();

  add(choice: string, weight = 1): void {
    this.votes.set(choice, (this.votes.get(choice) ?? 0) + weight);
  }

  sortedEntries(): [string, number][] {
    return [...this.votes];
  }

  winner(): { choice: string; votes: number; total: number } | undefined {
    let best: [string, number] | undefined;
    let total = 0;
    for (const entry of this.votes) {
      total += entry[1];
      if (best === undefined || entry[1] > best[1]) best = entry;
    }
    return best === undefined ? undefined : { choice: best[0], votes: best[1], total };
  }
}

/** The folder that all HTML files share and that itself holds a start page, ending in `/`, or an empty string. */
function sharedFolder(paths: readonly string[]): string {
  let shared = '';
  for (;;) {
    const rest = paths.map((path) => path.slice(shared.length));
    const first = rest[0]?.split('/') ?? [];
    if (first.length < 2 || folderHost(first[0] ?? '') !== undefined) return shared;
    const folder = `${first[0]}/`;
    if (!rest.every((path) => path.startsWith(folder))) return shared;
    const holdsStart = rest.some((path) =>
      /^(?:index|default|home)\.[a-z]+$/i.test(path.slice(folder.length)),
    );
    const holdsHosts = rest.every(
      (path) => folderHost(path.slice(folder.length).split('/')[0] ?? '') !== undefined,
    );
    if (!holdsStart && !holdsHosts && rest.length > 0 && paths.length > 1) {
      // Look one level deeper before giving up: `export/site/index.html`.
      const deeper = sharedFolderOf(rest.map((path) => path.slice(folder.length)));
      return deeper === '' ? shared : `${shared}${folder}${deeper}`;
    }
    shared += folder;
  }
}

function sharedFolderOf(paths: readonly string[]): string {
  return paths.length === 0 ? '' : sharedFolder(paths);
}

/** How many leading folders of `path` must go so that it agrees with a claimed URL; `undefined` when it never does. */
function agreeingPrefix(path: string, claim: string): string | undefined {
  const { origin } = new URL(claim);
  const segments = path.split('/');
  for (let drop = 0; drop < Math.min(segments.length, 6); drop++) {
    const candidate = canonicalUrl(`${origin}${pathOfFile(segments.slice(drop).join('/'))}`);
    if (candidate === undefined || !samePage(candidate, claim)) continue;
    // The home page agrees with any folder; only a longer path is evidence.
    if (new URL(claim).pathname.length <= 1) return undefined;
    return segments
      .slice(0, drop)
      .map((segment) => `${segment}/`)
      .join('');
  }
  return undefined;
}

/** Whether two URLs differ at most by what saving a page changes: scheme, `www.`, slash, `.html` (added by wget). */
function samePage(left: string, right: string): boolean {
  const bare = (url: string) => pageKey(url).replace(/\.html?$/i, '');
  return bare(left) === bare(right);
}

function claimHost(claim: string): string {
  return new URL(claim).host.replace(/^www\d?\./, '');
}

/** The origin in the spelling (scheme, `www.`) that most of the claims for that host have. */
function commonOrigin(host: string, urls: readonly string[]): string {
  const ballot = new Ballot();
  for (const url of urls) if (claimHost(url) === host) ballot.add(new URL(url).origin);
  return ballot.winner()?.choice ?? `https://${host}`;
}

/** Hosts whose absolute links name files that are really in the mirror: the mirror's own host. */
function corroboratedOrigin(
  sample: readonly SampledPage[],
  hasPath: (key: string) => boolean,
): string | undefined {
  const ballot = new Ballot();
  const links = sample.flatMap((page) => page.links);
  for (const link of new Set(links)) {
    const { pathname, search } = new URL(link);
    if (pathname.length > 1 && hasPath(comparablePath(pathname + search))) ballot.add(claimHost(link));
  }
  const winner = ballot.winner();
  if (winner === undefined) return undefined;
  // Where a content system's own host (`api.city.gov`) is linked beside the site's, the shorter name is the site.
  const parents = ballot
    .sortedEntries()
    .filter(([host, votes]) => winner.choice.endsWith(`.${host}`) && votes * 4 >= winner.votes);
  const site = parents[0]?.[0] ?? winner.choice;
  const family = ballot.sortedEntries().filter(([host]) => host === site || host.endsWith(`.${site}`));
  const support = family.reduce((sum, [, votes]) => sum + votes, 0);
  return support * 2 <= winner.total ? undefined : commonOrigin(site, links);
}

function comparablePath(path: string): string {
  return pageKey(canonicalUrl(`http://x.invalid${path}`) ?? 'http://x.invalid/').replace(/\.html?$/i, '');
}

/** Infers where a mirror's files come from. `name` is the name of the folder or archive itself; `paths` are its HTML files. */
export function inferLayout(
  name: string,
  paths: readonly string[],
  sample: readonly SampledPage[],
): MirrorLayout {
  const claims = sample.flatMap(({ claims: { url, base } }) => url ?? base ?? []);
  const hosts = new Ballot();
  for (const claim of claims) hosts.add(claimHost(claim));
  const prefixes = new Ballot();
  const claimed = new Map<string, Set<string>>();
  for (const { path, claims: own } of sample) {
    if (own.url === undefined) continue;
    const prefix = agreeingPrefix(path, own.url);
    if (prefix !== undefined && folderHost(prefix.split('/')[0] ?? '') === undefined) prefixes.add(prefix);
    const key = pageKey(own.url);
    claimed.set(key, (claimed.get(key) ?? new Set()).add(path));
  }
  const prefix = choosePrefix(prefixes.winner(), paths);
  const majority = hosts.winner();
  const hostFolders = new Map<string, string>();
  for (const path of paths) {
    const folder = path.startsWith(prefix) ? (path.slice(prefix.length).split('/', 1)[0] ?? '') : '';
    if (hostFolders.has(folder) || !path.slice(prefix.length).includes('/')) continue;
    const host = folderHost(folder);
    if (host !== undefined) hostFolders.set(folder, originOfFolder(host, claims, sample));
  }
  const known = new Set(paths.map((path) => comparablePath(pathOfFile(path.slice(prefix.length)))));
  const ownHost = folderHost(name.replace(/\.(?:zip|tar|tgz)$/i, ''));
  const origin =
    (majority === undefined ? undefined : commonOrigin(majority.choice, claims)) ??
    corroboratedOrigin(sample, (key) => known.has(key)) ??
    (ownHost === undefined ? mirrorOrigin : `https://${ownHost}`);
  // Two copies of one page are common (a home page made of another page); more are a template's mistake.
  const distrusted = new Set([...claimed].filter(([, files]) => files.size > 2).map(([key]) => key));
  return { prefix, origin, hostFolders, distrusted };
}

function choosePrefix(voted: { choice: string } | undefined, paths: readonly string[]): string {
  if (voted !== undefined && paths.some((path) => path.startsWith(voted.choice))) return voted.choice;
  return paths.length === 0 ? '' : sharedFolder(paths);
}

function originOfFolder(host: string, claims: readonly string[], sample: readonly SampledPage[]): string {
  const own = [...claims, ...sample.flatMap((page) => page.links)].filter(
    (url) => new URL(url).host === host,
  );
  return own.length === 0 ? `https://${host}` : commonOriginExact(own);
}

function commonOriginExact(urls: readonly string[]): string {
  const ballot = new Ballot();
  for (const url of urls) ballot.add(new URL(url).origin);
  return ballot.winner()?.choice ?? mirrorOrigin;
}

/** The URL that a file stands for by its place in the mirror alone. */
export function urlOfFile(path: string, layout: MirrorLayout): string {
  let inside = path.startsWith(layout.prefix) ? path.slice(layout.prefix.length) : path;
  let { origin } = layout;
  const slash = inside.indexOf('/');
  const ofFolder = slash < 0 ? undefined : layout.hostFolders.get(inside.slice(0, slash));
  if (ofFolder !== undefined) {
    origin = ofFolder;
    inside = inside.slice(slash + 1);
  }
  return canonicalUrl(`${origin}${pathOfFile(inside)}`) ?? `${mirrorOrigin}/`;
}

/** Whether a page may be given the URL that it claims, instead of the one by its place. */
export function acceptsClaim(
  placed: string,
  claim: string | undefined,
  layout: MirrorLayout,
): claim is string {
  if (claim === undefined || claim === placed || layout.distrusted.has(pageKey(claim))) return false;
  if (samePage(placed, claim)) return true;
  const [own, claimedHost] = [new URL(placed), new URL(claim)];
  if (siteOf(own.hostname) !== siteOf(claimedHost.hostname) && own.origin !== mirrorOrigin) return false;
  // A template that calls every page the home page is the commonest mistake.
  return claimedHost.pathname.length > 1 || own.pathname === '/';
}

function siteOf(hostname: string): string {
  return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname;
}
