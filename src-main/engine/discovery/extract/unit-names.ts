import { collapse, fold } from './clean-text.js';

/** Words that name an organisational unit by themselves. */
const unitNouns = new Set(
  (
    'department departments dept division divisions office bureau agency directorate authority commission board committee ' +
    'council court courts section branch secretariat ministry administration corporation institute center centre college ' +
    'library museum academy unit team group company foundation district service services'
  ).split(' '),
);

/** Nouns that make a name a unit's name beyond doubt. */
const explicitNouns =
  /\b(?:departments?|dept|divisions?|office|bureau|agency|directorate|secretariat|ministry|administration)\b/;

/** Offices that are named after the person who holds them. */
const officeHolders =
  /\b(?:mayor|manager|administrator|executive|clerk|treasurer|sheriff|assessor|auditor|attorney|counsel|recorder|controller|comptroller|coroner|constable|marshal|marshall|prosecutor|solicitor|defender|ombudsman|ombuds|inspector general|surveyor|superintendent|chancellor|provost|president|commissioners?|supervisors|aldermen|trustees|register of deeds|register of wills|registrar|tax collector|collector|public guardian|guardian|advocate|chief \w+(?: \w+)? officer|governor|medical examiner|fire marshal|city council|county council|town council|village council|board of education|school board)\b/;

/** What public bodies and firms do: a weak hint that a short name is a unit's. */
const functions = new Set(
  (
    'accounting accounts admin administration administrative adult aging agriculture agricultural airport airports animal ' +
    'animals appraisal arts assessment assessing audit aviation behavioral budget budgeting building buildings business ' +
    'capital care cemetery child children city civil clerk code codes communication communications community compliance ' +
    'comptroller conservation consumer contracts control coroner corporate corrections correctional counsel court courts cultural ' +
    'culture customer data defense design development digital disability disabilities diversity economic economy education ' +
    'elections elderly emergency employment energy enforcement engineering environment environmental equity ethics events ' +
    'extension facilities facility family families finance financial fire fiscal fleet forestry general geographic gis government ' +
    'governmental grants health highway highways historic hospital housing human identity immigrant immigration inclusion ' +
    'industrial information infrastructure innovation inspection inspections inspector insurance intelligence internal ' +
    'international investment investments it jail justice juvenile kids labor laboratory land law legal legislative libraries ' +
    'library licensing licenses livestock management maintenance marketing medical mental mining museum natural neighborhood ' +
    'neighborhoods nutrition operations parking parks pensions people performance permitting personnel planning police policy port ' +
    'ports preservation prevention prisons probation procurement product production professional program programs property prosecution protection public ' +
    'purchasing quality recorder records recreation recycling redevelopment regulation regulatory relations research resiliency ' +
    'resilience resource resources retirement revenue rights risk roads safety sales sanitation science security senior seniors ' +
    'services sewer sewage sheriff social solid special standards statistics stormwater strategic strategy street streets support ' +
    'sustainability tax taxation taxes technology telecommunications tourism traffic training transit transport transportation ' +
    'treasury urban utilities utility veteran veterans victim volunteer wastewater waste water watershed weights welfare wellness ' +
    'wildlife women workforce works youth zoning zoo rescue ems 311 hr athletics nursing curriculum instruction student students ' +
    'special food benefits payroll payments logistics manufacturing engineering supply'
  ).split(' '),
);

const smallWords = new Set(['and', 'of', 'the', 'for', 'to', 'in', 'on', 'a', 'an', 'with', 'at', 'by', 's']);

/** The verb that begins a service ("Pay a bill"), or a question. */
const serviceVerb =
  /^(?:apply|pay|report|find|get|view|request|register|submit|sign|contact|learn|join|search|schedule|download|start|become|adopt|volunteer|subscribe|read|see|watch|track|check|file|buy|rent|reserve|renew|vote|locate|look|how|where|what|who|when|why|my|your|you|i|we|do|is|are|can|go|make|click|browse|explore|follow|help|ask|book|change|complete|log|login|open|print|receive|redistrict|share|show|skip|stay|know|connect|meet|volunteer|donate|switch|translate|use|visit|working|doing|living|moving|starting|opening|applying|paying|obtain|order|take|work|return|serve|celebrate|protect|prepare|be)\b/;

