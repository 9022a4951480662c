import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { AiosError } from '@shared/kernel/errors.js';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WARCRecord, WARCSerializer } from 'warcio';
import type { SourceOptions } from '../source-page.js';
import { openSource } from './open-source.js';
import { collect, fakePorts, testOptions } from './testing/collect-events.js';
import { linking } from './testing/serve-site.js';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aios-warc-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

interface Part {
  url: string;
  body?: string | Buffer;
  type?: string;
  headers?: Record<string, string>;
  status?: string;
  date?: string;
}

/** A record written by hand, so that it can be as wrong as a test needs. */
function record({
  url,
  body = linking('Page'),
  type = 'response',
  headers = {},
  status = '200 OK',
  date = '2024-05-06T07:08:09Z',
}: Part): Buffer {
  const http = { 'Content-Type': 'text/html', ...headers };
  const head = Object.entries(http)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const message = type === 'response' ? `HTTP/1.1 ${status}\r\n${head}\r\n` : '';
  const block = Buffer.concat([Buffer.from(message), Buffer.from(body)]);
  const warcType = type === 'response' ? 'application/http; msgtype=response' : 'text/html';
  const fields = `WARC/1.0\r\nWARC-Type: ${type}\r\nWARC-Target-URI: ${url}\r\nWARC-Date: ${date}\r\nContent-Type: ${warcType}\r\nContent-Length: ${block.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(fields), block, Buffer.from('\r\n\r\n')]);
}

async function read(bytes: Buffer, overrides: Partial<SourceOptions> = {}, name = 'a.warc') {
  await writeFile(join(root, name), bytes);
  return collect(await openSource(join(root, name), testOptions(overrides), fakePorts()));
}

const city = (path: string) => `https://www.city.gov${path}`;
const gzipEach = (records: Buffer[]) => Buffer.concat(records.map((bytes) => gzipSync(bytes)));

describe('a WARC file', () => {
  const parts: Part[] = [
    { url: city('/') },
    { url: city('/departments/') },
    { url: city('/old'), status: '301 Moved', headers: { Location: '/departments/' }, body: '' },
    { url: city('/missing'), status: '404 Not Found' },
    {
      url: city('/logo.png'),
      headers: { 'Content-Type': 'image/png' },
      body: Buffer.from([0x89, 0x50, 0x4e, 0x47]),
    },
    { url: city('/charter.pdf'), headers: { 'Content-Type': 'application/pdf' }, body: '%PDF' },
    { url: 'https://www.facebook.com/city' },
    { url: 'https://parks.city.gov/', type: 'resource' },
  ];

  it.each<[string, (records: Buffer[]) => Buffer]>([
    ['plain', (records) => Buffer.concat(records)],
    ['gzipped record by record', gzipEach],
    ['gzipped as a whole', (records) => gzipSync(Buffer.concat(records))],
  ])('%s: pages of the site with date and alias, documents listed, nothing else', async (_name, pack) => {
    const { pages, events, urls } = await read(pack(parts.map(record)));
    expect(urls).toEqual([city('/'), city('/departments/'), 'https://parks.city.gov/']);
    expect(pages[1]).toMatchObject({
      aliases: [city('/old')],
      retrievedAt: '2024-05-06T07:08:09.000Z',
      contentType: 'text/html',
    });
    expect(Buffer.from(pages[0]?.body ?? []).toString()).toBe(linking('Page'));
    expect(events.filter((event) => event.kind === 'known')).toEqual([
      {
        kind: 'known',
        url: city('/charter.pdf'),
        reason: 'a document, not read',
        contentType: 'application/pdf',
      },
    ]);
    expect(events.some((event) => event.kind === 'error')).toBe(false);
  });

  it('reads what an independent writer wrote', async () => {
    const body = [Buffer.from(linking('Independent'))];
    const made = WARCRecord.create(
      {
        url: city('/'),
        type: 'response',
        date: '2024-01-01T00:00:00Z',
        httpHeaders: { 'Content-Type': 'text/html' },
      },
      body,
    );
    const { pages } = await read(
      Buffer.from(await WARCSerializer.serialize(made, { gzip: true })),
      {},
      'a.warc.gz',
    );
    expect(Buffer.from(pages[0]?.body ?? []).toString()).toContain('Independent');
  });

  it.each<[string, Record<string, string>, Buffer]>([
    [
      'chunked',
      { 'Transfer-Encoding': 'chunked' },
      Buffer.from('6\r\n<html>\r\n5;x=y\r\nhello\r\n0\r\n\r\n'),
    ],
    ['chunked, undone by the writer', { 'Transfer-Encoding': 'chunked' }, Buffer.from('<html>hello')],
    ['gzip', { 'Content-Encoding': 'gzip' }, gzipSync('<html>hello')],
    ['gzip, undone by the writer', { 'Content-Encoding': 'gzip' }, Buffer.from('<html>hello')],
    ['br', { 'content-encoding': 'br' }, brotliCompressSync('<html>hello')],
  ])('undoes transfer and content coding: %s', async (_name, headers, body) => {
    const { pages } = await read(record({ url: city('/'), headers, body }));
    expect(Buffer.from(pages[0]?.body ?? []).toString()).toBe('<html>hello');
  });

  it('takes the latest capture of a page', async () => {
    const captures = ['2024-01-01', '2024-03-01', '2024-02-01'].map((day) =>
      record({ url: city('/'), body: `<html>${day}`, date: `${day}T00:00:00Z` }),
    );
    const { pages } = await read(Buffer.concat(captures));
    expect(pages.map((page) => Buffer.from(page.body).toString())).toEqual(['<html>2024-03-01']);
  });

  it('keeps home and departments when the page limit cuts, and goes on later', async () => {
    const news = Array.from({ length: 20 }, (_, index) => record({ url: city(`/news/item-${index}`) }));
    const bytes = gzipEach([...news, record({ url: city('/departments/') }), record({ url: city('/') })]);
    const first = await read(bytes, { maxPages: 2 });
    expect(first.urls.sort()).toEqual([city('/'), city('/departments/')]);
    expect(first.events.filter((event) => event.kind === 'known')).toHaveLength(20);
    const second = await read(bytes, { visited: new Set(first.urls) });
    expect(second.urls).toHaveLength(20);
  });

  it.each([false, true])('keeps the pages before the place where it is cut off (gzip %s)', async (gzip) => {
    const records = Array.from({ length: 10 }, (_, index) =>
      record({ url: city(`/p${index}`), body: linking(`Page ${index} ${Math.sin(index)}`) }),
    );
    const whole = gzip ? gzipEach(records) : Buffer.concat(records);
    const { urls, events, thrown } = await read(whole.subarray(0, Math.floor(whole.length * 0.65)));
    expect(thrown).toBeUndefined();
    expect(urls.length).toBeGreaterThanOrEqual(6);
    expect(urls.length).toBeLessThanOrEqual(7);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'error', reason: expect.stringMatching(/cut off.*kept/) }),
    );
  });

  it.each([false, true])('goes on behind a damaged place (gzip %s)', async (gzip) => {
    const records = Array.from({ length: 10 }, (_, index) => record({ url: city(`/p${index}`) }));
    const packed = records.map((bytes) => (gzip ? gzipSync(bytes) : bytes));
    const broken = Buffer.from(packed[4] ?? []);
    if (gzip) broken.fill(0xff, 20, 60);
    else broken.write('Content-Length: none', broken.indexOf('Content-Length'));
    packed[4] = broken;
    const { urls, events } = await read(Buffer.concat(packed));
    expect(urls).toContain(city('/p9'));
    expect(urls.length).toBeGreaterThanOrEqual(5);
    expect(events.some((event) => event.kind === 'error')).toBe(true);
  });

  it('refuses bombs: of the archive, and of a page', async () => {
    const bomb = await read(
      gzipEach([
        record({ url: city('/') }),
        record({ url: city('/x'), body: Buffer.alloc(30 * 1024 * 1024) }),
      ]),
    );
    expect(bomb.urls).toEqual([city('/')]);
    expect(bomb.events).toContainEqual(
      expect.objectContaining({ kind: 'blocked', reason: expect.stringContaining('bomb') }),
    );
    const inner = gzipSync(Buffer.alloc(9 * 1024 * 1024));
    const nested = await read(
      Buffer.concat([
        record({ url: city('/') }),
        record({ url: city('/y'), headers: { 'Content-Encoding': 'gzip' }, body: inner }),
      ]),
    );
    expect(nested.events).toContainEqual(expect.objectContaining({ kind: 'blocked', url: city('/y') }));
  });

  it('skips a page of 200 MB that the header announces, holding none of it', async () => {
    const head = record({ url: city('/big') })
      .toString('latin1')
      .replace(/Content-Length: \d+/, `Content-Length: ${200 * 1024 * 1024}`);
    const rest = Buffer.alloc(11 * 1024 * 1024, 'a');
    const { urls, events } = await read(
      Buffer.concat([record({ url: city('/') }), Buffer.from(head.trimEnd()), rest]),
    );
    expect(urls).toEqual([city('/')]);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'blocked', url: city('/big') }));
  });

  it('does not search a header without end', async () => {
    const endless = Buffer.concat([
      record({ url: city('/') }),
      Buffer.from('WARC/1.0\r\n'),
      Buffer.alloc(4 * 1024 * 1024, 'x'),
    ]);
    const { urls, events } = await read(endless);
    expect(urls).toEqual([city('/')]);
    expect(events.some((event) => event.kind === 'error')).toBe(true);
  });

  it('says so when there is no page', async () => {
    const { thrown } = await read(record({ url: city('/x.png'), headers: { 'Content-Type': 'image/png' } }));
    expect(thrown).toMatchObject({ code: 'source_empty' });
  });

  it('survives any damage: pages, events or an AiosError, never anything else', async () => {
    const records = Array.from({ length: 4 }, (_, index) =>
      record({
        url: city(`/p${index}`),
        headers: index === 1 ? { 'Content-Encoding': 'gzip' } : {},
        body: index === 1 ? gzipSync('<html>x') : '<html>y',
      }),
    );
    const plain = Buffer.concat(records);
    const packed = gzipEach(records);
    const damage = fc.array(fc.tuple(fc.nat(5000), fc.integer({ min: 1, max: 255 })), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.boolean(), damage, fc.option(fc.nat(5000)), async (gzip, flips, cut) => {
        const bytes = Buffer.from(gzip ? packed : plain);
        for (const [at, mask] of flips) bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ mask;
        try {
          const { thrown } = await read(cut === null ? bytes : bytes.subarray(0, cut), {}, 'fuzz.warc');
          expect(thrown === undefined || thrown instanceof AiosError).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(AiosError);
        }
      }),
      { numRuns: 250 },
    );
  }, 60_000);
});
