/**
 * Writes the bundled sample organisation from its sources in `scripts/sample-city/`: the site mirror and the labelled truth.
 *
 *   node scripts/make-sample-city.mjs [--site DIR] [--truth FILE]
 *
 * The output depends on nothing but those sources; a test checks that what is committed is up to date.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { boards, departments } from './sample-city/departments.mjs';
import { canonical, renderPage } from './sample-city/layout.mjs';
import { menu } from './sample-city/menu.mjs';
import { city } from './sample-city/organisation.mjs';
import { completePage, readPages } from './sample-city/pages.mjs';
import { makePdf } from './sample-city/pdf.mjs';
import { pdfDocuments } from './sample-city/pdf-documents.mjs';
import { makeTruth } from './sample-city/truth.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const { values } = parseArgs({
  options: {
    site: { type: 'string', default: join(root, 'resources/sample-city/site') },
    truth: { type: 'string', default: join(root, 'test/fixtures/sample-city-truth.json') },
  },
});

function write(path, content) {
  const file = join(values.site, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function sitemap(pages) {
  const urls = pages.map(
    (page) => `<url><loc>${canonical(page.path)}</loc><lastmod>${page.updated}</lastmod></url>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>\n`;
}

function llmsText(pages) {
  const list = (test) =>
    pages
      .filter((page) => test(page.path))
      .map((page) => `- [${page.title}](${canonical(page.path)}): ${page.summary}`)
      .join('\n');
  return `# City of Alderwick, Ohio

> ${city.notice}

The City has ${departments.length} departments and a council-manager government. Fees: see the Fee Schedule 2026.

## Departments
${list((path) => /^\/departments\/[\w-]+\.html$/.test(path) && path !== '/departments/index.html')}

## Laws and policies
${list((path) => /^\/government\/(charter|budget|cod|admin|polic)/.test(path))}

## Data
- [Alderwick Open Data](${city.dataPortal}): Socrata portal

## Optional
${list((path) => /^\/(news|boards)\//.test(path))}
`;
}

/** JSON as the formatter of this repository leaves it, with short lists of texts on one line, so that CI finds nothing to change. */
function formatJson(value) {
  const text = JSON.stringify(value, null, 2);
  const joined = text.replace(
    /^( *.*)\[\n((?: +"(?:[^"\\\n]|\\.)*",?\n)+) *\](,?)$/gm,
    (whole, start, items, comma) => {
      const line = `${start}[${items.trim().split(/\n +/).join(' ')}]${comma}`;
      return line.length <= 110 ? line : whole;
    },
  );
  return `${joined}\n`;
}

const robots = `User-agent: *\nDisallow: /search\nDisallow: /internal/\nCrawl-delay: 1\n\nSitemap: ${city.origin}/sitemap.xml\n`;

const pages = readPages(join(here, 'sample-city/pages'));
const known = new Set([
  ...pages.map((page) => page.path),
  ...pdfDocuments.map((one) => `/documents/${one.file}`),
  '/assets/site.css',
  '/assets/seal.svg',
  '/assets/riverfront.svg',
]);
const branches = menu(departments, boards);

// The folder is emptied first, so a wrong argument must not cost anybody a folder of something else.
if (
  existsSync(values.site) &&
  readdirSync(values.site).length > 0 &&
  !existsSync(join(values.site, 'llms.txt'))
) {
  console.error(`${values.site} is not empty and is no sample site: choose another folder.`);
  process.exit(1);
}
rmSync(values.site, { recursive: true, force: true });
for (const source of pages) {
  const { page, resolve } = completePage(source, pages, known);
  write(page.path, renderPage(page, branches, resolve));
}
for (const one of pdfDocuments) write(`documents/${one.file}`, makePdf(one));
write('sitemap.xml', sitemap(pages));
write('robots.txt', robots);
write('llms.txt', llmsText(pages));
mkdirSync(join(values.site, 'assets'), { recursive: true });
for (const name of ['site.css', 'seal.svg', 'riverfront.svg'])
  copyFileSync(join(here, 'sample-city', name), join(values.site, 'assets', name));
mkdirSync(dirname(values.truth), { recursive: true });
writeFileSync(values.truth, formatJson(makeTruth(pages)));
console.log(`${pages.length} pages, ${pdfDocuments.length} PDFs in ${values.site}`);
