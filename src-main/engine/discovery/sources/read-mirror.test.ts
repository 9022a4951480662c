import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AiosError } from '@shared/kernel/errors.js';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceOptions } from '../source-page.js';
import { openSource } from './open-source.js';
import { buildZip, type ZipPart } from './testing/build-zip.js';
import { collect, fakePorts, testOptions } from './testing/collect-events.js';
import { linking } from './testing/serve-site.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aios-source-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function write(files: Record<string, string | Buffer>): Promise<void> {
  for (const [path, body] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), body);
  }
}

async function read(path = '.', overrides: Partial<SourceOptions> = {}) {
  return collect(await openSource(join(root, path), testOptions(overrides), fakePorts()));
}

const canonical = (url: string) =>
  `<html><head><link rel="canonical" href="${url}"></head><body>x</body></html>`;
const page = linking('Page');

describe('a folder with a site mirror', () => {
  it('gives pages the URLs that their canonical links tell, others by the majority', async () => {
    await write({
      'index.html': canonical('https://www.city.gov/'),
      'departments/index.html': canonical('https://www.city.gov/departments'),
      'departments/fire.aspx.html': page,
      'news/view?id=3.html': page,
      'docs/charter.pdf': '%PDF-1.7',
      'style.css': 'body{}',
    });
    const { urls, events, pages } = await read();
    expect(urls.sort()).toEqual([
      'https://www.city.gov/',
      'https://www.city.gov/departments',
      'https://www.city.gov/departments/fire.aspx',
      'https://www.city.gov/news/view?id=3',
    ]);
    expect(pages.find(({ url }) => url.endsWith('/departments'))?.aliases).toEqual([
      'https://www.city.gov/departments/',
    ]);
    expect(events).toContainEqual({
      kind: 'known',
      url: 'https://www.city.gov/docs/charter.pdf',
      reason: 'a document, not read',
      contentType: 'application/pdf',
    });
  });

  it.each<[string, Record<string, string>, string[]]>([
    [
      'wget: host folders',
      { 'www.city.gov/index.html': page, 'www.city.gov/hr/index.html': page },
      ['https://www.city.gov/', 'https://www.city.gov/hr/'],
    ],
    [
      'HTTrack: its own start page is no page of the site',
      {
        'index.html': '<html><head><title>Local index - HTTrack Website Copier</title></head></html>',
        'www.city.gov/index.html':
          '<html><!-- Mirrored from www.city.gov/ by HTTrack Website Copier/3.x [XR&CO], now -->',
        'www.city.gov/viewb7f2.html':
          '<html><!-- Mirrored from www.city.gov/view.php?id=7 by HTTrack Website Copier/3.x [XR&CO], now -->',
        'hts-cache/old.html': page,
      },
      ['https://www.city.gov/', 'https://www.city.gov/view.php?id=7'],
    ],
    ['host with port', { 'intranet.city.gov+8080/index.html': page }, ['https://intranet.city.gov:8080/']],
    [
      'a shared folder is not part of the URL',
      { 'export/index.html': page, 'export/a/b.html': page },
      ['http://mirror.invalid/', 'http://mirror.invalid/a/b.html'],
    ],
    [
      'unknown origin',
      { 'index.html': page, 'about.htm': page },
      ['http://mirror.invalid/', 'http://mirror.invalid/about.htm'],
    ],
    [
      'browser: saved from',
      {
        'City.html': '<!-- saved from url=(0024)https://www.city.gov/hr -->\n<html><body>x',
        'City_files/frame.html': page,
      },
      ['https://www.city.gov/hr'],
    ],
    [
      'SingleFile',
      {
        'a.html':
          '<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: https://www.city.gov/hr \n saved date: x\n--><body>',
      },
      ['https://www.city.gov/hr'],
    ],
    [
      'web archive',
      { 'index.html': canonical('https://web.archive.org/web/20200101000000/https://www.city.gov/') },
      ['https://www.city.gov/'],
    ],
    [
      'og:url',
      { 'index.html': '<html><meta content="https://city.gov/" property=og:url>' },
      ['https://city.gov/'],
    ],
    [
      'base',
      { 'hr/index.html': '<html><base href="https://city.gov/">', 'index.html': page },
      ['https://city.gov/', 'https://city.gov/hr/'],
    ],
    [
      'links that name its own files',
      {
        'index.html': linking('x', 'https://www.city.gov/hr/', 'https://facebook.com/'),
        'hr/index.html': page,
      },
      ['https://www.city.gov/', 'https://www.city.gov/hr/'],
    ],
    ['numbered copies', { 'index.html': page, 'index.html.1': `${page} ` }, ['http://mirror.invalid/']],
    [
      'wget on Windows',
      { 'index.html': page, 'view.php@id=3&x=1.html': page },
      ['http://mirror.invalid/', 'http://mirror.invalid/view.php?id=3&x=1'],
    ],
    [
      'names with escapes and letters',
      { 'index.html': page, 'über uns/100%.html': page, 'a%20b.html': page },
      [
        'http://mirror.invalid/',
        'http://mirror.invalid/%C3%BCber%20uns/100%25.html',
        'http://mirror.invalid/a%20b.html',
      ],
    ],
    [
      'pages without extension',
      { index: page, 'departments/fire': page, 'robots.txt': 'x', LICENSE: 'text' },
      ['http://mirror.invalid/departments/fire', 'http://mirror.invalid/index'],
    ],
    [
      'a template that calls every page the home page',
      {
        'index.html': canonical('https://city.gov/'),
        'a.html': canonical('https://city.gov/'),
        'b.html': canonical('https://city.gov/'),
      },
      ['https://city.gov/', 'https://city.gov/a.html', 'https://city.gov/b.html'],
    ],
    [
      'a copy that claims the URL of another file',
      { 'index.html': canonical('https://city.gov/hr/'), 'hr/index.html': canonical('https://city.gov/hr/') },
      ['https://city.gov/', 'https://city.gov/hr/'],
    ],
  ])('%s', async (_name, files, expected) => {
    await write(files);
    expect((await read()).urls.sort()).toEqual(expected);
  });

  it('takes the origin from its own name', async () => {
    await write({ 'www.city.gov/site.html': page, 'www.city.gov/a/b.html': page });
    expect((await read('www.city.gov')).urls.sort()).toEqual([
      'https://www.city.gov/a/b.html',
      'https://www.city.gov/site.html',
    ]);
  });

  it('keeps the home page and the departments when the page limit cuts', async () => {
    const files: Record<string, string> = {
      'index.html': page,
      'departments/index.html': page,
      'government/mayor.html': page,
    };
    for (let index = 0; index < 30; index++) files[`news/2024/0${(index % 9) + 1}/item-${index}.html`] = page;
    await write(files);
    const { urls, events } = await read('.', { maxPages: 3 });
    expect(urls.map((url) => new URL(url).pathname)).toEqual([
      '/',
      '/departments/',
      '/government/mayor.html',
    ]);
    expect(events.filter((event) => event.kind === 'known')).toHaveLength(30);
  });

  it('does not read again what an earlier run read', async () => {
    await write({ 'index.html': page, 'a.html': page, 'b.html': page });
    const first = await read('.', { maxPages: 2 });
    const second = await read('.', { visited: new Set(first.urls) });
    expect([...first.urls, ...second.urls].sort()).toEqual([
      'http://mirror.invalid/',
      'http://mirror.invalid/a.html',
      'http://mirror.invalid/b.html',
    ]);
  });

  it('never follows a link out of the folder', async () => {
    await write({
      'site/index.html': page,
      'secret.html': linking('Secret'),
      'site/real.html': `${page}real`,
    });
    await symlink(join(root, 'secret.html'), join(root, 'site/leak.html'));
    await symlink(root, join(root, 'site/up'));
    await symlink('real.html', join(root, 'site/inside.html'));
    await symlink('nowhere', join(root, 'site/broken.html'));
    const { urls, events } = await read('site');
    expect(urls.map((url) => new URL(url).pathname).sort()).toEqual(['/', '/inside.html', '/real.html']);
    const reasons = events.flatMap((event) => (event.kind === 'blocked' ? [event.reason] : []));
    expect(reasons).toHaveLength(2);
  });

  it('skips a page of 200 MB with the reason', async () => {
    await write({ 'index.html': page, 'huge.html': '<html>' });
    await truncate(join(root, 'huge.html'), 200 * 1024 * 1024);
    const { urls, events } = await read();
    expect(urls).toHaveLength(1);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'blocked', reason: expect.stringContaining('200 MB') }),
    );
  });

  it('reports pages that are empty or not HTML, and passes malformed UTF-8', async () => {
    const malformed = Buffer.from([0x3c, 0x70, 0x3e, 0xff, 0xc3, 0x28]);
    await write({
      'index.html': malformed,
      'empty.html': '',
      'binary.html': Buffer.from([1, 0, 2, 0]),
      'inner.zip': 'PK',
    });
    const { pages, events } = await read();
    expect(pages).toHaveLength(1);
    expect(Buffer.from(pages[0]?.body ?? [])).toEqual(malformed);
    expect(events.filter((event) => event.kind === 'error')).toHaveLength(2);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'blocked', reason: expect.stringContaining('archive') }),
    );
  });

  it('reports what this user may not read', async (context) => {
    const user = process.getuid?.();
    if (user === undefined || process.seteuid === undefined) return context.skip('needs POSIX users');
    await chmod(root, 0o755);
    await write({
      'site/index.html': page,
      'site/private/a.html': page,
      'site/b.html': page,
      'shut/index.html': page,
    });
    await chmod(join(root, 'site/private'), 0);
    await chmod(join(root, 'site/b.html'), 0);
    await chmod(join(root, 'shut'), 0);
    // Root may read everything, so the reading is done as nobody.
    if (user === 0) process.seteuid(65534);
    try {
      const { urls, events } = await read('site');
      expect(urls).toHaveLength(1);
      expect(
        events.filter((event) => event.kind === 'error' && event.reason.includes('permissions')),
      ).toHaveLength(2);
      await expect(openSource(join(root, 'shut'), testOptions())).rejects.toMatchObject({
        code: 'source_unreadable',
      });
    } finally {
      if (user === 0) process.seteuid(0);
      await chmod(join(root, 'site/private'), 0o700);
      await chmod(join(root, 'shut'), 0o700);
    }
  });
});

