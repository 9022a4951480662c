import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutlineNode, PageReading } from './page-reading.js';
import { decodeProtectedEmail, mailAddress } from './read-lines.js';
import { readPage } from './read-page.js';

function read(
  html: string | Uint8Array,
  contentType = 'text/html',
  url = 'https://town.example/a/',
): PageReading {
  const body = typeof html === 'string' ? new TextEncoder().encode(html) : html;
  return readPage({ url, contentType, body, retrievedAt: '2026-01-01T00:00:00.000Z' });
}

function labels(nodes: readonly OutlineNode[]): unknown[] {
  return nodes.flatMap((node) =>
    node.kind === 'region'
      ? labels(node.children)
      : node.children.length > 0
        ? [{ [node.label]: labels(node.children) }]
        : [node.label],
  );
}

describe('charsets', () => {
  const latin = Uint8Array.from([...'<title>Caf\u00e9</title>'].map((letter) => letter.charCodeAt(0)));

  it('obeys the header, then meta, then guesses', () => {
    expect(read(latin, 'text/html; charset=iso-8859-1').title).toBe('Café');
    expect(read(latin).title).toBe('Café');
    const declared = new TextEncoder().encode('<meta charset="utf-8"><title>Café</title>');
    expect(read(declared).title).toBe('Café');
    expect(
      read(new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode('<title>é</title>')])).title,
    ).toBe('é');
  });

  it('reads UTF-16 and survives malformed UTF-8 and unknown labels', () => {
    const utf16 = new Uint8Array([
      0xff,
      0xfe,
      ...[...'<title>A</title>'].flatMap((letter) => [letter.charCodeAt(0), 0]),
    ]);
    expect(read(utf16).title).toBe('A');
    const broken = new Uint8Array([
      ...new TextEncoder().encode('<meta charset=utf-8><title>'),
      0xc3,
      0x28,
      0xff,
      0x41,
    ]);
    expect(read(broken).title).toContain('A');
    expect(read('<title>x</title>', 'text/html; charset=klingon').title).toBe('x');
  });
});

describe('outlines', () => {
  it('nests menus and keeps the label of a button', () => {
    const page = read(
      '<nav><ul><li><button>Government</button><div><ul><li><a href="/f">Finance</a></li></ul></div></li></ul></nav>',
    );
    expect(labels(page.outline)).toEqual([{ Government: ['Finance'] }]);
  });

  it('gives columns of one panel the heading that went before', () => {
    const page = read(
      '<nav><ul><li><a href="#">Government</a><div class="c"><ul><li class="dropdown-header">Departments</li><li><a href="/a">Aging</a></li></ul></div>' +
        '<div class="c"><ul><li><a href="/w">Water</a></li></ul></div></li></ul></nav>',
    );
    expect(labels(page.outline)).toEqual([{ Government: [{ Departments: ['Aging', 'Water'] }] }]);
  });

  it('survives links that were never closed', () => {
    const page = read(
      '<header><a href="/">Logo<nav><ul><li><a href="/x">Police<li><a href="/y">Fire</ul></nav></header>',
    );
    expect(JSON.stringify(labels(page.outline))).toMatch(/"Police".*"Fire"/);
  });

  it('reads accordions, definition lists and cards', () => {
    const page = read(
      '<main><details><summary>Our divisions:</summary><h3>Audit</h3><p>Checks.</p><h3>Legal</h3></details>' +
        '<dl><dt>Clerk</dt><dd>Room 1</dd></dl><a href="/c"><h4>Card</h4><p>Text</p></a></main>',
    );
    expect(labels(page.outline)).toEqual([{ 'Our divisions:': ['Audit', 'Legal'] }, 'Clerk', 'Card']);
  });

  it('takes the link that a description follows as the entry, and the description as its note', () => {
    const notes = (html: string): unknown[] =>
      read(`<main>${html}</main>`).outline.flatMap((node) =>
        node.children.map((child) => [child.label, child.note]),
      );
    const prose = 'Keeps the accounts of the town, buys for it and collects what it is owed.';
    const noted = [['Finance', expect.stringContaining(prose)]];
    expect(notes(`<div><a href="/f">Finance</a><p>${prose}</p></div>`)).toEqual(noted);
    expect(
      notes(`<div><a href="/f"><span>Finance</span></a> <span>(FD)</span><p>${prose}</p></div>`),
    ).toEqual(noted);
    expect(notes(`<p><a href="/f">Finance</a><br>${prose}</p>`)).toEqual(noted);
    expect(notes(`<div><a href="/f">Finance</a> – ${prose}</div>`)).toEqual(noted);
    expect(notes(`<p><a href="/f">Finance</a> – ${prose}</p>`)).toEqual(noted);
    expect(notes(`<div><a href="/f">Finance</a><p>${prose} <a href="/f">More</a></p></div>`)).toEqual(noted);
    expect(notes(`<ul><li><a href="/f">Finance</a> ${prose}</li></ul>`)).toEqual(noted);
  });

  it('takes no entry from a link in running text', () => {
    const tail = 'keeps the accounts of the town, buys for it and collects what it is owed.';
    expect(read(`<main><p><a href="/f">Finance</a> ${tail}</p></main>`).outline).toEqual([]);
    expect(read(`<main><p>The <a href="/f">office</a> ${tail}</p></main>`).outline).toEqual([]);
    expect(read(`<main><div><a href="/f">Back</a><p>${tail.repeat(12)}</p></div></main>`).outline).toEqual(
      [],
    );
  });

  it('takes markup in a name as text', () => {
    const page = read(
      '<ul><li><a href="/x">&lt;script&gt;alert(1)&lt;/script&gt; Water</a></li><li><a href="/y">Fire<script>x()</script></a></li></ul>',
    );
    expect(labels(page.outline)).toEqual(['<script>alert(1)</script> Water', 'Fire']);
  });
});

