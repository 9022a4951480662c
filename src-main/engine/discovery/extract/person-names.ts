import { fold } from './clean-text.js';
import { givenNames } from './given-names.js';

/** Words that stand in names of places, units, services and titles, and so speak against a person. */
const notNames = new Set(
  (
    'a about above academy access accessibility account accounting act action activities address administration administrative ' +
    'administrator advisory affairs agency agenda agendas agent aging agriculture airport alert alerts all analyst and animal annual ' +
    'apply appeals area arts assessor assistant associate association at attorney auditor authority avenue award awards bank bay beach ' +
    'bid bids bill bills board boards book box branch bridge budget building bureau bus business calendar camp campaign campus capital care ' +
    'career careers case cell center central centre certificate chair chairman chairperson chamber charter chief child children christmas church cities citizen ' +
    'citizens city civic civil class clean clerk clinic club coast code codes college commission commissioner commissioners committee ' +
    'communications community company compliance conference construction contact contacts contract control cookie coordinator corporation ' +
    'council councillor councilman councilmember councilwoman counsel counselor county court courts creek crime current customer dam data day days ' +
    'department departments deputy design development digital director directory disability district districts division document documents drive ' +
    'east economic education election elections electric email emergency employee employees employment energy engineer engineering ' +
    'enforcement english environment environmental equity estate events executive expo fair families family faq farm fax federal fees field ' +
    'finance financial fire fiscal fleet food for form forms forum foundation free freedom friday friends from full fund general get golf ' +
    'government grant grants green group guide hall harbor health heights help high highway hills historic historical history holiday holidays home homes hospital ' +
    'hotline hours house housing how human important in independent information infrastructure inspector instagram institute insurance interim ' +
    'internal international invest is island job jobs judge junior justice juvenile kids lake land law league learn legal legislative ' +
    'library license licenses life link links list local login loop main maintenance manager management map maps market mayor media ' +
    'medical meeting meetings member members memorial mental menu message military minutes mission mobile monday month municipal museum ' +
    'music national natural neighborhood network new news newsletter next north notice notices of office officer officers ohio online open operations ' +
    'order ordinance our outreach overview packet page parish park parking parks parkway partner partners past pay payment payments ' +
    'performance permit permits phone plan planning plans plant play plaza police policies policy pool port portal position post power ' +
    'preparedness president press preview previous principal privacy process procurement program programs project projects property public ' +
    'purchasing quality quick rate read real record recorder records recreation recycling redistrict register regional relations rental rentals report reports ' +
    'representative request requests reserve resident residents resource resources results review right rights risk river road room route rules run ' +
    'safe safety sales sanitation saturday schedule school schools science search secretary section security select senior seniors ' +
    'service services sewer sheriff shop sign site small social soccer software solicitor solid south special specialist sports square staff ' +
    'state station statement storm stormwater strategic strategy street streets student students subscribe summer sunday superintendent supervisor ' +
    'supervisors support survey sustainability system systems task tax taxes team technology term terms text thank the theatre theater things ' +
    'thursday to today top tour tourism town township traffic training transit translate transportation treasurer trustee trustees tuesday ' +
    'twitter union unit united university update updates upcoming us use utilities utility vacant valley vehicle veterans vice vice-chair video view village vision ' +
    'visit visitors volunteer vote voter ward waste water watershed website wednesday week welcome welfare west what when where wildlife winter with ' +
    'woods work workforce works workshop world year york young your youth youtube zone zoning zoo administer cabinet tbd tba n/a none open position hiring recruit ' +
    'monthly weekly daily january february march may august september october november december dr. st ave blvd lane suite floor north-west ' +
    'coming soon click here more this that these those executive-director lead senior-manager acting appointed elected'
  ).split(' '),
);

const honorific =
  /^(?:(?:the )?hon(?:ou?rable)?\.?|mr|mrs|ms|miss|mx|dr|prof|professor|cllr|councillor|councilor|councilmember|council member|councilman|councilwoman|alderman|alderwoman|alderperson|sir|dame|lord|lady|rev|reverend|fr|sgt|lt|capt|captain|col|maj|chief|sheriff|judge|justice|mayor|vice mayor|deputy mayor|commissioner|supervisor|trustee|senator|rep|representative|president)\.?\s+/i;
const suffix =
  /(?:,?\s+(?:jr|sr|ii|iii|iv|esq(?:uire)?|ph\.?\s?d|m\.?d|j\.?d|ed\.?d|d\.?o|r\.?n|p\.?e|cpa|mba|mpa|mph|aicp|cfe|cpm|cgfm|icma-cm|cmc|mmc|dpa|faia|obe|mbe|cbe|mp|kc|qc)\.?(?=$|[\s,]))+$/i;
