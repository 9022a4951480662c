/** Pages are read in order of this rank, 0 first, so that a cut at the page limit keeps what tells about the organisation. */
export type PageRank = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

export const lowestRank: PageRank = 7;

/** Word stems in a URL's last path segments or a link's text, by what the page probably is. */
const directoryWords =
  /\b(?:departments?|depts?|divisions?|offices?|agencies|agency|bureaus?|our structure|organi[sz]ation(?:al)? (?:chart|structure)|directory|dienststellen|services et directions)\b/;
const leadershipWords =
  /\b(?:leadership|mayor|council(?:l?ors?| members?)?|city hall|town hall|government|governance|elected officials?|officials?|commissioners?|commission|supervisors?|board of (?:supervisors|commissioners|directors)|executive(?:s| team)?|directors?|secretary|chief|staff|our team|who we are|management|cabinet|sheriff|clerk|assessor|treasurer|auditor|attorney)\b/;
const aboutWords =
  /\b(?:about(?: us)?|contact(?: us)?|transparency|open data|data portal|charter|code of ordinances|municipal code|ordinances|budget|policies|standing orders|financial regulations|administration|mission|history)\b/;
const officeBranch =
  /\b(?:administration|finance|police|fire|public works|planning|library|parks|human resources)\b/;
const chaff =
  /\b(?:news|press releases?|blogs?|posts?|archives?|events?|calendar|agendas?|minutes|meetings?|jobs?|careers?|bids?|rfps?|photos?|gallery|videos?|alerts?|tags?|category|categories|author|search|login|register|print|share|permits? search|faqs?|newsletters?|announcements?|tweets?)\b/;
const dated = /\/(?:19|20)\d\d(?:\/|-)(?:0?[1-9]|1[0-2])\b|\bpage\/\d+/;

function words(text: string): string {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[^a-z0-9]+/gi, ' ')
    .toLowerCase()
    .trim();
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** How early a page should be read, judged by its URL and by the words of a link to it. */
export function pageRank(url: string, linkText = ''): PageRank {
  const { pathname, search } = new URL(url);
  const segments = pathname.split('/').filter((segment) => segment !== '');
  if (segments.length === 0 && search === '') return 0;
  if (/^\/(?:home|main|start|en|welcome)\/?$/i.test(pathname) && search === '') return 1;
  const last = words(decoded(segments[segments.length - 1] ?? '').replace(/\.[a-z]{2,5}$/i, ''));
  const path = words(decoded(segments.join(' ')));
  const own = `${last} | ${words(linkText)}`;
  if (dated.test(pathname.toLowerCase())) return 7;
  const parent = words(decoded(segments[segments.length - 2] ?? ''));
  let rank = 5;
  if (directoryWords.test(own)) rank = 1;
  // A page right below the directory is a department's own front page.
  else if (leadershipWords.test(own) || directoryWords.test(parent)) rank = 2;
  else if (aboutWords.test(own)) rank = 3;
  else if (directoryWords.test(path) || leadershipWords.test(path) || officeBranch.test(own)) rank = 3;
  else if (segments.length <= 1) rank = 4;
  if (chaff.test(own)) rank += 3;
  else if (chaff.test(path)) rank += 2;
  if (search !== '') rank += 1;
  if (segments.length > 4) rank += 1;
  return Math.min(rank, lowestRank) as PageRank;
}
