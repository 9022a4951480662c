import type { Clock } from '@shared/kernel/ports.js';

const maxPathSegments = 14;
const maxQueryParameters = 6;
/** Variants of one address that differ only in their query, in numbers, or in a date. */
const maxQueryVariants = 60;
const maxShapeVariants = 400;
const maxCalendarVariants = 12;
const maxShapes = 50_000;

const calendarWord = /calendar|events?(?:[/?&=-]|$)|agenda-?view|month|week|day=|date=|tribe-bar/i;
const datedPart =
  /(?:^|[/?&=_-])(?:19|20)\d\d[-/]?(?:0[1-9]|1[0-2]|[1-9](?=[/&-]))|(?:month|year|date|day|week)=[^&]*\d/i;
const actionParameter =
  /[?&](?:replytocom|add-to-cart|share|print|pdf|sort|order|orderby|dir|view_mode|returnurl|return|redirect(?:_to)?|destination|login|logout|action|do|format|feed|rss|sid|random|nocache|timestamp|ts)=/i;
const actionPath =
  /\/(?:log-?(?:in|out|on|off)|sign-?(?:in|up|out)|wp-(?:admin|login|json)|xmlrpc|cgi-bin|cart|checkout|feed|trackback|print|printpdf|user\/(?:login|register|password))(?:[/.]|$)/i;

/** A segment three times in a row, or a group of segments that repeats itself: relative links that never end. */
function repeats(segments: readonly string[]): boolean {
  for (let length = 1; length <= 4; length++) {
    const times = length === 1 ? 3 : 2;
    for (let start = 0; start + length * times <= segments.length; start++) {
      const group = segments.slice(start, start + length).join('/');
      let same = 1;
      while (
        same < times &&
        segments.slice(start + same * length, start + (same + 1) * length).join('/') === group
      ) {
        same++;
      }
      if (same === times && (length > 1 || times === 3)) return true;
    }
  }
  return segments.some((segment) => segments.filter((other) => other === segment).length > 3);
}

/** Recognises addresses that a site generates without end: calendars, sort orders, session paths, self-repeating paths. */
export class TrapGuard {
  private readonly variants = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** Why a URL should not be read, or `undefined`. Counts each accepted URL: ask once per URL. */
  refuses(url: string): string | undefined {
    if (url.length > 2000) return 'its address is longer than 2,000 characters';
    const { pathname, search, host } = new URL(url);
    const segments = pathname.split('/').filter((segment) => segment !== '');
    if (segments.length > maxPathSegments) return 'its path is too deep (an endless path)';
    if (repeats(segments)) return 'its path repeats itself (an endless path)';
    if (actionPath.test(pathname)) return 'it is an action (log-in, feed, print), not a page';
    const parameters = search === '' ? [] : search.slice(1).split('&');
    if (parameters.length > maxQueryParameters) return 'its query has too many parameters';
    if (actionParameter.test(search)) return 'it is another view of a page (sort order, print, action)';
    return this.refusesVariant(`${host}${pathname}`, search);
  }

  private refusesVariant(path: string, search: string): string | undefined {
    const names = search
      .slice(1)
      .split('&')
      .map((parameter) => parameter.split('=')[0] ?? '')
      .sort()
      .join('&');
    const address = `${path}${search}`;
    const isDated = datedPart.test(address);
    if (isDated && calendarWord.test(address)) {
      const year = Number(/(?:19|20)\d\d/.exec(address.replace(/^[^/]*/, ''))?.[0] ?? Number.NaN);
      const thisYear = new Date(this.clock.now()).getUTCFullYear();
      if (Number.isFinite(year) && (year > thisYear + 1 || year < thisYear - 10))
        return 'it is a far page of a calendar';
      if (this.exceeds(`c ${path.replace(/\d+/g, '0')}?${names}`, maxCalendarVariants)) {
        return 'it is one of many pages of a calendar';
      }
    }
    if (search !== '' && this.exceeds(`q ${path}`, maxQueryVariants))
      return 'its path has too many query variants';
    const shape = `${path.replace(/\d+/g, '0')}?${names}`;
    if (/\d/.test(path) && this.exceeds(`s ${shape}`, maxShapeVariants)) {
      return 'there are too many addresses of this numbered kind';
    }
    return undefined;
  }

  private exceeds(key: string, limit: number): boolean {
    const count = this.variants.get(key) ?? 0;
    if (count >= limit) return true;
    if (count > 0 || this.variants.size < maxShapes) this.variants.set(key, count + 1);
    return false;
  }
}
