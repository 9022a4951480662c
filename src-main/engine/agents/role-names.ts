import type { Department } from '@shared/contract/organisation-profile.js';
import type { PersonNames } from './person-names.js';

const longestName = 120;
const unitWord =
  /\b(?:department|dept\.?|office|division|bureau|agency|authority|board|commission|council|committee|court|library|service|services|unit|section|team|center|centre|directorate|ministry|district|corporation$|association|program|programme|network|system|institute|college|university|fund|museum|airport|hospital|school|amt|abteilung|direction|direcci[oó]n|servicio|service des|fachbereich)\b/iu;
const roleWord =
  /(?:mayor|clerk|treasurer|manager|administrator|attorney|sheriff|assessor|auditor|controller|comptroller|governor|superintendent|coroner|prosecutor|counsel|solicitor|registrar|recorder|ombudsman|provost|executive|commissioner|inspector general|public defender|secretary|president|marshal|surveyor|director|officer|representative|commissioners|register of \w+|treasurer-tax collector)$/iu;

/** One line, without control characters, of bounded length: what comes from a web page may be anything. */
export function oneLine(text: string, longest = longestName): string {
  const line = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if ([...line].length <= longest) return line;
  const cut = [...line].slice(0, longest - 1).join('');
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), longest / 2)).trimEnd()}…`;
}

/** The department as people call it, never by a person's name: "Finance Department", "City Clerk's Office". */
export function unitName(
  department: Pick<Department, 'name' | 'kind' | 'head'>,
  people: PersonNames,
): string {
  const name = people.reduce(oneLine(department.name));
  if (name === '' || isOnlyFrame(name)) {
    const title = department.head ? people.reduce(oneLine(department.head.title)) : '';
    return title === '' || isOnlyFrame(title) ? 'Department' : unitOf(title, department.kind);
  }
  return unitOf(name, department.kind);
}

const isOnlyFrame = (name: string): boolean =>
  /^(?:the|office|department|division|of|dept|bureau|[^\p{L}\p{N}])*$/iu.test(name.replace(/\s+/g, ''));

function unitOf(name: string, kind: Department['kind']): string {
  const of = /^(?:the\s+)?(department|office|division|bureau)\s+of\s+(?:the\s+)?(.+)$/iu.exec(name);
  const unit = of?.[1];
  const topic = of?.[2];
  if (unit && topic && !/\bof\b|\(/iu.test(topic)) {
    if (/^office$/iu.test(unit) && roleWord.test(topic)) return `${possessive(topic)} Office`;
    return `${topic} ${unit.slice(0, 1).toUpperCase()}${unit.slice(1).toLowerCase()}`;
  }
  if (of || unitWord.test(name)) return name;
  if (roleWord.test(name)) return `${possessive(name)} Office`;
  if (kind === 'elected office' || kind === 'office') return `${name} Office`;
  if (isProperName(name)) return name;
  return kind === 'division' ? `${name} Division` : kind === 'department' ? `${name} Department` : name;
}

/** What is called by a name of its own ("SEPTA", "CityMaps", "Philly311", "The President's House") and not by its field. */
const isProperName = (name: string): boolean =>
  /\p{L}\d|\p{Ll}\p{Lu}|^\p{Lu}{5,}$|\s[–—-]\s|['’]s\s/u.test(name) ||
  /^the\s|\b(?:bank|house|zoo|theat(?:er|re)|arena|stadium|partnership|initiative|company|trust|foundation)$/iu.test(
    name,
  );

const possessive = (role: string): string => (/s$/iu.test(role) ? `${role}'` : `${role}'s`);

/** The agent's name: its unit and what it is. */
export function assistantName(unit: string): string {
  return `${unit} Assistant`;
}

/** The role that takes over, from the head's title; a bare "Director" is completed with what is directed. */
export function headRole(
  department: Pick<Department, 'name' | 'kind' | 'head'>,
  people: PersonNames,
): string | null {
  const title = department.head ? people.reduce(oneLine(department.head.title)) : '';
  if (title === '') return null;
  const bare =
    /^(?:acting |interim |executive |deputy )*(?:director|manager|chief|head|commissioner|administrator|superintendent|supervisor|chair|president|secretary)$/iu;
  const topic = people
    .reduce(oneLine(department.name))
    .replace(/^(?:the\s+)?(?:department|office|division|bureau)\s+of\s+(?:the\s+)?/iu, '');
  const field = topic.replace(/\s+(?:department|office|division|bureau)$/iu, '');
  return bare.test(title) && field !== '' ? `${title} of ${field}` : title;
}