/** Page furniture: what every site's menus hold besides units. */
const furniture =
  /^(?:home|homepage|main|welcome|about|about us|about the .{0,40}|overview|introduction|contact|contact us|contacts?|contact list|contact information|directions|location|locations|hours|news|news and .{0,30}|latest news|newsletter|newsletters|press|press releases?|media|media center|events|calendar|calendars|event calendar|faqs?|frequently asked questions|forms?|forms and .{0,30}|documents?|resources?|links?|helpful links|useful links|related links|quick links|site ?map|search|login|log in|sign in|accessibility|privacy|privacy policy|terms of use|terms|disclaimer|careers|jobs|employment opportunities|job opportunities|job openings|more|menu|more news|archives?|archived .*|history|mission|mission statement|our mission|mission and vision|vision|staff|our staff|our team|meet the team|staff directory|directory|employee directory|biography|bio|photos?|photo gallery|gallery|videos?|maps?|agendas?|minutes|agendas and minutes|meetings?|meeting minutes|public meetings|meeting (?:agendas|schedule|dates).*|reports?|annual reports?|publications|presentations|feedback|survey|surveys|social media|facebook|twitter|instagram|youtube|linkedin|subscribe|share|print|email|e notification|notify me|alerts?|announcements?|blog|divisions|departments|department directory|services|our services|programs?|programs and services|projects?|initiatives|boards and commissions|boards|commissions|committees|leadership|leadership team|government|residents?|businesses|visitors?|community|how do i|i want to|online services|online payments|pay online|fees?|fee schedule|master fee schedule|permits?|applications?|bids?|rfps?|bid opportunities|ordinances|policies|municipal code|city code|county code|code of ordinances|charter|transparency|public notices?|notices|public records|records requests?|foia|elections results|election results|top|back|next|previous|close|open|show|hide|all|other|others|misc|miscellaneous|english|espanol|español|translate|select language|skip to (?:main )?content|learn more|read more|view all|see all|visit website|website|visit|en|es|fr)$/;

/** Nouns that name a thing one gets or reads, not a unit, when a name ends with them. */
const thingEnding =
  /\b(?:permits?|applications?|application form|forms?|payments?|bills?|schedules?|maps?|calendars?|agendas?|news|faqs?|documents?|minutes|meetings?|jobs|careers|opportunities|contacts?|directory|links|history|reports?|requests?|guide|guides|guidelines|plans?|projects?|programs?|programme|initiatives?|events?|bids|rfp|results|updates?|packets?|list|lists|terms|policies|policy|ordinances?|code|codes|information|info|certificates?|vouchers?|grants?|rules|faq|fees?|rates|manual|manuals|videos?|photos?|gallery|tour|tours|awards?|survey|notices?|alerts?|archives?|statistics|dashboard|portal|hotline|newsletter|handbook|brochure|tips|recalls?|complaints?|closures?|hours|holidays|rentals?|classes|lessons|camps?|registration|reservations?|licenses?|license|facts|form|page|site|site map|summary|questions|vaccination|vaccinations?|services homepage|packages?|schools?|statement|statements|pricing|customers|downloads?|tickets?|shop|store|fixtures|results|teams)$/;

/** Fixed wording around a name in a link: "Meet the …", "… Learn more", "… homepage". */
const wrapping =
  /^(?:meet (?:the|our) |visit (?:the |our )?|welcome to (?:the |our )?|go to (?:the )?|about (?:the |our )?)|(?:\s*[-–—|:»›>]*\s*(?:learn more|read more|more info(?:rmation)?|view (?:more|page|site|website|department)|visit (?:website|site|page)|website|home ?page|details)\.*)$/gi;

