/** The absolute http(s), mailto or tel URL of a link, or undefined for what leads nowhere (`#`, `javascript:`, "https:"). */
export function resolveUrl(href: string | undefined, base: string): string | undefined {
  if (href === undefined) return undefined;
  const trimmed = href.trim();
  if (trimmed === '' || trimmed.startsWith('#') || /^(?:javascript|data|about|blob|file):/i.test(trimmed)) {
    return undefined;
  }
  // "https:" and "http:" alone resolve to the page itself: authors write them for headings that are no links.
  if (/^https?:\/{0,2}$/i.test(trimmed)) return undefined;
  try {
    const url = new URL(trimmed, base);
    if (!/^(?:https?|mailto|tel):$/.test(url.protocol)) return undefined;
    return url.href;
  } catch {
    return undefined;
  }
}

/** Host without `www.` and path without trailing slash or index page, lower case: equal for addresses of one page. */
export function urlKey(href: string): string {
  try {
    const url = new URL(href);
    const path = url.pathname
      // Mirrors save `/finance` as `finance.html` and `/finance.aspx` as `finance.aspx.html`.
      .replace(/\.html?$/i, '')
      .replace(/\/(?:index|default|home)(?:\.(?:aspx?|php|jsp|cfm))?$/i, '/')
      .replace(/\/+$/, '');
    return `${url.host.replace(/^www\./, '')}${safeDecode(path)}${url.search}`.toLowerCase();
  } catch {
    return href.toLowerCase();
  }
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Lower-case path segments without file extensions: `/Depts/Law.html` gives `depts`, `law`. */
export function pathSegments(href: string): string[] {
  try {
    return safeDecode(new URL(href).pathname)
      .toLowerCase()
      .split('/')
      .filter((segment) => segment !== '')
      .map((segment) => segment.replace(/\.(?:html?|aspx?|php|jsp|cfm)$/, ''));
  } catch {
    return [];
  }
}

/** The host of a URL without `www.`, or '' where there is none. */
export function hostOf(href: string): string {
  try {
    return new URL(href).host.replace(/^www\./, '').toLowerCase();
  } catch {
    return '';
  }
}
