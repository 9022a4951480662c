import type { GovernanceDoc } from '@shared/contract/organisation-profile.js';
import { collapse, fold } from './clean-text.js';
import type { PageReading, Region } from './page-reading.js';
import { hostOf, pathSegments, urlKey } from './resolve-url.js';

type DocType = GovernanceDoc['type'];

/** A link to a governing document, as found on one page. */
export interface DocClaim {
  type: DocType;
  title: string;
  href: string;
  confidence: number;
  page: PageReading;
  quote: string;
  region: Region;
  pages: number;
}

/** Publishers of codified law: a link to them is a link to a code. */
const codeHosts =
  /(?:^|\.)(?:municode\.com|amlegal\.com|codepublishing\.com|ecode360\.com|generalcode\.com|qcode\.us|sterlingcodifiers\.com|encodeplus\.com|municipalcodeonline\.com|codebook\.com|municipal\.codes|county\.codes|franklinlegal\.net|conwaygreene\.com|codemeister\.com|gapacode\.com|ecode\.com)$/;

/** Files by their ending, or by the paths under which content systems hand files out. */
const filePath =
  /\.(?:pdf|docx?|odt)(?:$|[?#])|\/documentcenter\/view\/|\/(?:home\/)?show(?:published)?document\b|\/archivecenter\/viewfile\/|\/documents?\/download\/|\/media\/\d+|\/files\/assets\//i;

const genericText =
  /^(?:click |please click )?(?:here|this link|link|view|pdf|download|read more|more|open|this|document|full text|website|online|view document|\(pdf\))\.?$/i;

interface DocRule {
  type: DocType;
  /** On the folded title. */
  test: RegExp;
  not?: RegExp;
  confidence: number;
  /** Counts only for files, or for links whose address says the same. */
  weak?: boolean;
}

const meetingWords =
  /\b(?:agendas?|minutes|meetings?|hearings?|workshops?|notices?|committees?|commission|news|calendar|video|presentations?|comments?)\b/;

const rules: readonly DocRule[] = [
  {
    type: 'standing-orders',
    test: /\bstanding orders\b|\brules of procedure\b|\bcode of meeting practice\b|\bmeeting procedures? (?:code|by ?law|local law)\b|\bprocedure by ?law\b|\bgovernance rules\b/,
    not: /\b(?:agendas?|minutes|hearings?|workshops?|notices?|committees?|commission|news|calendar|video|presentations?|comments?)\b/,
    confidence: 0.95,
  },
  { type: 'regulation', test: /\bfinancial regulations\b/, confidence: 0.95 },
  {
    type: 'other',
    test: /^(?:the |our )?(?:council(?: ?'?s)? |\w+ council(?: ?'?s)? )?constitution$/,
    confidence: 0.85,
  },
  {
    type: 'policy',
    test: /\bcodes? of (?:conduct|ethics)\b/,
    not: /\b(?:complaints?|hearing|committee|training)\b/,
    confidence: 0.8,
  },
  {
    type: 'code',
    test: /\b(?:zoning|subdivision|land use) (?:resolution|regulations|by ?laws?)\b|\b(?:land|unified) development (?:code|ordinance|regulations)\b/,
    not: meetingWords,
    confidence: 0.8,
  },
  { type: 'regulation', test: /\b\d{1,3} (?:cfr|c f r)\b|^code of federal regulations\b/, confidence: 0.8 },
  {
    type: 'charter',
    test: /\b(?:home rule|city|county|town|village|municipal)? ?charter\b/,
    not: /\b(?:charter (?:schools?|bus|commission|review|members?|amendments?)|commissioners|since|committee|history|boat|fishing|township)\b|\bcharter township\b/,
    confidence: 0.9,
  },
  {
    type: 'code',
    test: /\b(?:municipal|city|county|town|village|borough|zoning|building|construction|administrative|development|land use)? ?codes?(?: (?:of|and|&) (?:ordinances?|the|laws|charter))\b|\b(?:municipal|city|county|town|village|zoning|construction|administrative|health|unified development) codes?$|\bcodes? and ordinances?\b|\bordinances? (?:and|&) codes?\b|\bcode of (?:ordinances|laws)\b|^(?:the )?\w+ codes?(?: and (?:home rule )?charter)$/,
    not: /\b(?:enforcement|violations?|complaints?|officer|compliance|inspector|dress|area|zip|qr|promo|source|building code effectiveness)\b/,
    confidence: 0.85,
  },
  {
    type: 'code',
    test: /\b(?:\w+ )?ordinances?(?: search| list| library| online| book)?$|\bordinances and resolutions\b|\b(?:ethics|zoning|land use|noise|tree|sign|subdivision|nuisance) ordinances?\b/,
    not: /\b(?:model|sample|proposed|pending|draft|violations?|complaints?|first reading|public hearing|upcoming|new|emergency)\b/,
    confidence: 0.7,
  },
  {
    type: 'regulation',
    test: /\blaws? and regulations?\b|\brules and regulations?\b|\b(?:\w+ )?regulations$|\bstatutes and rules\b|\badministrative rules\b|\brules portal\b/,
    not: /\b(?:how|parking|traffic|proposed|food|process|where|requirements|made|hunting|fishing)\b/,
    confidence: 0.75,
  },
  {
    type: 'budget',
    test: /\b(?:adopted|approved|proposed|annual|operating|capital|city|county|town|general fund|mayor s|recommended|final|fiscal year|fy ?\d+)\b.*\bbudgets?\b|\bbudget (?:book|document|report|summary|in brief|ordinance|message|information|fy|20\d\d|and)\b|^(?:the )?budgets?$|\b20\d\d(?: 20\d\d| \d\d)? budget\b|\bbudget 20\d\d\b/,
    not: /\b(?:agendas?|minutes|meetings?|hearings?|workshops?|committee|commission|office|director|department|division|management|calendar|survey|video|administration|press|payment|billing|news)\b/,
    confidence: 0.75,
  },
  {
    type: 'financial-report',
    test: /\b(?:annual comprehensive financial reports?|comprehensive annual financial|acfr|cafr|audited financial statements?|financial statements|annual financial report|statement of accounts|annual accounts|audit reports?|audited accounts|(?:annual|financial|single) audits?|annual financial audits?|annual returns?(?= \d)|agar|annual governance)\b/,
    not: /\bmeetings?\b/,
    confidence: 0.75,
  },
  {
    type: 'financial-report',
    test: /^(?:the |our )?(?:\d{4} )?annual reports?(?: and (?:accounts|financial statements))?(?: (?:for )?(?:fy ?)?\d{2,4}(?: \d{2,4})?)?(?: pdf.*)?$/,
    confidence: 0.6,
    weak: true,
  },
  {
    type: 'policy',
    test: /\bpolic(?:y|ies)(?: manual| handbook| book)?$|\bpolic(?:y|ies) and procedures?\b|\bcode of conduct\b|\bcode of ethics\b|\bscheme of delegation\b|\bpublication scheme\b|\bbylaws\b|\bby laws\b|\bboard polic/,
    not: /\b(?:privacy policy|cookies?|cookie policy|website|web site|terms|linking|social media policy$|site polic|comment policy|refund|shipping|return|insurance policy|foreign|energy policy|public policy|health policy|reports and policies|privacy|accessibility)\b/,
    confidence: 0.7,
    weak: true,
  },
  {
    type: 'policy',
    test: /\b(?:data protection|privacy and data protection|information security|records retention|complaints|safeguarding|grants?(?: award)?|health and safety|equal opportunit\w+|procurement|purchasing|investment|debt|reserves|travel|whistleblowing|conflict of interest|acceptable use|ethics|open records|public records|records|title vi|non ?discrimination|anti bribery|anti fraud|fraud|language|welsh language|public participation|public comment|personnel|social media) polic(?:y|ies)\b/,
    confidence: 0.75,
  },
];

/** Finds the documents by which the organisation is governed: by what links say, and by the publisher they lead to. */
export function findGovernanceDocs(pages: readonly PageReading[], place: readonly string[]): DocClaim[] {
  const found = new Map<string, DocClaim>();
  // Links that stand on every page are read once.
  const idle = new Set<string>();
  for (const page of pages) {
    const texts = lineTexts(page);
    for (const link of page.links) {
      const seen = `${link.text} ${link.href}`;
      if (idle.has(seen)) continue;
      const claim = readDocLink(link, page, texts);
      if (claim === undefined && !genericText.test(link.text) && link.text !== '') idle.add(seen);
      if (claim === undefined || isElsewhere(claim, place)) continue;
      // One document under two hosts of the organisation is one document.
      const key = `${fold(claim.title)} ${pathSegments(claim.href).join('/') || urlKey(claim.href)}`;
      const known = found.get(key);
      if (known === undefined || claim.confidence > known.confidence)
        found.set(key, { ...claim, pages: (known?.pages ?? 0) + 1 });
      else known.pages += 1;
    }
  }
  return [...found.values()].sort((a, b) => b.confidence - a.confidence || b.pages - a.pages);
}

/** A code of another place, cited in running text; and placeholders that lead to the front page. */
function isElsewhere(claim: DocClaim, place: readonly string[]): boolean {
  const host = hostOf(claim.href);
  if (pathSegments(claim.href).length === 0 && (host === hostOf(claim.page.url) || host === 'mirror.invalid'))
    return true;
  if (!codeHosts.test(host) || place.length === 0) return false;
  const address = claim.href.toLowerCase();
  const isLocal =
    place.some((word) => address.includes(word)) ||
    claim.region === 'nav' ||
    claim.region === 'footer' ||
    claim.region === 'header';
  return !isLocal && claim.pages === 1 && /[-_/](?:[a-z]{2})[/_]|\/codes?\//.test(address);
}

/** The line around each link, for links that only say "here". */
function lineTexts(page: PageReading): Map<string, string> {
  const texts = new Map<string, string>();
  for (const line of page.lines) {
    for (const link of line.links ?? []) {
      if (line.links?.length === 1 && !texts.has(link.href)) texts.set(link.href, line.text);
    }
  }
  return texts;
}

function readDocLink(
  link: PageReading['links'][number],
  page: PageReading,
  texts: ReadonlyMap<string, string>,
): DocClaim | undefined {
  const isGeneric = genericText.test(link.text) || link.text === '';
  const around = isGeneric ? (texts.get(link.href) ?? '') : '';
  const title = isGeneric ? cleanAround(around) : collapse(link.text);
  if (title === '' || title.length > 160 || isDated(title)) return undefined;
  const quote = isGeneric ? around : link.text;
  const isFile = filePath.test(link.href) || /\((?:pdf|docx?)\b[^)]*\)$/i.test(title);
  const isCodeHost = codeHosts.test(hostOf(link.href));
  const matched = classify(title, link.href, isFile, isCodeHost);
  if (matched === undefined) return undefined;
  return { ...matched, title, href: link.href, page, quote, region: link.region, pages: 1 };
}

/** News items and minutes begin with their date. */
function isDated(title: string): boolean {
  return /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.? \d{1,2},? (?:20|19)\d\d|^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}/i.test(
    title,
  );
}