describe('lines, links and trails', () => {
  it('leaves out comments, scripts, styles and templates', () => {
    const page = read(
      '<p>Seen<!-- Hidden A --><script>Hidden B</script><style>Hidden C</style><template>Hidden D</template></p>',
    );
    expect(page.lines.map((line) => line.text)).toEqual(['Seen']);
    expect(JSON.stringify(page)).not.toContain('Hidden');
  });

  it('resolves links against base, and drops what leads nowhere', () => {
    const page = read(
      '<base href="https://town.example/b/"><a href="x.pdf">P</a><a href="#t">T</a><a href="https:">H</a><a href="javascript:void(0)">J</a>',
    );
    expect(page.links.map((link) => link.href)).toEqual(['https://town.example/b/x.pdf']);
    expect(page.pdfs).toEqual(['https://town.example/b/x.pdf']);
  });

  it('reads e-mail addresses however they are hidden', () => {
    expect(
      read('<a href="mailto:mailto:Clerk@Town.example>Clerk@Town.example">Mail</a>').emails[0]?.address,
    ).toBe('clerk@town.example');
    expect(read('<a href="&#109;ailto:a&#64;b.example">x</a>').emails[0]?.address).toBe('a@b.example');
    expect(decodeProtectedEmail('0263426062206f')).not.toContain(' ');
    expect(mailAddress('mailto:a%40b.example?subject=x')).toBe('a@b.example');
  });

  it('reads trails and blocks with their anchors', () => {
    const page = read(
      '<nav aria-label="breadcrumb"><ol><li><a href="/">Home</a></li><li>Finance</li></ol></nav><main><h2 id="fees">Fees</h2><p>Ten.</p></main><footer>Foot</footer>',
    );
    expect(page.breadcrumbs.map((crumb) => crumb.label)).toEqual(['Home', 'Finance']);
    expect(page.blocks).toEqual([{ heading: 'Fees', anchor: 'fees', text: 'Ten.' }]);
  });

  it('reads llms.txt as headings and lists', () => {
    const page = read(
      '# Town\n\n## Departments\n\n- [Finance](/finance): keeps accounts\n',
      'text/plain',
      'https://town.example/llms.txt',
    );
    expect(labels(page.outline)).toEqual([{ Town: [{ Departments: ['Finance'] }] }]);
  });
});

describe('any input', () => {
  const tags = [
    'ul',
    'li',
    'a',
    'a href="/x"',
    'nav',
    'h2',
    'div class="menu"',
    'table',
    'tr',
    'td',
    'details',
    'summary',
    'dl',
    'dt',
    'dd',
    'br',
    'script',
    'template',
  ];
  const piece = fc.oneof(
    fc.constantFrom(...tags).map((tag) => `<${tag}>`),
    fc.constantFrom(...tags).map((tag) => `</${tag.split(' ')[0]}>`),
    fc.string({ maxLength: 12 }),
    fc.constantFrom('<!--', '-->', '<![CDATA[', '&#x110000;', '<', '"', "<a href='mailto:%'>"),
  );

  it('never throws on bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => read(bytes).lines.length >= 0),
      { numRuns: 200 },
    );
  });

  it('never throws on tag soup, and holds nothing but text of the page', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const page = read(pieces.join(''));
        for (const line of page.lines) expect(line.text).toBe(line.text.trim());
        JSON.stringify(page);
      }),
      { numRuns: 300 },
    );
  });

  it('reads a hundred thousand open tags without exhausting the stack', () => {
    const page = read(`${'<div><b>'.repeat(50_000)}deep`);
    expect(page.lines.map((line) => line.text)).toEqual(['deep']);
  });
});