const particle =
  /^(?:de|del|della|la|las|le|van|von|der|den|di|da|dos|du|bin|ibn|al|el|st\.?|mac|mc|y|e|ter|ten|san|santa)$/i;
const token =
  /^(?:\p{Lu}['’]?\p{L}+(?:['’]\p{L}+)?(?:-\p{L}['’]?\p{L}+)*\.?|\p{Lu}\.?(?:-?\p{Lu}\.?)?|['’"“(]\p{Lu}\p{L}+['’"”)])$/u;

/** A name with what surrounds it taken off: honorifics in front, suffixes like "Jr." or "Ph.D." behind. */
export interface PersonName {
  /** As it stands on the page, without honorific; in capitals where the page shouts. */
  name: string;
  /** 0..1: how sure the form and the words are that this is a person. */
  certainty: number;
}

/**
 * Reads a whole text as a person's name, or gives undefined. Form: two to five capitalised words with initials, particles and
 * suffixes; words: none that names places, units or titles. A listed given name raises the certainty.
 */
export function readPersonName(text: string): PersonName | undefined {
  const trimmed = text
    .replace(/\s*\((?:ret|retired|usa|usn|usaf|usmc|uscg)\b\.?[^)]*\)\s*$/i, '')
    .replace(/^[\s*•\-–—:,]+|[\s*\-–—:,]+$/g, '');
  if (trimmed.length < 4 || trimmed.length > 60 || /[\d@/\\<>{}|=_#%&+?!;]/.test(trimmed)) return undefined;
  const titled = honorific.exec(trimmed);
  const bare = (titled ? trimmed.slice(titled[0].length) : trimmed).replace(honorific, '');
  const core = bare.replace(suffix, '').replace(/,$/, '').trim();
  if (core.includes(',') || core.includes(':')) return undefined;
  const parts = core.split(/\s+/);
  if (parts.length < 2 || parts.length > 5) return undefined;
  if (
    !parts.every(
      (part, index) => token.test(part) || (index > 0 && index < parts.length - 1 && particle.test(part)),
    )
  ) {
    return undefined;
  }
  const first = wordOf(parts[0]);
  const last = wordOf(parts.at(-1));
  if (last.length < 2 || (first.length < 2 && parts.length < 3 && !/^\p{Lu}\./u.test(parts[0] ?? '')))
    return undefined;
  const rest = parts.slice(1).map(wordOf);
  const isListed = givenNames.has(first) || (first.length <= 2 && givenNames.has(wordOf(parts[1])));
  const odd = parts.map(wordOf).filter((part) => part.length > 1 && notNames.has(part)).length;
  // "Frank Park" and "May Hill" are people; "Park Hill" and "Lake View" are not.
  if (odd > 0 && !(isListed && odd === 1 && notNames.has(last) && parts.length === 2 && titled !== null))
    return undefined;
  const certainty =
    0.35 +
    (isListed ? 0.4 : 0) +
    (titled ? 0.25 : 0) +
    (parts.some((part) => /^\p{Lu}\.$/u.test(part)) ? 0.2 : 0) +
    (suffix.test(bare) ? 0.2 : 0) +
    (rest.some((part) => /^(?:o'|mc|mac)\w/.test(part) || part.includes('-')) ? 0.1 : 0);
  return { name: withoutDegrees(bare), certainty: Math.min(1, certainty) };
}

/** "Jr." belongs to the name; "Ph.D." and "Esquire" are taken off. */
function withoutDegrees(text: string): string {
  const degrees = suffix.exec(text)?.[0] ?? '';
  const generation = /^,?\s+(?:jr|sr|ii|iii|iv)\b\.?/i.exec(degrees)?.[0] ?? '';
  return `${text.slice(0, text.length - degrees.length)}${generation}`.replace(/,$/, '').trim();
}

function wordOf(part: string | undefined): string {
  return fold(part ?? '').replace(/^'+|'+$/g, '');
}

/** The form in which two spellings of one person are equal: first and last word, without titles, suffixes, initials. */
export function personKey(name: string): string {
  const parts = fold(name.replace(honorific, '').replace(suffix, ''))
    .split(' ')
    .filter((part) => part.length > 1);
  return parts.length === 0 ? fold(name) : `${parts[0]} ${parts.at(-1)}`;
}
