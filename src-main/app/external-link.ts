/** Longer addresses are no links that a person can judge. */
const longestUrl = 2_048;

/**
 * The address to show and open, or null when it is not a plain https address: another scheme, a user name or password
 * in it (`https://bank.example@evil.example`), control or invisible characters, a host without a dot or an odd port.
 */
export function externalLink(text: unknown): URL | null {
  if (typeof text !== 'string' || text.length > longestUrl || !/^https:\/\/[^/\\]/i.test(text)) return null;
  // URL parsing drops tabs and line ends silently, and shells treat quotes and blanks in their own way.
  if (/[\s\p{Cc}\p{Cf}"'`<>\\^{}|]/u.test(text)) return null;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.port !== '') return null;
  return isPublicName(url.hostname) ? url : null;
}

/** A name with a dot that is not an address: links to printers, routers and metadata services are no web pages. */
function isPublicName(host: string): boolean {
  if (host.startsWith('[') || /^[\d.]+$/.test(host)) return false;
  return (
    /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host) && !/\.(local|internal|localhost|lan|home|arpa)$/.test(host)
  );
}
