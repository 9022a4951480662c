import type { Statement } from '@shared/contract/knowledge-document.js';
import { parseUrl } from '@shared/kernel/parse-url.js';
import type { CleanPage } from './clean-pages.js';
import type { StatementGroup } from './knowledge-document.js';
import { collapsed } from './knowledge-page.js';
import { openingStatements, saysHours } from './statements.js';

/** Beyond this an index is no longer read: the pages themselves are in the knowledge too. */
const mostServices = 80;

const meaningless =
  /^(?:home|back|next|previous|more|menu|skip|share|print|search|login|log in|sign in|close|top|top of page|back to top|here|click here|read more|learn more|view all|see all|details|link|facebook|twitter|x|instagram|youtube|linkedin|nextdoor|translate|subscribe|rss|english|español|download|pdf|view|go|contact|contact us|website|email|e-mail|phone|directions|map)\W*$/iu;

/** Words that lead on without saying where to. */
const leadsOn =
  /^(?:(?:view|see|show|read|load|browse|find|get)\s+(?:all|more|details|full|directions)\b|(?:more|all|latest|past|upcoming)\s+(?:news|events?|posts?|articles?|blog|alerts?|announcements?|meetings?)\b|skip to\b)/iu;

/** A line of a postal address, as pages link it to a map. */
const postal =
  /^(?:(?:room|suite|floor|rm|ste)\.?\s*\w+|p\.?\s?o\.? box.*|\d+\s+\S.*\b(?:st|street|ave|avenue|blvd|boulevard|rd|road|dr|drive|ln|lane|way|pkwy|parkway|plaza|sq|square|hwy|highway)\b\.?.*|.*,\s*\p{L}+\.?\s+\d{5}(?:-\d{4})?)$/iu;

/** Maps, and what people share pages on: no service of the organisation. */
const foreign =
  /(?:^|\.)(?:maps\.google\.[a-z.]+|google\.[a-z.]+|goo\.gl|maps\.app\.goo\.gl|bing\.com|maps\.apple\.com|openstreetmap\.org|facebook\.com|twitter\.com|x\.com|instagram\.com|youtube\.com|youtu\.be|linkedin\.com|nextdoor\.com|tiktok\.com|addtoany\.com)$/i;

/** Headings that frame a page and name nothing that it offers. */
const framing =
  /^(?:contact(?:s| us| information| info)?|office hours|hours(?: of operation)?|location|locations|address|overview|about(?: us)?|welcome|introduction|our mission|mission(?: statement)?|vision|menu|navigation|staff|leadership|news|events|calendar|announcements|alerts|resources|resource links|quick links|related (?:links|pages|information)|links|divisions|connect|follow us|share|search|footer|header|more information|page \w+)\W*$/iu;

/** What a subject offers: its pages and the parts of its own page with the first thing that each says, and its links. */
export function serviceGroups(
  pages: readonly CleanPage[],
  home: CleanPage | null,
  pagesHeading: string,
): StatementGroup[] {
  const own = pages.filter((page) => page !== home).slice(0, mostServices);
  const listed = new Set(own.map((page) => page.address));
  return [
    { heading: pagesHeading, statements: own.flatMap(pageStatement) },
    ...(home
      ? [
          { heading: 'On its page', statements: partStatements(home) },
          { heading: 'Linked from its page', statements: linkStatements(home, listed) },
        ]
      : []),
  ];
}

function pageStatement(page: CleanPage): Statement[] {
  const title = collapsed(page.title);
  if (title === '' || meaningless.test(title)) return [];
  const [opening] = openingStatements(page, 1);
  return opening
    ? [{ ...opening, text: `${title}: ${opening.text}` }]
    : [{ text: title, source: page.page.url, quote: collapsed(page.page.title) }];
}

/** The headed parts of a page, each with its first sentence. */
function partStatements(home: CleanPage): Statement[] {
  const title = collapsed(home.title).toLowerCase();
  return home.blocks
    .filter(({ heading }) => {
      const name = collapsed(heading);
      return isTelling(name) && !framing.test(name) && name.toLowerCase() !== title;
    })
    .flatMap((block) => {
      const [opening] = openingStatements({ ...home, blocks: [block] }, 1);
      return opening ? [{ ...opening, text: `${headed(block.heading)} ${opening.text}` }] : [];
    })
    .slice(0, mostServices);
}

/** A heading that ends as a question or with a mark of its own gets no colon. */
const headed = (heading: string): string => collapsed(heading).replace(/([\p{L}\p{N})"”’])$/u, '$1:');

function linkStatements(home: CleanPage, listed: ReadonlySet<string>): Statement[] {
  const withIcons = home.links.filter(({ text }) => icon.test(text)).length;
  const hasIcons = withIcons >= 3 || home.links.some(({ text }) => /^[a-z]+_[a-z_]+\s/.test(text));
  return home.links
    .filter(({ address, href }) => address !== home.address && !listed.has(address) && isOwnKind(href))
    .flatMap(({ href, text }) => {
      const name = linkName(text, hasIcons);
      return isTelling(name) && !leadsOn.test(name) && !postal.test(name)
        ? [{ text: `${name} (${collapsed(href)})`, source: home.page.url, quote: text }]
        : [];
    })
    .slice(0, mostServices);
}

/** The name of an icon from a font of ligatures, which reads as a word before the text: "assignment Permit portal". */
const icon = /^[a-z][a-z0-9_]{2,30}\s+(?=\p{Lu})/u;

function linkName(text: string, hasIcons: boolean): string {
  const plain = text.replace(/(?:\s*\*+)+$/u, '').replace(/^(?:\*+\s*)+/u, '');
  return hasIcons ? plain.replace(icon, '') : plain;
}

function isOwnKind(href: string): boolean {
  const hostname = parseUrl(href)?.hostname ?? '';
  return !foreign.test(hostname);
}

const isTelling = (text: string): boolean =>
  text.length >= 4 &&
  text.length <= 120 &&
  /\p{L}{3}/u.test(text) &&
  !meaningless.test(text) &&
  !/^https?:|@/i.test(text) &&
  !saysHours(text);