function classify(
  title: string,
  href: string,
  isFile: boolean,
  isCodeHost: boolean,
): { type: DocType; confidence: number } | undefined {
  const text = fold(title);
  const address = fold(pathSegments(href).at(-1)?.replace(/[-_]+/g, ' ') ?? '');
  for (const rule of rules) {
    if (!rule.test.test(text) || rule.not?.test(text)) continue;
    if (rule.weak && !isFile && !/polic|conduct|ethics|bylaw/.test(address)) continue;
    return {
      type: rule.type,
      confidence: Math.min(0.98, rule.confidence + (isFile ? 0.03 : 0) + (isCodeHost ? 0.1 : 0)),
    };
  }
  if (isCodeHost) return { type: 'code', confidence: 0.85 };
  // A page may be linked under a looser name than its address bears.
  const isNear = /\b(?:laws?|codes?|regulations?|charter|orders|rules|statutes|ordinances?)\b/.test(text);
  if (
    isNear &&
    /^(?:laws and regulations|charter|home rule charter|municipal code|code of ordinances|county code|city code|regulations|standing orders|financial regulations)(?: \d+)?$/.test(
      address,
    )
  ) {
    const type: DocType = /charter/.test(address)
      ? 'charter'
      : /code/.test(address)
        ? 'code'
        : /standing/.test(address)
          ? 'standing-orders'
          : 'regulation';
    return { type, confidence: 0.7 };
  }
  return undefined;
}

function cleanAround(text: string): string {
  return collapse(
    text
      .replace(
        /\b(?:please\s+)?(?:to view,?\s*)?(?:please\s+)?(?:click|press|follow|download|see)\s+(?:here|this link|on this link)\b(?:\s+to (?:see|view|read|download))?(?:\s+the)?\b/gi,
        ' ',
      )
      .replace(/\bto view\b/gi, ' ')
      .replace(/\b(?:here|this link)\b\.?/gi, ' '),
  ).replace(/^[\s:;,.\-–]+|[\s:;,.\-–]+$/g, '');
}
