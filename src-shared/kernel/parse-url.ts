/** The parts of a URL (WHATWG URL Standard) that every runtime of ours gives. */
export interface ParsedUrl {
  href: string;
  origin: string;
  protocol: string;
  host: string;
  hostname: string;
  port: string;
  pathname: string;
  search: string;
  hash: string;
}

// Every runtime has it, but the types of none of them are known here.
declare const URL: new (text: string, base?: string) => ParsedUrl;

/** The URL that a text is, or null. (`URL.canParse` and `URL.parse` are younger than the oldest Electron we run on.) */
export function parseUrl(text: string, base?: string): ParsedUrl | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