describe('a source that cannot be opened', () => {
  it.each<[string, Record<string, string | Buffer>, string, string]>([
    ['does not exist', {}, 'nothing-here', 'source_not_found'],
    ['a missing zip', {}, 'city.zip', 'source_not_found'],
    ['an empty folder', { 'empty/.keep': '' }, 'empty', 'source_empty'],
    ['a folder without HTML', { 'docs/a.pdf': '%PDF', 'docs/b.txt': 'x' }, 'docs', 'source_empty'],
    ['an empty file', { 'a.html': '' }, 'a.html', 'source_empty'],
    ['a file that is not HTML', { 'a.pdf': '%PDF-1.7' }, 'a.pdf', 'source_empty'],
    ['a broken zip', { 'a.zip': 'PK\u0003\u0004 rubbish' }, 'a.zip', 'source_unreadable'],
    ['text named zip', { 'a.zip': 'hello' }, 'a.zip', 'source_unreadable'],
    ['an empty zip', { 'a.zip': buildZip([]) }, 'a.zip', 'source_empty'],
    ['a zip without HTML', { 'a.zip': buildZip([{ name: 'a.txt', body: 'x' }]) }, 'a.zip', 'source_empty'],
    ['text named warc', { 'a.warc': 'hello' }, 'a.warc', 'source_unreadable'],
    ['a gzip that is no WARC', { 'a.gz': Buffer.from([0x1f, 0x8b, 8, 0, 0]) }, 'a.gz', 'source_unreadable'],
  ])('%s', async (_name, files, path, code) => {
    await write(files);
    await expect(openSource(join(root, path), testOptions())).rejects.toMatchObject({ code });
  });

  it.each(['', '   ', 'ftp://city.gov/', 'http://', 'https://exa mple/', 'file://host/x', 'a\0b'])(
    '%j is no source',
    async (spec) => {
      await expect(openSource(spec, testOptions())).rejects.toMatchObject({ code: 'invalid_input' });
    },
  );

  it('reads a single saved page, by path or file URL', async () => {
    await write({ 'page.html': page });
    expect((await read('page.html')).urls).toHaveLength(1);
    const source = await openSource(`file://${join(root, 'page.html')}`, testOptions());
    expect((await collect(source)).urls).toHaveLength(1);
  });
});

