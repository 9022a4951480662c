import type {
  Contact,
  Coverage,
  Department,
  Evidence,
  Leader,
  OrganisationProfile,
  OrganisationType,
} from '@shared/contract/organisation-profile.js';
import { fold } from './clean-text.js';
import { type ContactClaim, findContacts } from './contacts.js';
import { findDataPortals } from './data-portals.js';
import { findUnits, toDepartment } from './departments.js';
import type { Unit } from './fold-claims.js';
import { findGovernanceDocs } from './governance-docs.js';
import { findOrganisation } from './organisation.js';
import type { PageReading, TextLine } from './page-reading.js';
import { findPeople, type PersonMention } from './people.js';
import { reportedUrl } from './reported-url.js';
import { urlKey } from './resolve-url.js';
import { isSiteWide, siteWideLines } from './site-wide-lines.js';
import { unitIds } from './unit-ids.js';
import { assignPage, headOf, leadersOf, type PlacedPerson, placePeople } from './unit-people.js';

const mostContacts = 8;

/**
 * Builds the organisation's profile from the readings of its pages. Pure and deterministic: equal readings in equal order
 * give an equal profile. Every fact carries evidence whose quote stands verbatim on the page it names.
 */
export function extractProfile(pages: readonly PageReading[], coverage: Coverage): OrganisationProfile {
  const { profile: organisation, place } = findOrganisation(pages);
  const self = fold(organisation.name);
  // A name that only a page's title gave may be a unit's own.
  const isSure = organisation.confidence >= 0.5;
  const units = findUnits(pages, isSure ? place : []).filter((unit) => !isSure || fold(unit.name) !== self);
  const homes = new Map(
    units.flatMap((unit) => (unit.href === undefined ? [] : [[urlKey(unit.href), unit] as const])),
  );
  const ids = unitIds(units);
  const people = placePeople(peopleOf(pages, organisation.type), units, homes, place, pages);
  const repeated = siteWideLines(pages);
  const contacts = contactsByUnit(pages, units, homes, place, repeated);
  const departments = units.map((unit, index) =>
    withDetails(toDepartment(unit, ids[index] ?? '', sourceOf), unit, people, contacts.get(unit) ?? []),
  );
  return {
    organisation: {
      ...organisation,
      evidence: organisation.evidence.map((entry) => ({ ...entry, source: reportedUrl(entry.source) })),
    },
    departments,
    leadership: leadersOf(people).map(toLeader),
    dataPortals: findDataPortals(pages, place).map((claim) => ({
      type: claim.type,
      url: reportedUrl(claim.href),
      title: claim.title,
      confidence: claim.confidence,
      evidence: [{ source: sourceOf(claim.page), quote: claim.quote, structure: 'link' }],
    })),
    governanceDocs: findGovernanceDocs(pages, place).map((claim) => ({
      type: claim.type,
      title: claim.title,
      url: reportedUrl(claim.href),
      confidence: Math.round(claim.confidence * 100) / 100,
      evidence: [
        {
          source: sourceOf(claim.page),
          quote: claim.quote,
          structure: claim.region === 'nav' ? 'menu' : 'link',
        },
      ],
    })),
    coverage,
  };
}

/** The posts of which running text may name the holder, by kind of organisation; others name people of other bodies. */
const proseTitles: Partial<Record<OrganisationType, RegExp>> = {
  city: /^(?:mayor|city manager|city administrator|town manager)$/i,
  borough: /^(?:mayor|borough manager)$/i,
  county: /^(?:county executive|county manager|county administrator|chief executive officer|sheriff)$/i,
  school: /^(?:superintendent|chancellor)$/i,
  enterprise: /^(?:chief executive officer|ceo)$/i,
};

function peopleOf(pages: readonly PageReading[], type: OrganisationType): PersonMention[] {
  const allowed = proseTitles[type];
  const idle = new Set<string>();
  return pages
    .flatMap((page) => findPeople(page, idle))
    .filter((mention) => mention.structure !== 'prose' || allowed?.test(mention.title) === true);
}

function sourceOf(page: PageReading): string {
  return reportedUrl(page.url);
}

function withDetails(
  department: Department,
  unit: Unit,
  people: readonly PlacedPerson[],
  contacts: readonly ContactClaim[],
): Department {
  const head = headOf(unit, people);
  const note = unit.claims.find((claim) => claim.note !== undefined && claim.note.length > 40)?.note;
  if (head !== undefined)
    department.head = { name: head.name, title: head.title, evidence: evidenceOfPerson(head) };
  if (note !== undefined) department.description = note;
  department.contacts = contacts.slice(0, mostContacts).map(toContact);
  return department;
}

function toContact(claim: ContactClaim): Contact {
  const evidence: Evidence = { source: sourceOf(claim.page), quote: claim.quote, structure: 'contact' };
  if (claim.location !== '') evidence.location = claim.location;
  return { kind: claim.kind, value: claim.value, evidence: [evidence] };
}

function evidenceOfPerson(person: PersonMention): Evidence[] {
  return person.quotes.map((quote) => {
    const evidence: Evidence = { source: sourceOf(person.page), quote, structure: person.structure };
    if (person.under !== '') evidence.location = person.under;
    return evidence;
  });
}

function toLeader(person: PlacedPerson): Leader {
  const leader: Leader = {
    name: person.name,
    title: person.title,
    confidence: Math.round(Math.min(0.98, person.certainty) * 100) / 100,
    evidence: evidenceOfPerson(person),
  };
  if (person.unit !== undefined) leader.department = person.unit.name;
  return leader;
}

/** Contacts of the pages that belong to one unit, without what stands on every page, and of its card in a directory. */
function contactsByUnit(
  pages: readonly PageReading[],
  units: readonly Unit[],
  homes: ReadonlyMap<string, Unit>,
  place: readonly string[],
  repeated: ReadonlySet<string>,
): Map<Unit, ContactClaim[]> {
  const found = new Map<Unit, ContactClaim[]>();
  const counts = (line: TextLine): boolean => line.region !== 'nav' && !isSiteWide(line, repeated);
  for (const page of pages) {
    const owner = assignPage(page, units, homes, place);
    if (owner === undefined) continue;
    const claims = found.get(owner) ?? [];
    // The unit's own front page comes first, then its contact pages in the order of the site.
    const own = findContacts(page, counts);
    found.set(owner, homes.get(urlKey(page.url)) === owner ? [...own, ...claims] : [...claims, ...own]);
  }
  for (const [unit, claims] of found) found.set(unit, distinct(claims));
  return found;
}

function distinct(claims: readonly ContactClaim[]): ContactClaim[] {
  const seen = new Set<string>();
  return claims.filter((claim) => {
    const key = `${claim.kind} ${fold(claim.value)}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
