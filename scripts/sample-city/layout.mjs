import { posix } from 'node:path';
import { escapeHtml } from './markdown.mjs';
import { city } from './organisation.mjs';

/** Returns a function that turns a site-absolute path into one relative to `from`, so that the pages work when opened as files. */
export function resolver(from, known) {
  return (target) => {
    if (!target.startsWith('/')) return target;
    const [path, fragment] = target.split('#');
    if (!known.has(path)) throw new Error(`${from} links to a page that does not exist: ${target}`);
    const relative = path === from && fragment !== undefined ? '' : posix.relative(posix.dirname(from), path);
    return fragment === undefined ? relative : `${relative}#${fragment}`;
  };
}

/** The absolute address of a page; an index page is addressed by its folder. */
export function canonical(path) {
  return `${city.origin}${path.replace(/index\.html$/, '')}`;
}

function branch({ label, path, groups }, resolve) {
  const lists = groups.map((group) => {
    const title = group.label === '' ? '' : `<p class="group">${escapeHtml(group.label)}</p>`;
    const links = group.links.map(
      ([text, target]) => `<li><a href="${escapeHtml(resolve(target))}">${escapeHtml(text)}</a></li>`,
    );
    return `<div>${title}<ul>\n${links.join('\n')}\n</ul></div>`;
  });
  return `<li><a class="top" href="${resolve(path)}">${escapeHtml(label)}</a>\n<div class="panel">${lists.join('\n')}</div></li>`;
}

function breadcrumbs(page, resolve) {
  if (page.path === '/index.html') return '';
  const trail = [['Home', '/index.html'], ...page.trail];
  const items = trail.map(([label, path]) => `<li><a href="${resolve(path)}">${escapeHtml(label)}</a></li>`);
  return `<nav class="breadcrumbs" aria-label="Breadcrumb"><ol>\n${items.join('\n')}\n<li aria-current="page">${escapeHtml(page.title)}</li>\n</ol></nav>`;
}

function footer(resolve) {
  const links = [
    ['Contact', '/contact.html'],
    ['Accessibility', '/accessibility.html'],
    ['Privacy', '/privacy.html'],
    ['City Jobs', '/departments/human-resources.html#jobs'],
    ['Open Data', city.dataPortal],
    ['Staff Directory', '/staff-directory.html'],
  ].map(([label, path]) => `<li><a href="${escapeHtml(resolve(path))}">${label}</a></li>`);
  return `<footer>
<div class="wrap">
<div><p><strong>City of Alderwick</strong><br>Alderwick City Hall<br>${city.street}<br>Alderwick, OH ${city.zip}</p>
<p>Main: <a href="tel:+13305550100">${city.phone}</a><br>City services: dial 311 or <a href="tel:+13305550111">(330) 555-0111</a></p></div>
<ul>
${links.join('\n')}
</ul>
<p class="fictional">${city.notice}</p>
</div>
</footer>`;
}

function head(page, resolve) {
  const title =
    page.path === '/index.html'
      ? 'City of Alderwick, Ohio | Official Website'
      : `${page.title} | City of Alderwick, Ohio`;
  const data =
    page.jsonLd === undefined
      ? ''
      : `\n<script type="application/ld+json">\n${JSON.stringify(page.jsonLd, null, 1).replace(/</g, '\\u003c')}\n</script>`;
  return `<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<meta name="description" content="${escapeHtml(page.summary)}">
<meta property="og:site_name" content="City of Alderwick">
<meta property="og:title" content="${escapeHtml(page.title)}">
<link rel="canonical" href="${canonical(page.path)}">
<link rel="icon" href="${resolve('/assets/seal.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${resolve('/assets/site.css')}">${data}
</head>`;
}

const updated = (date) =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );

/** The whole document of a page. `page.content` is the HTML of its main part, without the first heading. */
export function renderPage(page, menu, resolve) {
  return `<!doctype html>
<html lang="en-US">
${head(page, resolve)}
<body>
<a class="skip" href="#main">Skip to main content</a>
<header>
<div class="wrap brand"><a href="${resolve('/index.html')}"><img src="${resolve('/assets/seal.svg')}" alt="" width="52" height="52"> <span>City of Alderwick<small>Ohio</small></span></a></div>
<nav class="menu" aria-label="Main"><ul class="wrap">
${menu.map((one) => branch(one, resolve)).join('\n')}
</ul></nav>
</header>
<main id="main" class="wrap${page.path === '/index.html' ? ' home' : ''}">
${breadcrumbs(page, resolve)}
<h1>${escapeHtml(page.heading ?? page.title)}</h1>
${page.content}
<p class="updated">Page last updated: <time datetime="${page.updated}">${updated(page.updated)}</time></p>
</main>
${footer(resolve)}
</body>
</html>
`;
}
