/** A URL's longest spelling that is worth fetching; longer ones are session state or traps. */
const maxUrlLength = 4096;

const trackingParameter =
  /^(?:utm_[a-z_]+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|igshid|twclid|ttclid|mc_[ce]id|mkt_tok|_ga|_gl|_hs(?:enc|mi)|hsctatracking|s_kwcid|vero_id|oly_(?:anon|enc)_id)$/i;
const sessionParameter =
  /^(?:phpsessid|jsessionid|aspsessionid[a-z]*|asp\.net_sessionid|session_?id|sessid|oscsid|zenid|cfid|cftoken|cfsessionid)$/i;
/** `sid` names a session only with a token as its value; `sid=12` is a record. */
const shortSessionParameter = /^(?:sid|s_id|s)$/i;
const sessionToken = /^(?=.*\d)(?=.*[a-z])[a-z0-9]{20,}$/i;

const directoryIndex = /\/(?:index|default)\.(?:html?|xhtml|shtml|php\d?|aspx?|jsp|cfm|cgi)$/i;
const cookielessSession = /\/\((?:[A-Z]\([^()/]*\))+\)(?=\/)/g;
const pathSession = /;(?:jsessionid|phpsessid|sid)=[^/;?]*/gi;

function isSessionOrTracking(parameter: string): boolean {
  const [name = '', value = ''] = parameter.split('=', 2);
  if (trackingParameter.test(name) || sessionParameter.test(name)) return true;
  return shortSessionParameter.test(name) && sessionToken.test(value);
}

/** Decodes escapes of unreserved characters and upper-cases the others (RFC 3986 §6.2.2). */
export function normaliseEscapes(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (escaped, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9\-._~]/.test(character) ? character : escaped.toUpperCase();
  });
}

function canonicalPath(pathname: string): string {
  return normaliseEscapes(pathname)
    .replace(pathSession, '')
    .replace(/\/{2,}/g, '/')
    .replace(cookielessSession, '')
    .replace(directoryIndex, '/');
}

function canonicalQuery(search: string): string {
  const kept = normaliseEscapes(search.slice(1))
    .split('&')
    .filter((parameter) => parameter !== '' && !isSessionOrTracking(parameter));
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}

function normaliseOnce(raw: string, base?: string): string | undefined {
  let url: URL;
  try {
    url = new URL(raw, base);
  } catch {
    return undefined;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  const hostname = url.hostname.replace(/\.+$/, '');
  if (hostname === '') return undefined;
  const port = url.port === '' ? '' : `:${url.port}`;
  // Credentials and the fragment are dropped: neither names another page.
  return `${url.protocol}//${hostname}${port}${canonicalPath(url.pathname)}${canonicalQuery(url.search)}`;
}

/**
 * The one spelling of a page's URL: absolute http(s), no fragment, credentials, tracking or session parameters, default
 * port or directory index. `undefined` for what is not a web page's address. Idempotent.
 */
export function canonicalUrl(raw: string, base?: string): string | undefined {
  const trimmed = raw.trim();
  if (trimmed === '' && base === undefined) return undefined;
  if (trimmed.length > maxUrlLength) return undefined;
  let url = normaliseOnce(trimmed, base);
  // Removing one part can bring another to light (`/a//index.html`), so repeat until nothing changes.
  for (let round = 0; url !== undefined && round < 16; round++) {
    const next = normaliseOnce(url);
    if (next === url) return url;
    url = next;
  }
  return undefined;
}

/**
 * What two spellings of one page have in common: without scheme, `www.` and trailing slash, parameters in order. For
 * comparing only; it is not a URL.
 */
export function pageKey(canonical: string): string {
  const url = new URL(canonical);
  const host = url.host.replace(/^www\d?\./, '');
  const path = url.pathname.replace(/\/+$/, '');
  const query = url.search === '' ? '' : `?${url.search.slice(1).split('&').sort().join('&')}`;
  return `${host}${path}${query}`;
}
