import type { Department, OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { type CleanPage, cleanPages } from './clean-pages.js';
import { addressOf, byText, collapsed, type KnowledgePage } from './knowledge-page.js';

/** A department as discovery knew it, that a person renamed or merged: its pages go to `into`. */
export interface FormerDepartment {
  department: Department;
  into: string;
}

/** A page that more departments than this link to concerns the whole organisation. */
const mostOwners = 3;

const generalPage =
  /^(?:charter|code|codes|municipal-?code|ordinances?|code-of-ordinances|budget|policies|policy|contact|contact-us|contactus|about|about-us|accessibility|privacy|privacy-policy|sitemap|site-map|search|faq|faqs|news|calendar|events?|directory|departments|government|home|terms)$/i;

/** What stands in such a section is everybody's, however deep: a chapter of the code, a policy, a news item. */
const generalSection =
  /^(?:charter|codes?|municipal-?code|codified-ordinances|ordinances?|code-of-ordinances|budgets?|policies|policy|news|news-releases|press-releases)$/i;

/**
 * The departments that each page belongs to, by URL; an empty list means the whole organisation. Evidence, the strongest
 * first: governance documents are everybody's; the department's own address and what lies below it; breadcrumbs; the
 * head's page; a title with the department's name; links from the department's own pages.
 */
export function assignPages(
  profile: OrganisationProfile,
  pages: readonly KnowledgePage[],
  former: readonly FormerDepartment[] = [],
): ReadonlyMap<string, string[]> {
  const clean = cleanPages(pages);
  const byAddress = assignCleanPages(profile, clean, former);
  return new Map(pages.map((page) => [page.url, byAddress.get(addressOf(page.url)) ?? []]));
}

/** As `assignPages`, for pages that are cleaned already; by address. */
export function assignCleanPages(
  profile: OrganisationProfile,
  pages: readonly CleanPage[],
  former: readonly FormerDepartment[] = [],
): ReadonlyMap<string, string[]> {
  const units = unitsOf(profile, former);
  const governance = new Set(profile.governanceDocs.map((doc) => addressOf(doc.url)));
  const assigned = new Map<string, string[]>();
  for (const page of pages) {
    assigned.set(page.address, governance.has(page.address) ? [] : directOwners(page, units));
  }
  const known = new Set(profile.departments.map((department) => department.id));
  for (const [address, owners] of linkedOwners(pages, assigned)) {
    if (!governance.has(address)) assigned.set(address, owners);
  }
  for (const [address, owners] of assigned) {
    assigned.set(address, [...new Set(owners)].filter((id) => known.has(id)).sort(byText));
  }
  return assigned;
}

interface Unit {
  id: string;
  /** Empty when it has none, or shares it with others (a directory page). */
  address: string;
  names: string[];
  head: string;
}

function unitsOf(profile: OrganisationProfile, former: readonly FormerDepartment[]): Unit[] {
  const all = [
    ...profile.departments.map((department) => ({ department, into: department.id })),
    ...former,
  ].map(({ department, into }) => ({
    id: into,
    address: department.url === undefined ? '' : addressOf(department.url),
    names: [nameKey(department.name)].filter((name) => name !== ''),
    head: department.head ? collapsed(department.head.name).toLowerCase() : '',
  }));
  const root = addressOf(profile.organisation.website ?? '');
  return all.map((unit) => {
    const shared = all.some((other) => other.id !== unit.id && other.address === unit.address);
    return shared || unit.address === root || !unit.address.includes('/') ? { ...unit, address: '' } : unit;
  });
}

/** The name without the words that only say what kind of unit it is. */
function nameKey(name: string): string {
  const folded = collapsed(name)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const core = folded
    .replace(/^(?:the )?(?:department|office|division|bureau) of (?:the )?/, '')
    .replace(/ (?:department|dept|office|division|bureau)$/, '');
  return core === '' ? folded : core;
}

function directOwners(page: CleanPage, units: readonly Unit[]): string[] {
  const located = longest(units.filter((unit) => isBelow(page.address, unit.address)));
  if (located.length > 0) return located;
  if (isGeneral(page.address)) return [];
  const crumbs = [...page.page.breadcrumbs].reverse();
  for (const crumb of crumbs) {
    const key = nameKey(crumb);
    const owners = units.filter((unit) => key !== '' && unit.names.includes(key));
    if (owners.length > 0) return owners.map((unit) => unit.id);
  }
  const title = collapsed(page.title).toLowerCase();
  const heads = units.filter((unit) => unit.head.includes(' ') && title.includes(unit.head));
  if (heads.length > 0) return heads.map((unit) => unit.id);
  const titleKey = ` ${nameKey(page.title)} `;
  const named = units.filter((unit) =>
    unit.names.some(
      (name) => titleKey.trim() === name || (name.includes(' ') && titleKey.startsWith(` ${name} `)),
    ),
  );
  return named.map((unit) => unit.id);
}

const isBelow = (address: string, prefix: string): boolean =>
  prefix !== '' &&
  (address === prefix || address.startsWith(`${prefix}/`) || address.startsWith(`${prefix}?`));

/** Of units whose addresses contain one another, the innermost. */
function longest(units: readonly Unit[]): string[] {
  const length = Math.max(0, ...units.map((unit) => unit.address.length));
  return units.filter((unit) => unit.address.length === length).map((unit) => unit.id);
}

function isGeneral(address: string): boolean {
  const [, ...segments] = (address.split('?')[0] ?? '').split('/');
  return (
    segments.length === 0 ||
    (segments.length === 1 && generalPage.test(segments[0] ?? '')) ||
    segments.some((segment) => generalSection.test(segment))
  );
}

/** Pages that nothing else places, and that the pages of at most three departments link to from their own text. */
function linkedOwners(
  pages: readonly CleanPage[],
  assigned: ReadonlyMap<string, string[]>,
): ReadonlyMap<string, string[]> {
  const linked = new Map<string, Set<string>>();
  for (const page of pages) {
    for (const owner of assigned.get(page.address) ?? []) {
      for (const { address } of page.links) {
        if ((assigned.get(address)?.length ?? 1) > 0 || isGeneral(address)) continue;
        const owners = linked.get(address) ?? new Set<string>();
        linked.set(address, owners.add(owner));
      }
    }
  }
  return new Map(
    [...linked]
      .filter(([, owners]) => owners.size <= mostOwners)
      .map(([address, owners]) => [address, [...owners]]),
  );
}