describe('a zip with a site mirror', () => {
  async function zip(parts: ZipPart[], overrides: Partial<SourceOptions> = {}) {
    await writeFile(join(root, 'a.zip'), buildZip(parts));
    return read('a.zip', overrides);
  }

  const home: ZipPart = { name: 'www.city.gov/index.html', body: page };

  it('reads pages, stored and deflated, below a shared folder', async () => {
    const { urls, pages } = await zip([
      { name: 'export/', body: '', stored: true },
      { name: 'export/index.html', body: page, stored: true },
      { name: 'export/departments/index.html', body: page },
      { name: '__MACOSX/export/._index.html', body: 'x' },
    ]);
    expect(urls).toEqual(['http://mirror.invalid/', 'http://mirror.invalid/departments/']);
    expect(Buffer.from(pages[1]?.body ?? []).toString()).toBe(page);
    expect(pages[0]?.retrievedAt).toMatch(/^2026-01-01T12:00/);
  });

  it.each<[string, ZipPart, string]>([
    ['a path that leads out', { name: '../../etc/cron.d/x.html', body: page }, 'leads out'],
    ['a hidden path that leads out', { name: 'a/..\\..\\x.html', body: page }, 'leads out'],
    ['an absolute path', { name: '/etc/x.html', body: page }, 'absolute'],
    ['a drive', { name: 'C:\\x.html', body: page }, 'absolute'],
    ['a NUL', { name: 'a\0.html', body: page }, 'NUL'],
    ['a second entry of one name', { name: 'www.city.gov/index.html', body: 'other' }, 'same name'],
    ['an encrypted entry', { name: 'x.html', body: page, flags: 1 }, 'encrypted'],
    ['a symbolic link', { name: 'x.html', body: '/etc/passwd', mode: 0o120777 }, 'symbolic link'],
    ['an unknown compression', { name: 'x.html', body: page, method: 99 }, 'compression method'],
    ['an entry over the limit', { name: 'x.html', body: page, declaredBytes: 200 * 1024 * 1024 }, '200 MB'],
    ['a bomb', { name: 'x.html', body: Buffer.alloc(9 * 1024 * 1024) }, 'bomb'],
    [
      'a bomb that lies about its size',
      { name: 'x.html', body: Buffer.alloc(9 * 1024 * 1024), declaredBytes: 10 },
      'bomb',
    ],
    ['an archive inside', { name: 'inner.zip', body: buildZip([home]) }, 'not opened'],
  ])('refuses %s and reads the rest', async (_name, part, reason) => {
    const { urls, events, thrown } = await zip([home, part, { name: 'www.city.gov/hr.html', body: page }]);
    expect(thrown).toBeUndefined();
    expect(urls).toEqual(['https://www.city.gov/', 'https://www.city.gov/hr.html']);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'blocked', reason: expect.stringContaining(reason) }),
    );
  });

  it('stops at the limits of entries and of decoded bytes', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      name: `p${index}.html`,
      body: `${page}${index}`,
    }));
    const cut = await zip(many, { limits: { entries: 10 } });
    expect(cut.urls).toHaveLength(10);
    expect(
      cut.events.some((event) => event.kind === 'blocked' && event.reason.includes('more than 10 entries')),
    ).toBe(true);
    const small = await zip(many, { limits: { totalBytes: 1000 } });
    expect(small.urls.length).toBeLessThan(10);
    expect(
      small.events.some((event) => event.kind === 'blocked' && event.reason.includes('unpacks to more')),
    ).toBe(true);
  });

  it('reports an entry whose checksum is wrong', async () => {
    const { urls, events } = await zip([home, { name: 'x.html', body: page, crc: 1 }]);
    expect(urls).toHaveLength(1);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'error', reason: expect.stringContaining('CRC') }),
    );
  });

  it.each([0, 8])('keeps what a truncated archive still holds (flags %i)', async (flags) => {
    const parts = Array.from({ length: 20 }, (_, index) => ({
      name: `p${index}.html`,
      body: `${page}${'x'.repeat(500)}${index}`,
      flags,
    }));
    const whole = buildZip(parts);
    await writeFile(join(root, 'a.zip'), whole.subarray(0, Math.floor(whole.length / 2)));
    const { urls, events, thrown } = await read('a.zip');
    expect(thrown).toBeUndefined();
    expect(urls.length).toBeGreaterThan(5);
    expect(urls.length).toBeLessThan(20);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'error', reason: expect.stringMatching(/damaged.*p\d+\.html/) }),
    );
  });

  it('survives any damage: pages, events or an AiosError, never anything else', async () => {
    const parts = Array.from({ length: 4 }, (_, index) => ({
      name: `p${index}.html`,
      body: `${page}${index}`,
      flags: index === 2 ? 8 : 0,
    }));
    const whole = buildZip(parts);
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(damage, fc.option(fc.nat(whole.length)), async (flips, cut) => {
        const bytes = Buffer.from(whole);
        for (const [at, mask] of flips) bytes[at] = (bytes[at] ?? 0) ^ mask;
        await writeFile(join(root, 'fuzz.zip'), cut === null ? bytes : bytes.subarray(0, cut));
        try {
          const { thrown } = await read('fuzz.zip');
          expect(thrown === undefined || thrown instanceof AiosError).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(AiosError);
        }
      }),
      { numRuns: 250 },
    );
  }, 60_000);
});
