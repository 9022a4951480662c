import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { AiosError } from '@shared/kernel/errors.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SourceOptions } from '../source-page.js';
import { openSource } from './open-source.js';
import { collect, fakePorts, testOptions } from './testing/collect-events.js';
import { selfSigned } from './testing/self-signed.js';
import { linking, respond, type ServedSite, type SiteHandler, serveSite } from './testing/serve-site.js';

const sites: ServedSite[] = [];

async function serve(pages: Record<string, string | SiteHandler>): Promise<ServedSite> {
  const site = await serveSite(pages);
  sites.push(site);
  return site;
}

afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});

async function crawl(spec: string, overrides: Partial<SourceOptions> = {}, ports = fakePorts()) {
  return collect(await openSource(spec, testOptions(overrides), ports));
}

const paths = (urls: readonly string[]) => urls.map((url) => new URL(url).pathname + new URL(url).search);
const html = { 'content-type': 'text/html' };

describe('a crawl', () => {
  it('reads a site from its home page, departments before news, each page once', async () => {
    const site = await serve({
      '/': linking('City', '/news/', '/zoning', '/departments/', '/#top', 'http://elsewhere.example/'),
      '/news/': linking('News', '/'),
      '/zoning': linking('Zoning', '/departments/index.html'),
      '/departments/': linking('Departments', '/departments/fire', '/?utm_source=x'),
      '/departments/fire': linking('Fire', '/budget.pdf'),
    });
    const { urls, events, thrown } = await crawl(site.origin);
    expect(thrown).toBeUndefined();
    expect(paths(urls)).toEqual(['/', '/departments/', '/departments/fire', '/zoning', '/news/']);
    expect(site.requests.filter((path) => path === '/departments/')).toHaveLength(1);
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'known',
        url: `${site.origin}/budget.pdf`,
        contentType: 'application/pdf',
      }),
    );
  });

  it('stops at the page limit and lists the rest', async () => {
    const links = Array.from({ length: 20 }, (_, index) => `/page-${index}`);
    const site = await serve({ '/': linking('City', ...links), '*': linking('Page') });
    const { urls, events } = await crawl(site.origin, { maxPages: 5 });
    expect(urls).toHaveLength(5);
    expect(events.filter((event) => event.kind === 'known')).toHaveLength(16);
  });

  it('goes on where an earlier run stopped, and reads no page twice', async () => {
    const links = Array.from({ length: 12 }, (_, index) => `/page-${index}`);
    const site = await serve({
      '/': linking('City', ...links),
      '/page-3': linking('Deep', '/deep'),
      '*': linking('Page'),
    });
    const visited = new Set<string>();
    const frontier = new Set<string>();
    const read: string[] = [];
    for (let run = 0; run < 20; run++) {
      const options = testOptions({ visited: new Set(visited), frontier: [...frontier] });
      const source = await openSource(site.origin, options, fakePorts());
      let pages = 0;
      // A run dies after two pages: all that is left of it is what its events told.
      for await (const event of source.pages()) {
        if (event.kind === 'page') {
          read.push(event.page.url);
          visited.add(event.page.url);
          frontier.delete(event.page.url);
          for (const url of event.discovered ?? []) frontier.add(url);
          if (++pages === 2) break;
        }
      }
      await source.close();
      if (pages === 0) break;
    }
    expect(paths(read).sort()).toEqual(['/', '/deep', ...links].sort());
    expect(frontier.size).toBe(0);
  });

  it('does not read what a frontier repeats of the visited pages', async () => {
    const site = await serve({ '/': linking('City', '/a', '/b'), '*': linking('Page') });
    const visited = new Set([`${site.origin}/`, `${site.origin}/a`]);
    const { urls } = await crawl(site.origin, {
      visited,
      frontier: [`${site.origin}/a/`, `${site.origin}/b`, `${site.origin}/b#x`],
    });
    expect(paths(urls)).toEqual(['/b']);
    expect(site.requests).not.toContain('/a/');
  });

  it('hands over its frontier when it is cancelled', async () => {
    const site = await serve({ '/': linking('City', '/a', '/b', '/c'), '*': linking('Page') });
    const stop = new AbortController();
    const source = await openSource(site.origin, testOptions({ signal: stop.signal }), fakePorts());
    let thrown: unknown;
    try {
      for await (const event of source.pages()) if (event.kind === 'page') stop.abort();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'cancelled' });
    expect(paths(source.frontier()).sort()).toEqual(['/a', '/b', '/c']);
    await source.close();
  });

  it('follows redirects on the site, keeps the alias, and refuses circles and other sites', async () => {
    const site = await serve({
      '/': linking('City', '/old', '/loop', '/away', '/again'),
      '/old': respond(301, { location: '/new#x' }),
      '/new': linking('New'),
      '/again': respond(302, { location: '/new' }),
      '/loop': respond(302, { location: '/loop' }),
      '/away': respond(302, { location: 'http://www.example.com/' }),
    });
    const { pages, events } = await crawl(site.origin);
    const renamed = pages.find((page) => page.url.endsWith('/new'));
    expect(renamed?.aliases).toEqual([`${site.origin}/old`]);
    expect(pages).toHaveLength(2);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'progress', settled: [`${site.origin}/again`] }),
    );
    const blocked = events.flatMap((event) => (event.kind === 'blocked' ? [event.reason] : []));
    expect(blocked).toEqual([expect.stringContaining('circle'), expect.stringContaining('another site')]);
  });

  it('follows at most ten redirects', async () => {
    const site = await serve({
      '*': (request, response) =>
        respond(302, { location: `/${Number(request.url?.slice(1) ?? 0) + 1}` })(request, response),
    });
    const { thrown } = await crawl(`${site.origin}/1`);
    expect(thrown).toMatchObject({
      code: 'source_blocked',
      message: expect.stringContaining('more than 10 times'),
    });
    expect(site.requests.filter((path) => /^\/\d+$/.test(path))).toHaveLength(11);
  });

  it.each<[string, (body: Buffer) => Buffer]>([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ])('reads %s encoded pages', async (coding, encode) => {
    const page = linking('Ayuntamiento de Peñón');
    const site = await serve({
      '/': respond(200, { ...html, 'content-encoding': coding }, encode(Buffer.from(page))),
    });
    const { pages } = await crawl(site.origin);
    expect(Buffer.from(pages[0]?.body ?? []).toString()).toBe(page);
  });

  it('passes malformed UTF-8 through', async () => {
    const body = Buffer.from([
      ...Buffer.from('<html><p>caf'),
      0xe9,
      0xff,
      0xfe,
      ...Buffer.from('</p></html>'),
    ]);
    const site = await serve({ '/': respond(200, html, body) });
    const { pages } = await crawl(site.origin);
    expect(Buffer.from(pages[0]?.body ?? [])).toEqual(body);
  });

  it('reads sitemaps: index, gzip, the robots line, and only of this site', async () => {
    const site = await serve({
      '/': linking('City'),
      '/robots.txt': (request, response) =>
        respond(
          200,
          {},
          `User-agent: *\nDisallow: /secret\nSitemap: http://${request.headers.host}/maps.xml`,
        )(request, response),
      '/maps.xml': respond(200, {}, '<sitemapindex><sitemap><loc>/one.xml.gz</loc></sitemap></sitemapindex>'),
      '/one.xml.gz': respond(
        200,
        {},
        gzipSync(
          '<urlset><url><loc>/a?x=1&amp;y=2</loc><image:image><image:loc>/i</image:loc></image:image></url>' +
            '<url><loc>http://other.example/</loc></url><url><loc>/secret/x</loc></url><url><loc>/b',
        ),
      ),
      '*': linking('Page'),
    });
    const { urls, events } = await crawl(site.origin);
    expect(paths(urls)).toContain('/a?x=1&y=2');
    expect(paths(urls).some((path) => path.startsWith('/i') || path.startsWith('/secret'))).toBe(false);
    expect(events).toContainEqual({
      kind: 'blocked',
      url: `${site.origin}/secret/x`,
      reason: 'robots.txt disallows it',
    });
    expect(site.requests.some((path) => path.startsWith('/secret'))).toBe(false);
  });

  it('reads llms.txt', async () => {
    const site = await serve({
      '/': linking('City'),
      '/llms.txt': respond(200, { 'content-type': 'text/plain' }, '# City'),
    });
    const { pages } = await crawl(site.origin);
    expect(pages[1]).toMatchObject({ url: `${site.origin}/llms.txt`, contentType: 'text/plain' });
  });

  it('does not run into endless calendars, queries and paths', async () => {
    const site = await serve({
      '/': linking('City', '/calendar/2026/01', '/list?page=1', '/rel/x/'),
      '*': (request, response) => {
        const url = request.url ?? '';
        const [, year, month] = /calendar\/(\d+)\/(\d+)/.exec(url) ?? [];
        const next =
          month === '12' ? `${Number(year) + 1}/01` : `${year}/${String(Number(month) + 1).padStart(2, '0')}`;
        const page = Number(/page=(\d+)/.exec(url)?.[1] ?? 0);
        respond(
          200,
          html,
          linking('x', `/calendar/${next}`, `/list?page=${page + 1}`, 'rel/x/'),
        )(request, response);
      },
    });
    const { urls, events } = await crawl(site.origin);
    expect(urls.length).toBeLessThan(120);
    expect(events.filter((event) => event.kind === 'blocked').length).toBeGreaterThan(2);
  });

  it('renders pages that scripts build, when it can', async () => {
    const shell = '<html><body><div id="root"></div><script src="/app.js"></script></body></html>';
    const site = await serve({ '/': respond(200, html, shell), '/hr': linking('HR') });
    const render = async (url: string) => ({ html: linking('Rendered', '/hr'), finalUrl: url });
    const rendered = await crawl(site.origin, { render });
    expect(Buffer.from(rendered.pages[0]?.body ?? []).toString()).toContain('Rendered');
    expect(paths(rendered.urls)).toEqual(['/', '/hr']);
    const failing = await crawl(site.origin, {
      render: async () => Promise.reject(new Error('window closed')),
    });
    expect(Buffer.from(failing.pages[0]?.body ?? []).toString()).toBe(shell);
  });
});