/** A unit's name as it would be written in a list: bullets, icons, "Learn more" and "Meet the" taken off. */
export function cleanUnitName(label: string): string {
  const stripped = collapse(label)
    .replace(/^[\s*•·▪►»›>\-–—+|:#]+|[\s*•·▪►»›>\-–—+|:]+$/g, '')
    .replace(/\s*\((?:opens?|external|new window|link is external|pdf)[^)]*\)$/i, '');
  const unwrapped = stripped
    .replace(wrapping, '')
    // "Finance – supports every unit": a sentence that begins small describes the name before it.
    .replace(/^(.{3,60}?)\s+[-–—]\s+(?=\p{Ll}\S*(?: \S+){2,}).*$/u, '$1')
    .trim();
  const text = unwrapped === '' ? stripped : unwrapped;
  // Menus in capitals: proper case, as the rest of the profile is written.
  return properCase(text);
}

/** Words in capitals throughout as they would be written in a sentence's proper names; anything else as it is. Keeps the length. */
export function properCase(text: string): string {
  return isShouted(text) ? capitalise(text) : text;
}

function isShouted(text: string): boolean {
  const letters = text.replace(/[^\p{L}]/gu, '');
  return letters.length > 5 && letters === letters.toUpperCase() && /\s|.{8}/.test(text);
}

function capitalise(text: string): string {
  return text
    .toLowerCase()
    .replace(/(^|[\s\-/(&])(\p{L})/gu, (_match, lead: string, letter: string) => lead + letter.toUpperCase())
    .replace(/ (And|Of|The|For|To|In|On) (?=\S)/g, (match) => match.toLowerCase());
}

const abbreviations: Record<string, string> = {
  dept: 'department',
  depts: 'departments',
  mgmt: 'management',
  mgt: 'management',
  svcs: 'services',
  svc: 'services',
  admin: 'administration',
  dev: 'development',
  comm: 'community',
  env: 'environmental',
  govt: 'government',
  bus: 'business',
  emerg: 'emergency',
  info: 'information',
  tech: 'technology',
  rec: 'recreation',
  eng: 'engineering',
  hr: 'human resources',
  it: 'information technology',
};

/**
 * The form in which two names of one unit are equal: "Department of Finance", "Finance Dept." and "City of X Finance
 * Department" all fold to "finance". `place` holds the folded words of the organisation's own place name.
 */
export function foldUnitName(name: string, place: readonly string[]): string {
  let text = fold(name.replace(/\s*\([^)]{1,40}\)\s*$/, ''))
    .split(' ')
    .map((word) => abbreviations[word] ?? word)
    .join(' ')
    .replace(/'s\b/g, '');
  // To the fixed point: what one step takes off may uncover more.
  for (let before = ''; before !== text; ) {
    before = text;
    text = foldOnce(text, place);
  }
  return text;
}

function foldOnce(name: string, place: readonly string[]): string {
  const placeName = place.join(' ');
  const text = name
    .replace(/^the (?=\S)/, '')
    .replace(/^(?:city|county|town|village|borough|state) of \S+ (?=\S)/, (match) =>
      place.some((word) => match.includes(` ${word} `)) ? '' : match,
    );
  return (placeName !== '' && text.startsWith(`${placeName} `) ? text.slice(placeName.length + 1) : text)
    .replace(/^(?:departments?|division|office|bureau)(?: of(?: the)?| for)? (?=\S)/, '')
    .replace(
      /^(?:city|county|town|village|borough|state) (?=(?:clerk|manager|attorney|administrator|council|counsel)\b)/,
      '',
    )
    .replace(/(?<=\S) (?:departments?|office|division|bureau)$/, '')
    .trim();
}

export type NameShape = 'furniture' | 'service' | 'thing' | 'unit' | 'function' | 'plain';

/** What kind of thing a label names, by its words alone. A weak prior: structure decides. */
export function nameShape(label: string): NameShape {
  const text = fold(label);
  const parts = text.split(' ');
  if (text === '' || furniture.test(text)) return 'furniture';
  if (/^\d[\d ]*$/.test(text) && text !== '311' && text !== '211') return 'furniture';
  if (parts.length > 12 || /[?!]$/.test(label) || /\b(?:19|20)\d\d\b/.test(text)) return 'thing';
  if (serviceVerb.test(text) && !explicitNouns.test(text) && !/^register of /.test(text)) return 'service';
  if (isHeadline(label)) return 'thing';
  if (explicitNouns.test(text) && !thingEnding.test(text)) return 'unit';
  if (thingEnding.test(text) && !/^(?:public|special) /.test(text) && parts.length > 1) return 'thing';
  if (officeHolders.test(text) && parts.length <= 6) return 'unit';
  const content = parts.filter((part) => !smallWords.has(part));
  const known = content.filter((part) => functions.has(part) || unitNouns.has(part)).length;
  if (unitNouns.has(content.at(-1) ?? '') && content.length > 1) return 'unit';
  return known > 0 && known >= content.length / 2 ? 'function' : 'plain';
}

/** "Fire Department holds open house": a unit's noun with more behind it is a sentence about the unit; so is what ends in a full stop. */
function isHeadline(label: string): boolean {
  // "Road Department: pass closed due to snow", and sentences.
  if (
    /\p{L}: (?:\S+ ){2,}\S|\p{Ll}\.(?:$| \p{Lu})/u.test(label) &&
    !/\b(?:dept|mgmt|mgt|svcs?|admin|dev|co|inc|ltd|corp|gov|govt|dist)\.(?:$| )/i.test(label)
  )
    return true;
  const after =
    /\b(?:department|dept\.?|division|bureau|agency)\s+(?!of\b|for\b|on\b|to\b|and\b|in\b|a\b)\p{L}+/iu.exec(
      label,
    );
  return after !== null && !/\b(?:department|division|office|bureau|agency|unit|section)$/i.test(label);
}

const boardWords =
  /\b(?:board|commission|committee|council|task force|panel|advisory|trustees|cabinet|commissioners|supervisors)\b/;

/** The kind of unit that a name speaks of; `under` is the label of the list in which it stands. */
export function unitKind(
  name: string,
  under: string,
): 'department' | 'office' | 'elected office' | 'division' | 'agency' | 'board' {
  const text = fold(name);
  if (/\b(?:elected|constitutional)\b/.test(fold(under))) return 'elected office';
  if (boardWords.test(text) && !/\b(?:department|office|division) of\b/.test(text)) return 'board';
  if (/\b(?:division|section|branch|unit)\b/.test(text) || /\bdivisions?\b/.test(fold(under)))
    return 'division';
  if (/\boffice\b/.test(text)) return 'office';
  if (/\b(?:agency|authority|bureau|administration)\b/.test(text)) return 'agency';
  return 'department';
}
