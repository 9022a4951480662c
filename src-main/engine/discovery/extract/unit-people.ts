import { fold } from './clean-text.js';
import type { Unit } from './fold-claims.js';
import type { Rank } from './job-titles.js';
import type { PageReading } from './page-reading.js';
import type { PersonMention } from './people.js';
import { personKey } from './person-names.js';
import { urlKey } from './resolve-url.js';
import { pageLabel } from './unit-groups.js';
import { foldUnitName } from './unit-names.js';

/** A person with the unit to which page, heading or title assign them. */
export interface PlacedPerson extends PersonMention {
  unit?: Unit;
  /** Whether the title itself names the unit ("Director of Finance"). */
  byTitle: boolean;
  /** On how many pages the person is named with this post. */
  pages: number;
}

/** The unit on whose pages a page stands: its front page, a page below it, or one headed by its name. */
export function assignPage(
  page: PageReading,
  units: readonly Unit[],
  homes: ReadonlyMap<string, Unit>,
  place: readonly string[],
): Unit | undefined {
  const key = urlKey(page.url);
  let owner = homes.get(key);
  let longest = 0;
  if (owner === undefined) {
    for (const [home, unit] of homes) {
      const folder = folderOf(home);
      if (folder.length > longest && folder.includes('/') && key.startsWith(`${folder}/`)) {
        owner = unit;
        longest = folder.length;
      }
    }
  }
  if (owner !== undefined) return owner;
  const label = foldUnitName(pageLabel(page), place);
  const trail = page.breadcrumbs.map((crumb) => foldUnitName(crumb.label, place));
  return units.find((unit) => unit.key === label) ?? units.find((unit) => trail.includes(unit.key));
}

/** The folder in which a unit keeps its pages: its front page's address without extension, "welcome" or a repeated name. */
function folderOf(home: string): string {
  const parts = home.replace(/\.(?:html?|aspx?|php|jsp|cfm)$/, '').split('/');
  const last = parts.at(-1) ?? '';
  const isInside =
    /^(?:welcome|about|about-us|home|homepage|overview|main|index)$/.test(last) || last === parts.at(-2);
  return (parts.length > 2 && isInside ? parts.slice(0, -1) : parts).join('/');
}

/** Joins mentions of one person and post, and finds the unit of each. */
export function placePeople(
  mentions: readonly PersonMention[],
  units: readonly Unit[],
  homes: ReadonlyMap<string, Unit>,
  place: readonly string[],
  pages: readonly PageReading[],
): PlacedPerson[] {
  const owners = new Map(pages.map((page) => [page, assignPage(page, units, homes, place)]));
  const byKey = new Map(units.map((unit) => [unit.key, unit]));
  const found = new Map<string, PlacedPerson>();
  for (const mention of mentions) {
    const titled = unitOfTitle(mention.title, byKey, place);
    const heading = byKey.get(foldUnitName(mention.under, place));
    // Menus stand on every page, and running text names people of other places: only titles and labels place those.
    const isLocal = mention.structure !== 'menu' && mention.structure !== 'prose';
    const unit = titled ?? heading ?? (isLocal ? owners.get(mention.page) : undefined);
    const key = `${personKey(mention.name)}|${fold(mention.title)}`;
    const known = found.get(key);
    if (known === undefined) {
      const placed: PlacedPerson = { ...mention, byTitle: titled !== undefined, pages: 1 };
      found.set(key, unit === undefined ? placed : { ...placed, unit });
    } else {
      if (known.page !== mention.page) known.pages += 1;
      if (mention.certainty > known.certainty) known.certainty = mention.certainty;
      if (known.unit === undefined && unit !== undefined) known.unit = unit;
    }
  }
  return mergePosts([...found.values()]);
}

/** One entry a person: the post of the highest rank, the surest one first. */
function mergePosts(people: readonly PlacedPerson[]): PlacedPerson[] {
  const byPerson = new Map<string, PlacedPerson[]>();
  for (const person of people) {
    const key = personKey(person.name);
    const known = byPerson.get(key);
    if (known) known.push(person);
    else byPerson.set(key, [person]);
  }
  return [...byPerson.values()].flatMap((posts) => {
    const sorted = [...posts].sort(
      (a, b) => rankOrder[a.rank] - rankOrder[b.rank] || b.certainty - a.certainty,
    );
    const best = sorted[0];
    if (best === undefined) return [];
    // A person may head one unit and sit in another: those posts stay apart for the search of heads.
    return sorted.filter((post) => post === best || (post.unit !== undefined && post.unit !== best.unit));
  });
}

