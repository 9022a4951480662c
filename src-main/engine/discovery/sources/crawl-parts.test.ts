import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frontier } from './frontier.js';
import { HostPace, retryAfterMs } from './host-pace.js';
import { folderHost } from './mirror-urls.js';
import { type PageRank, pageRank } from './page-priority.js';
import { SiteScope } from './site-scope.js';
import { fakePorts } from './testing/collect-events.js';
import { TrapGuard } from './trap-guard.js';

describe('pageRank', () => {
  it.each([
    ['https://city.gov/', 'https://city.gov/departments/'],
    ['https://city.gov/departments/', 'https://city.gov/zoning-map'],
    ['https://city.gov/government/mayor', 'https://city.gov/zoning-map'],
    ['https://city.gov/StaffDirectory.aspx', 'https://city.gov/zoning-map'],
    ['https://city.gov/departments/fire', 'https://city.gov/departments/fire/news/2024'],
    ['https://city.gov/about/', 'https://city.gov/calendar/'],
    ['https://city.gov/x/y/z', 'https://city.gov/2024/05/06/ribbon'],
  ])('%s before %s', (first, second) => {
    expect(pageRank(first)).toBeLessThan(pageRank(second));
  });

  it('listens to the words of a link', () => {
    expect(pageRank('https://city.gov/p/17', 'Departments')).toBeLessThan(
      pageRank('https://city.gov/p/17', 'Parking'),
    );
  });
});

describe('Frontier', () => {
  it('gives by rank, then in order, and never holds more than its capacity', () => {
    const pushes = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 60 });
    fc.assert(
      fc.property(pushes, fc.integer({ min: 1, max: 30 }), (ranks, capacity) => {
        const frontier = new Frontier(capacity);
        const dropped: string[] = [];
        ranks.forEach((rank, index) => {
          const lost = frontier.push(`${rank}-${String(index).padStart(3, '0')}`, rank as PageRank);
          if (lost !== undefined) dropped.push(lost);
          expect(frontier.size).toBeLessThanOrEqual(capacity);
        });
        const listed = frontier.list();
        const taken: string[] = [];
        for (let url = frontier.shift(); url !== undefined; url = frontier.shift()) taken.push(url);
        expect(taken).toEqual([...taken].sort());
        expect(listed).toEqual(taken);
        expect(taken.length + dropped.length).toBe(ranks.length);
      }),
    );
  });
});

describe('SiteScope', () => {
  it('holds the host with and without www, and subdomains once the home page links to them', () => {
    const scope = new SiteScope('https://www.city.gov/');
    expect(scope.contains('http://city.gov/x')).toBe(true);
    expect(scope.contains('https://parks.city.gov/')).toBe(false);
    scope.admitFromHome('https://parks.city.gov/');
    scope.admitFromHome('https://evilcity.gov/');
    expect(scope.contains('https://parks.city.gov/x')).toBe(true);
    expect(scope.contains('https://evilcity.gov/')).toBe(false);
    expect(scope.contains('https://city.gov.evil.example/')).toBe(false);
  });

  it('does not hold siblings below a shared government domain', () => {
    const scope = new SiteScope('https://cannabis.ca.gov/');
    scope.admitFromHome('https://dmv.ca.gov/');
    expect(scope.contains('https://dmv.ca.gov/')).toBe(false);
    expect(scope.contains('https://ca.gov/')).toBe(false);
  });
});

describe('HostPace', () => {
  it('reads Retry-After as seconds and as a date', () => {
    expect(retryAfterMs('120', 0)).toBe(120_000);
    expect(retryAfterMs('Thu, 01 Jan 1970 00:01:00 GMT', 15_000)).toBe(45_000);
    expect(retryAfterMs('soon', 0)).toBeUndefined();
  });

  it('backs off further each time, and gives up a host that asks for hours', async () => {
    const ports = fakePorts();
    const pace = new HostPace(ports.clock, 500);
    const waits: number[] = [];
    for (let strike = 0; strike < 4; strike++) {
      pace.overloaded('a', undefined);
      waits.push(pace.waitMs('a'));
      await ports.wait(pace.waitMs('a'));
    }
    expect(waits).toEqual([2000, 4000, 8000, 16_000]);
    expect(pace.isExhausted('a')).toBe(false);
    pace.overloaded('b', 86_400_000);
    expect(pace.isExhausted('b')).toBe(true);
  });
});

describe('TrapGuard', () => {
  const guard = () => new TrapGuard(fakePorts().clock);

  it.each([
    'https://city.gov/a/b/a/b/a/b/',
    'https://city.gov/x/x/x/',
    `https://city.gov/${'a/'.repeat(20)}`,
    `https://city.gov/?q=${'x'.repeat(2100)}`,
    'https://city.gov/calendar/2031/05',
    'https://city.gov/p?a=1&b=2&c=3&d=4&e=5&f=6&g=7',
    'https://city.gov/wp-login.php',
    'https://city.gov/p?replytocom=5',
  ])('refuses %s', (url) => {
    expect(guard().refuses(url)).toBeTypeOf('string');
  });

  it.each([
    'https://city.gov/departments/fire/stations/',
    'https://city.gov/en/en-us/services/',
    'https://city.gov/departments/print-shop',
    'https://city.gov/index.aspx?NID=120',
    'https://city.gov/calendar/2026/02',
    'https://city.gov/1995-annual-report',
  ])('lets %s pass', (url) => {
    expect(guard().refuses(url)).toBeUndefined();
  });

  it('counts variants of one path, not different pages', () => {
    const traps = guard();
    const count = (make: (index: number) => string) =>
      Array.from({ length: 1000 }, (_, index) => traps.refuses(make(index))).filter(
        (reason) => reason === undefined,
      ).length;
    expect(count((index) => `https://city.gov/list?page=${index}`)).toBe(60);
    expect(count((index) => `https://city.gov/item/${index}`)).toBe(400);
    expect(
      count(
        (index) =>
          `https://city.gov/${index.toString(36).replace(/\d/g, 'q')}${'abcdefghij'[index % 10]}-page`,
      ),
    ).toBe(1000);
  });
});

describe('folderHost', () => {
  it.each(['www.city.gov', 'city.co.uk', 'ci.city.ca.us', 'localhost.city.gov+8080'])(
    '%s is a host',
    (name) => {
      expect(folderHost(name)).toBeDefined();
    },
  );
  it.each([
    'departments',
    'index.php',
    'page.html',
    'v1.2.3',
    'jquery.js',
    'city.invalid',
    'site.zip',
    'a..gov',
  ])('%s is none', (name) => {
    expect(folderHost(name)).toBeUndefined();
  });
});