describe('a crawl is polite', () => {
  it('honours crawl-delay between all requests', async () => {
    const site = await serve({
      '/robots.txt': respond(200, {}, 'User-agent: *\nCrawl-delay: 12'),
      '/': linking('City', '/a', '/b'),
      '*': linking('Page'),
    });
    const ports = fakePorts();
    const began = ports.clock.now();
    const { urls, events } = await crawl(site.origin, { limits: { hostDelayMs: 500 } }, ports);
    expect(urls).toHaveLength(3);
    // Each request but robots.txt itself waits its turn: home, sitemap, llms.txt, a, b.
    expect(ports.clock.now() - began).toBeGreaterThanOrEqual((site.requests.length - 1) * 12_000);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'progress', waitingMs: 12_000 }));
  });

  it('pauses for Retry-After and comes back', async () => {
    let refusals = 2;
    const site = await serve({
      '/': (request, response) =>
        refusals-- > 0
          ? respond(429, { 'retry-after': '90' })(request, response)
          : respond(200, html, linking('City'))(request, response),
    });
    const ports = fakePorts();
    const { urls } = await crawl(site.origin, {}, ports);
    expect(urls).toHaveLength(1);
    expect(ports.waits.filter((ms) => ms === 90_000)).toHaveLength(2);
  });

  it('leaves a server alone that stays overloaded', async () => {
    const links = Array.from({ length: 30 }, (_, index) => `/p${index}`);
    const site = await serve({
      '/': linking('City', ...links),
      '*': respond(503),
      '/robots.txt': respond(404),
      '/sitemap.xml': respond(404),
      '/llms.txt': respond(404),
    });
    const { events } = await crawl(site.origin);
    expect(site.requests.filter((path) => path.startsWith('/p')).length).toBeLessThan(10);
    expect(events.filter((event) => event.kind === 'known').length).toBeGreaterThan(20);
  });

  it('reads nothing when robots.txt answers 5xx, everything when it answers 4xx', async () => {
    const closed = await serve({ '/': linking('City'), '/robots.txt': respond(503) });
    expect((await crawl(closed.origin)).thrown).toMatchObject({ code: 'source_blocked' });
    expect(closed.requests).not.toContain('/');
    const open = await serve({ '/': linking('City'), '/robots.txt': respond(403) });
    expect((await crawl(open.origin)).urls).toHaveLength(1);
  });

  it('does not follow a redirect to what robots.txt disallows', async () => {
    const site = await serve({
      '/robots.txt': respond(200, {}, 'User-agent: *\nDisallow: /secret'),
      '/': linking('City', '/door'),
      '/door': respond(302, { location: '/secret/x' }),
      '/secret/x': linking('Secret'),
    });
    const { urls, events } = await crawl(site.origin);
    expect(paths(urls)).toEqual(['/']);
    expect(site.requests).not.toContain('/secret/x');
    expect(events).toContainEqual({
      kind: 'blocked',
      url: `${site.origin}/door`,
      reason: 'robots.txt disallows it',
    });
  });

  it('says so when robots.txt disallows the site', async () => {
    const site = await serve({
      '/': linking('City'),
      '/robots.txt': respond(200, {}, 'User-agent: *\nDisallow: /'),
    });
    const { thrown } = await crawl(site.origin);
    expect(thrown).toMatchObject({ code: 'source_blocked', message: expect.stringContaining('robots.txt') });
  });
});

