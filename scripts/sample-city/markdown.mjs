/** Escapes text for HTML text and for double-quoted attributes. */
export function escapeHtml(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** The fragment id of a heading: lower case, words joined by hyphens. */
export function slug(text) {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/§\s*/g, 's-')
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/\./g, '-')
    .replace(/^-+|-+$/g, '');
}

function inline(text, resolve) {
  return escapeHtml(text)
    .replace(
      /\[([^\]]+)\]\(([^)\s]+)\)/g,
      (_, label, target) => `<a href="${escapeHtml(resolve(target))}">${label}</a>`,
    )
    .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>');
}

const cells = (line) =>
  line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

function table(lines, render) {
  const [head, , ...rows] = lines;
  const headings = cells(head)
    .map((cell) => `<th scope="col">${render(cell)}</th>`)
    .join('');
  const body = rows.map(
    (row) =>
      `<tr>${cells(row)
        .map((cell) => `<td>${render(cell)}</td>`)
        .join('')}</tr>`,
  );
  return `<div class="table"><table>\n<thead><tr>${headings}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table></div>`;
}

function heading(line, render) {
  const [, marks, label, id] = /^(#{2,4}) (.*?)(?: \{#([\w-]+)\})?$/.exec(line);
  return `<h${marks.length} id="${id ?? slug(label)}">${render(label)}</h${marks.length}>`;
}

function block(lines, render) {
  const first = lines[0];
  if (first.startsWith('#')) return heading(first, render);
  if (first.startsWith('|')) return table(lines, render);
  if (first.startsWith('<!--')) return lines.join('\n');
  const list = (tag, mark) =>
    `<${tag}>\n${lines.map((line) => `<li>${render(line.replace(mark, ''))}</li>`).join('\n')}\n</${tag}>`;
  if (first.startsWith('- ')) return list('ul', /^- /);
  if (/^\d+\. /.test(first)) return list('ol', /^\d+\. /);
  if (first.startsWith('! ')) return `<p class="notice">${render(lines.join(' ').slice(2))}</p>`;
  return `<p>${render(lines.join(' '))}</p>`;
}

/**
 * Turns the small markdown of `pages/` into HTML: `##` headings (`{#id}` names the fragment), paragraphs, lists, tables, `! ` notices,
 * comments, links, bold, and `{{name}}` lines, which `directives` answers. One blank line parts blocks.
 */
export function markdownToHtml(source, { resolve, directives }) {
  const render = (text) => inline(text, resolve);
  return source
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const directive = /^\{\{([\w-]+)\}\}$/.exec(part);
      if (directive === null) return block(part.split('\n'), render);
      const make = directives[directive[1]];
      if (make === undefined) throw new Error(`unknown directive: ${part}`);
      return make();
    })
    .join('\n');
}

/** Splits the `---` front matter (one `key: value` a line) from the body. */
export function readFrontMatter(source, path) {
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source);
  if (match === null) throw new Error(`no front matter in ${path}`);
  const data = Object.fromEntries(
    match[1]
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { data, body: match[2] };
}
