import { fold } from './clean-text.js';

/**
 * What the label above a list says about its entries. `units`: the organisation's own units; `mixed`: units among other
 * things; `neutral`: government in general; `silent`: a letter or "list", to be looked through; `other`: anything else.
 */
export type LabelKind = 'units' | 'mixed' | 'neutral' | 'silent' | 'outside' | 'boards' | 'other' | 'unknown';

const units =
  /^(?:departments?|depts?|divisions?|offices|bureaus?|agencies|directorates?|ministries|business units?|business areas|business divisions|operating (?:units|companies|divisions)|component agencies|components|sub agencies|organi[sz]ational units?|service areas|elected (?:officials?|offices?|departments?|positions)|constitutional (?:officers|offices)|row offices|appointed (?:officials|offices)|principal offices|program offices|staff offices|line offices|academic departments|central office|(?:group|corporate|global|central|support|head office|enterprise) functions|functional areas|administrative (?:departments|offices|units)|government directory|government offices|government agencies|agency (?:directory|list)|agencies directory|office directory)$/;

const unitWords = new Set(
  (
    'department departments dept depts division divisions office offices bureau bureaus agency agencies directorates ' +
    'elected officials officers officer constitutional units business'
  ).split(' '),
);

const fillers = new Set(
  (
    'our the all a an of by city county town village borough district state municipal local government governmental ' +
    'administrative list listing directory index page az a-z z and or contact contacts find your browse view more main ' +
    'information overview key us we agency organization organisation department in'
  ).split(' '),
);

const outside =
  /\b(?:other|outside|external|participating|member|cooperating|sister|partners?|related|affiliated|affiliates|neighbou?ring|state|federal|regional|partner|cities|governments)\b/;
const boards =
  /\b(?:boards?|commissions?|committees?|councils?|task forces?|advisory|districts?|authorities)\b/;
const other =
  /\b(?:services?|programs?|programmes?|initiatives?|news|events?|calendar|how do i|i want to|residents?|business(?:es)?|visitors?|community|forms?|documents?|quick|popular|jobs?|careers?|meetings?|projects?|contact|shop|locations?|field offices|regional offices|branch offices|office locations|post offices|press|media|topics?|schools|employment|social|connect|follow|languages?|policies|reports?|publications|archive|newsletter|living|online|maps?|hours|links|resources|about|history|things to do|visiting|teams|products|solutions|industries|sections|sports)\b/;
/** Pages that draw the organisation's structure, and directories of its staff by unit: units among people and posts. */
const structural =
  /^(?:(?:our |the )?(?:organi[sz]ation(?:al)?|corporate|council|agency|company|management|senior management|senior staff|leadership|executive|department|departmental|staff|staffing|administrative) (?:structure|chart)s?|organi[sz]ation|how (?:we are|the .{3,30} is) (?:organi[sz]ed|structured|run)|our structure|(?:employee|staff|phone|telephone|contact|city|county|town|village|people) directory|(?:phone|telephone|contact) (?:list|numbers)|important (?:phone |telephone )?numbers|contact (?:a|your) department)$/;
const neutral =
  /^(?:your |our |the )?(?:(?:city|county|town|village|local|state|municipal|federal) )?(?:government|governance|hall|city hall|town hall|county government|city government|administration|organi[sz]ation|organi[sz]ation chart|structure|our structure|departments? (?:info|information)|who we are|inside .{0,30})$/;
const silent =
  /^(?:[a-z0-9]|[a-z] [a-z]|[a-z] to [a-z]|list|all|categories|browse by category|select a category|menu|main menu|primary menu|navigation|main navigation|index|directory|a z|full list)$/;

/** Whether a label announces the organisation's structure or a directory of its staff. */
export function isStructural(label: string): boolean {
  return structural.test(fold(label));
}

/** Reads a list's label; `place` are the folded words of the organisation's place name, which carry no meaning here. */
export function labelKind(label: string, place: readonly string[]): LabelKind {
  const text = fold(label.replace(/\([^)]*\)/g, ''));
  if (text === '') return 'unknown';
  if (silent.test(text)) return 'silent';
  if (/\bshop by\b|\bnear you\b|\bstore\b/.test(text)) return 'other';
  if (structural.test(text)) return 'mixed';
  const parts = text.split(' ').filter((word) => !place.includes(word));
  const trimmed = parts.join(' ').replace(/^(?:of|the|our) /, '');
  if (units.test(trimmed)) return 'units';
  const content = parts.filter((word) => !fillers.has(word));
  const hasUnits = parts.some((word) => unitWords.has(word));
  const core = content.filter((word) => unitWords.has(word));
  if (outside.test(trimmed) && !/^(?:state|federal) (?:departments|agencies)$/.test(trimmed)) {
    return hasUnits || /\bgovernments?\b/.test(trimmed) ? 'outside' : 'other';
  }
  const isList = parts.length <= 6 && core.length > 0 && content.every((word) => unitWords.has(word));
  const plural =
    /\b(?:departments|depts|divisions|offices|bureaus|agencies|directorates|officials|officers)\b/.test(text);
  if (isList && plural && !other.test(trimmed.replace(/\b(?:business|contact|about)\b/g, ''))) return 'units';
  if (/\b(?:department|agency|government|office)s? (?:directory|listing|list|index|a z)$/.test(text))
    return 'units';
  if (boards.test(trimmed)) return plural && /\bdepartments\b/.test(text) ? 'mixed' : 'boards';
  if (/\b(?:departments|divisions|agencies|bureaus)\b/.test(text) && parts.length <= 6) return 'mixed';
  if (neutral.test(text)) return 'neutral';
  return other.test(trimmed) ? 'other' : 'unknown';
}