describe('a crawl is guarded', () => {
  it('refuses a private address that is not allowed by name', async () => {
    const site = await serve({ '/': linking('City') });
    const { thrown } = await crawl(site.origin, { allowedHosts: [] });
    expect(thrown).toBeInstanceOf(AiosError);
    expect(thrown).toMatchObject({ code: 'source_blocked', details: { host: `127.0.0.1:${site.port}` } });
    expect(site.requests).toEqual([]);
  });

  it('refuses redirects to metadata, loopback and other schemes', async () => {
    const site = await serve({
      '/': linking('City', '/meta', '/home', '/file'),
      '/meta': respond(302, { location: 'http://169.254.169.254/latest/meta-data/' }),
      '/home': (request, response) =>
        respond(302, { location: `http://localhost:${request.headers.host?.split(':')[1]}/` })(
          request,
          response,
        ),
      '/file': respond(302, { location: 'file:///etc/passwd' }),
    });
    const { events, urls } = await crawl(site.origin, { allowedHosts: ['127.0.0.1'] });
    expect(urls).toHaveLength(1);
    expect(events.filter((event) => event.kind === 'blocked')).toHaveLength(3);
  });

  it('refuses the start page when it redirects to the metadata address', async () => {
    const site = await serve({ '/': respond(302, { location: 'http://169.254.169.254/' }) });
    const { thrown } = await crawl(site.origin);
    expect(thrown).toMatchObject({ code: 'source_blocked', message: expect.stringContaining('metadata') });
  });

  it('asks for a name once per connection and connects to that answer (DNS rebinding)', async () => {
    const site = await serve({ '/': linking('City', '/a'), '*': linking('Page') });
    const ports = fakePorts();
    let asked = 0;
    // Were the name looked up again to connect, the second answer would lead nowhere.
    const resolve = async () => [{ address: asked++ === 0 ? '127.0.0.1' : '127.0.0.99', family: 4 as const }];
    const options = testOptions({ allowedHosts: ['rebind.example'] });
    const source = await openSource(`http://rebind.example:${site.port}/`, options, { ...ports, resolve });
    const { urls } = await collect(source, 1);
    expect(urls).toHaveLength(1);
    expect(asked).toBeLessThanOrEqual(2);
  });

  it('refuses a name that leads to this computer', async () => {
    const site = await serve({ '/': linking('City', '/a'), '/a': linking('A') });
    const ports = fakePorts({ 'rebind.example': ['127.0.0.1'] });
    const { thrown } = await crawl(`http://rebind.example:${site.port}/`, {}, ports);
    expect(thrown).toMatchObject({ code: 'source_blocked', message: expect.stringContaining('loopback') });
    expect(site.requests).toEqual([]);
  });

  it('skips a page of 200 MB, announced or not, without holding it', async () => {
    let sent = 0;
    const piece = Buffer.alloc(1024 * 1024, 'a');
    const site = await serve({
      '/': linking('City', '/announced', '/endless', '/ok'),
      '/announced': respond(200, { ...html, 'content-length': String(200 * 1024 * 1024) }, 'x'),
      '/endless': (_request, response) => {
        response.writeHead(200, html);
        const send = () => {
          while (sent < 200 && !response.destroyed && response.write(piece)) sent++;
          if (sent >= 200) response.end();
          else sent++;
        };
        response.on('drain', send);
        send();
      },
      '/ok': linking('OK'),
    });
    const { urls, events } = await crawl(site.origin);
    expect(paths(urls)).toEqual(['/', '/ok']);
    const blocked = events.flatMap((event) => (event.kind === 'blocked' ? [event.reason] : []));
    expect(blocked).toEqual([expect.stringContaining('200 MB'), expect.stringContaining('10 MB')]);
    expect(sent).toBeLessThan(40);
  });

  it.each([
    ['gzip', (body: Buffer) => gzipSync(body)],
    ['br', (body: Buffer) => brotliCompressSync(body)],
    ['gzip, gzip', (body: Buffer) => gzipSync(gzipSync(body))],
  ])('refuses a decompression bomb (%s)', async (coding, encode) => {
    const bomb = encode(Buffer.alloc(8 * 1024 * 1024));
    const site = await serve({ '/': respond(200, { ...html, 'content-encoding': coding }, bomb) });
    const { thrown } = await crawl(site.origin);
    expect(thrown).toMatchObject({ code: 'source_too_large', message: expect.stringContaining('bomb') });
  });

  it('gives up on a response that never ends or never comes', async () => {
    const site = await serve({
      '/': linking('City', '/silent', '/drip'),
      '/silent': () => {},
      '/drip': (_request, response) => {
        response.writeHead(200, html);
        response.write('<html>');
      },
    });
    const { urls, events } = await crawl(site.origin, { limits: { idleMs: 60, responseMs: 150 } });
    expect(urls).toHaveLength(1);
    expect(events.filter((event) => event.kind === 'error').length).toBeGreaterThanOrEqual(1);
  });

  it('verifies TLS, whatever the environment says', async () => {
    const server = createServer(selfSigned(), (_request, response) => response.end('<html>secret'));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    try {
      const { thrown } = await crawl(
        `https://localhost:${port}/`,
        {},
        fakePorts({ localhost: ['127.0.0.1'] }),
      );
      expect(thrown).toMatchObject({
        code: 'source_unreadable',
        message: expect.stringContaining('self-signed'),
      });
    } finally {
      vi.unstubAllEnvs();
      await new Promise((closed) => server.close(closed));
    }
  });
});

describe('a web source that cannot be read', () => {
  it('names a host that does not exist', async () => {
    const { thrown } = await crawl('https://no-such.example/');
    expect(thrown).toMatchObject({
      code: 'source_not_found',
      message: expect.stringContaining('no host of this name'),
    });
  });

  it('names a server that does not listen, and tries http when no scheme was given', async () => {
    const site = await serve({ '/': linking('City') });
    await site.close();
    expect((await crawl(site.origin)).thrown).toMatchObject({ code: 'source_not_found' });
    expect((await crawl(`127.0.0.1:${site.port}`)).thrown).toMatchObject({ code: 'source_not_found' });
  });

  it('names a page that is missing or not HTML', async () => {
    const site = await serve({
      '/data.bin': respond(200, { 'content-type': 'application/octet-stream' }, 'x'),
    });
    expect((await crawl(`${site.origin}/none`)).thrown).toMatchObject({ code: 'source_not_found' });
    expect((await crawl(`${site.origin}/data.bin`)).thrown).toMatchObject({ code: 'source_empty' });
  });
});