const rankOrder: Record<Rank, number> = { head: 0, deputy: 1, member: 2, staff: 3 };

function unitOfTitle(
  title: string,
  byKey: ReadonlyMap<string, Unit>,
  place: readonly string[],
): Unit | undefined {
  const folded = fold(title);
  const whole = byKey.get(foldUnitName(title, place));
  if (whole !== undefined) return whole;
  const subject =
    /\b(?:director|chief|head|manager|commissioner|superintendent|secretary|officer|supervisor|administrator) (?:of|for) (?:the )?(.+)$/.exec(
      folded,
    )?.[1];
  const bySubject = subject === undefined ? undefined : byKey.get(foldUnitName(subject, place));
  if (bySubject !== undefined) return bySubject;
  const before =
    /^(?:(?:deputy|assistant|interim|acting) )*(.+?) (?:director|chief|manager|commissioner|superintendent|administrator|supervisor)$/.exec(
      folded,
    )?.[1];
  const byLead = before === undefined ? undefined : byKey.get(foldUnitName(before, place));
  if (byLead !== undefined) return byLead;
  return loosely(subject ?? before, byKey);
}

/** "Governmental Affairs" for "Government Affairs": words that share their first six letters count as equal. */
function loosely(text: string | undefined, byKey: ReadonlyMap<string, Unit>): Unit | undefined {
  if (text === undefined) return undefined;
  const stems = (words: string): string =>
    words
      .split(' ')
      .filter((word) => word !== 'and' && word !== 'the')
      .map((word) => word.slice(0, 6))
      .join(' ');
  const wanted = stems(text);
  if (wanted.length < 8) return undefined;
  for (const [key, unit] of byKey) if (stems(key) === wanted) return unit;
  return undefined;
}

/** Titles that are a head's by themselves, without saying of what. */
const bareHead =
  /^(?:(?:interim|acting|chief|executive|managing|general) )*(?:director|commissioner|chief|superintendent|sheriff|manager|administrator|clerk|treasurer|mayor|president|secretary|head|dean|principal|controller|comptroller|inspector general|librarian|county executive)\b$/;

/**
 * The head of a unit: the person whose title names it, or who stands first among those of top rank on its own pages. A
 * title that speaks of something narrower ("Director of Special Projects") counts less.
 */
export function headOf(unit: Unit, people: readonly PlacedPerson[]): PlacedPerson | undefined {
  let best: PlacedPerson | undefined;
  let highest = 1.5;
  for (const [index, person] of people.entries()) {
    if (person.unit !== unit || person.rank === 'staff' || person.structure === 'menu') continue;
    const score = headScore(person, unit) - index / 10_000;
    if (score > highest) {
      best = person;
      highest = score;
    }
  }
  return best;
}

function headScore(person: PlacedPerson, unit: Unit): number {
  const title = fold(person.title);
  const words = new Set(unit.key.split(' ').filter((word) => word.length > 3));
  const shared = title.split(' ').filter((word) => words.has(word)).length;
  const narrower = / (?:of|for) /.test(title) && shared === 0;
  const initials = unit.key
    .split(' ')
    .filter((word) => word !== 'of' && word !== 'and')
    .map((word) => word[0])
    .join('');
  return (
    { head: 2, deputy: 0.5, member: -1, staff: -5 }[person.rank] +
    (person.byTitle ? 2 : 0) +
    (bareHead.test(title) || title === initials ? 1 : 0) +
    (shared > 0 ? 1 : 0) +
    (person.structure === 'card' || person.structure === 'heading' ? 0.5 : 0) +
    (/^chief of staff/.test(title) ? -1.5 : 0) +
    (narrower ? -1 : 0)
  );
}

/** People who lead: heads, deputies and members of governing bodies, surest and highest first. */
export function leadersOf(people: readonly PlacedPerson[]): PlacedPerson[] {
  const seen = new Set<string>();
  const tops = new Map<string, PlacedPerson>();
  for (const person of people) {
    // Running text names mayors of other places too: of those, only the one named on most pages.
    if (person.structure !== 'prose') continue;
    const known = tops.get(fold(person.title));
    if (known === undefined || person.pages > known.pages) tops.set(fold(person.title), person);
  }
  return [...people]
    .filter((person) => person.rank !== 'staff')
    .filter((person) => person.structure !== 'prose' || tops.get(fold(person.title)) === person)
    .sort((a, b) => rankOrder[a.rank] - rankOrder[b.rank] || b.certainty - a.certainty)
    .filter((person) => {
      const key = personKey(person.name);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
