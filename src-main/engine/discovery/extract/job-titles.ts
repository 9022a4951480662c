import { collapse, fold } from './clean-text.js';

/** How far up a post stands: who leads, who deputises, who sits in a governing body, who works there. */
export type Rank = 'head' | 'deputy' | 'member' | 'staff';

export interface JobTitle {
  title: string;
  rank: Rank;
}

const headNouns =
  /\b(?:mayor|director|chief|manager|clerk|commissioner|sheriff|treasurer|attorney|counsel|administrator|superintendent|secretary|supervisor|officer|judge|assessor|recorder|head|principal|controller|comptroller|auditor|prosecutor|solicitor|marshal|constable|representative|governor|inspector general|ombudsman|ombuds|executive|registrar|coroner|surveyor|engineer|librarian|president|chancellor|provost|dean|chair|chairman|chairwoman|chairperson|founder|partner|owner|ceo|cfo|cio|cto|coo|cao|cmo|ciso|warden|captain|commander|medical examiner|collector|public defender|advocate|curator|leader|city planner|architect|convener|speaker|lieutenant governor|minister|town crier|proper officer|harbou?r ?master|postmaster|foreman|moderator|warden|building official|sexton|responsible financial officer|manager s office|headteacher|head teacher|bursar)\b/;
const memberNouns =
  /\b(?:council ?members?|councillors?|councilors?|councilmen|councilman|councilwoman|alderman|alderwoman|alderperson|aldermen|board member|trustee|member|selectman|selectboard|commissioner|supervisor|governor|senator|assemblyman|delegate|freeholder|vice chair(?:man|woman|person)?|mayor pro tem(?:pore)?)\b/;
const juniorWords =
  /\b(?:assistant to|executive assistant|administrative assistant|assistant$|secretary to|specialist|analyst|coordinator|technician|designer|developer|intern|fellow|associate(?! (?:administrator|commissioner|director|superintendent|deputy|vice|secretary|chief|provost|dean|judge|justice)\b)|scientist|researcher|strategist|receptionist|operator|inspector(?! general)|planner|writer|editor|photographer|aide|liaison|representative of|account manager|project manager|program manager|case manager|office manager|project director|content|customer service|officer i+|police officer|patrol|dispatcher|engineer i+|accountant|buyer|teacher|nurse|driver|clerk i+|typist|support)\b/;
const deputyWords = /\b(?:deputy|vice|assistant|associate|interim deputy|under|pro tem(?:pore)?|second)\b/;
const notTitles =
  /\b(?:office of|department of|division of|contact|click|read|learn|view|meeting|agenda|minutes|appointed|elected in|served|was|were|has|have|is|are|will|said|welcome|hours|address|phone|call|email|website|page|click|forms?|directory|news|report to|responsible for|responsibilities|biography of|letter from|message from)\b/;

/** Reads a short text as the title of a post, or gives undefined. */
export function readTitle(text: string): JobTitle | undefined {
  const stripped = collapse(text).replace(/^[\s*•\-–—:,(]+|[\s*\-–—:,;]+$/g, '');
  const title = stripped.includes('(') ? stripped : stripped.replace(/\)+$/, '');
  if (title.length < 3 || title.length > 110 || /[@?!|<>]|\d{4}|\d{3}[-.\s]\d|https?:/.test(title))
    return undefined;
  const folded = fold(title);
  if (folded.split(' ').length > 14) return undefined;
  if (/\b(?:former|formerly|retired|past|emeritus|late|ex)\b/.test(folded)) return undefined;
  // Sentences about a person are no titles; "Director, Office of Budget" is one.
  // The second language of a bilingual title may hold any word.
  const bare = fold(title.split(' / ')[0] ?? title)
    .replace(/\b(?:office|department|division) of\b.*$/, '')
    .trim();
  if (notTitles.test(bare) && !/^(?:chief|director|head|manager)\b/.test(bare)) return undefined;
  if (/\.\s+\p{Lu}/u.test(title.replace(/\b(?:Dr|Mr|Mrs|Ms|St|Jr|Sr|Asst|Dept|Dir|Hon)\./g, '')))
    return undefined;
  const isHead = headNouns.test(folded);
  const isMember = memberNouns.test(folded);
  if (!isHead && !isMember && !juniorWords.test(folded)) return undefined;
  if (!/^\p{Lu}|^\p{N}/u.test(title)) return undefined;
  if (juniorWords.test(folded)) return { title, rank: 'staff' };
  if (deputyWords.test(folded) && !/\bvice mayor\b/.test(folded)) return { title, rank: 'deputy' };
  if (isMember && !/\b(?:chair|mayor|president|director|chief|speaker)/.test(folded))
    return { title, rank: 'member' };
  return { title, rank: 'head' };
}

/** Titles that one person at a time holds in an organisation and that are written before the name in running text. */
export const topTitle =
  /\b(Mayor|Governor|County Executive|City Manager|County Manager|County Administrator|Town Manager|City Administrator|Chief Executive Officer|CEO|Superintendent|Chancellor|Sheriff),?\s+((?:\p{Lu}[\p{L}'’.-]*\s+){1,3}?\p{Lu}[\p{L}'’-]+)(?=[\s,.;:'’)]|$)/gu;

/** The singular of a list's label as the title of those in it ("Commissioners", "Members of the Council"). */
export function titleOfList(label: string): string | undefined {
  const text = collapse(label).replace(/[:.]+$/, '');
  const members =
    /^(?:your |our |meet (?:your|the|our) |the )?(?:current )?members of (?:the )?(.{3,50}?)(?:\s*(?:&|and|,|-|–).*)?$/i.exec(
      text,
    );
  if (members) return `Member of the ${members[1]}`;
  const plural =
    /\b(council ?members|councillors|councilors|commissioners|supervisors|trustees|alder(?:men|persons|s)|aldermen|board members|committee members|directors|governors|selectmen|judges|senators|deputies|officers)\b/i.exec(
      text,
    );
  if (plural?.[1] !== undefined && text.split(' ').length <= 6) {
    const word = plural[1];
    if (/^board of /i.test(text) || /\bboard of \w+$/i.test(text)) return text;
    return capitalised(word.replace(/men$/i, 'man').replace(/ies$/i, 'y').replace(/s$/i, ''));
  }
  if (
    /^(?:the )?(?:.{0,40}\s)?(?:city council|county council|town council|village council|parish council|council|board of (?:\w+ ?){1,3}|school board|board|cabinet|commission|executive board)$/i.test(
      text,
    )
  ) {
    return text;
  }
  return undefined;
}

function capitalised(text: string): string {
  return text.replace(/(^|\s)\p{Ll}/gu, (letter) => letter.toUpperCase());
}

/** Whether a list's label announces people of whom the entries themselves give the titles. */
export function announcesPeople(label: string): boolean {
  return /\b(?:leadership|leaders|staff|team|cabinet|officials|officers|councillors|members|directors|management|executives?|who we are|people|personnel|contacts)\b/i.test(
    label,
  );
}
