import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { departments } from './departments.mjs';
import { departmentCard, makeDirectives } from './directives.mjs';
import { structuredData } from './json-ld.mjs';
import { canonical, resolver } from './layout.mjs';
import { escapeHtml, markdownToHtml, readFrontMatter } from './markdown.mjs';

const trails = {
  government: ['Government', '/government/index.html'],
  code: ['Codified Ordinances', '/government/codified-ordinances.html'],
  policies: ['Administrative Policies', '/government/administrative-policies.html'],
  departments: ['Departments', '/departments/index.html'],
  finance: ['Finance Department', '/departments/finance.html'],
  'public-utilities': ['Department of Public Utilities', '/departments/public-utilities.html'],
  boards: ['Boards & Commissions', '/boards/index.html'],
  news: ['News', '/news/index.html'],
};

/** Reads the page sources of `folder`, sorted by path, so that the output does not depend on the file system. */
export function readPages(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => String(name).replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => {
      const { data, body } = readFrontMatter(
        readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n'),
        name,
      );
      const trail = (data.department === undefined ? (data.trail ?? '') : 'departments')
        .split(' ')
        .filter(Boolean);
      return {
        ...data,
        path: `/${name.replace(/\.md$/, '.html')}`,
        body,
        trail: trail.map((key) => trails[key]),
      };
    });
}

/** Adds to a page what its layout needs: the HTML of its content and its structured data. */
export function completePage(page, pages, known) {
  const resolve = resolver(page.path, known);
  const news = pages
    .filter((one) => one.jsonld === 'news')
    .sort((a, b) => b.updated.localeCompare(a.updated));
  const department = departments.find((one) => one.id === page.department);
  const card = department === undefined ? '' : departmentCard(department);
  const lead = `<p><strong>${escapeHtml(page.summary)}</strong></p>`;
  const content = markdownToHtml(page.body, { resolve, directives: makeDirectives(resolve, news) });
  const parts = page.path === '/index.html' ? [content] : [lead, card, content];
  return {
    page: {
      ...page,
      content: parts.filter(Boolean).join('\n'),
      jsonLd: structuredData(page, department, canonical(page.path)),
    },
    resolve,
  };
}
