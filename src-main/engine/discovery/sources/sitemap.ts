import { Parser } from 'htmlparser2';

export interface SitemapContent {
  /** Page URLs, as written. */
  pages: string[];
  /** URLs of further sitemaps, when this is an index. */
  sitemaps: string[];
}

/**
 * Reads a sitemap (sitemaps.org 0.9): `urlset`, `sitemapindex`, or the plain text form, one URL a line. Damaged XML gives
 * what could be read; entities of its own are never expanded. At most `maxUrls` of each are returned.
 */
export function parseSitemap(text: string, maxUrls: number): SitemapContent {
  const content: SitemapContent = { pages: [], sitemaps: [] };
  if (!/<\s*(?:\w+:)?(?:urlset|sitemapindex|url|sitemap)\b/i.test(text.slice(0, 4096))) {
    if (!text.trimStart().startsWith('<')) {
      content.pages = text
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => /^https?:\/\//i.test(line))
        .slice(0, maxUrls);
    }
    return content;
  }
  const path: string[] = [];
  let location = '';
  const parser = new Parser(
    {
      onopentag(name) {
        path.push(localName(name));
        if (path.length > 32) path.shift();
        location = '';
      },
      ontext(data) {
        if (path[path.length - 1] === 'loc' && location.length < 4096) location += data;
      },
      onclosetag(name) {
        if (localName(name) === 'loc') {
          // `image:loc` sits in `image:image`, not in `url`.
          const parent = path[path.length - 2];
          const list = parent === 'url' ? content.pages : parent === 'sitemap' ? content.sitemaps : undefined;
          if (list !== undefined && list.length < maxUrls && location.trim() !== '')
            list.push(location.trim());
          location = '';
        }
        path.pop();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(text);
  parser.end();
  return content;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}
