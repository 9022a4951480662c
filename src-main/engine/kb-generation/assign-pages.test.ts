import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignPages } from './assign-pages.js';
import { pageAt, profileOf, site, unit } from './kb-generation.fixture.js';

const finance = unit('Finance Department', { url: `${site}/departments/finance/index.html` });
const police = unit('Police', { head: { name: 'Ana Ruiz', title: 'Chief', evidence: [] } });
const streets = unit('Streets', {
  url: `${site}/departments/finance/streets`,
  parentId: 'finance-department',
});
const profile = profileOf([finance, police, streets], {
  governanceDocs: [
    {
      type: 'budget',
      title: 'Budget',
      url: `${site}/departments/finance/budget`,
      confidence: 1,
      evidence: [{ source: site, quote: 'Budget' }],
    },
  ],
});
const ownersOf = (page: ReturnType<typeof pageAt>, ...others: ReturnType<typeof pageAt>[]) =>
  assignPages(profile, [page, ...others]).get(page.url);

describe('assignPages', () => {
  it('goes by address, the innermost first, and respects the border of a segment', () => {
    expect(ownersOf(pageAt('/departments/finance/taxes.html'))).toEqual(['finance-department']);
    expect(ownersOf(pageAt('/departments/finance/streets/plan'))).toEqual(['streets']);
    expect(ownersOf(pageAt('/departments/finance-archive'))).toEqual([]);
  });

  it('keeps governance documents and general pages for everybody', () => {
    expect(ownersOf(pageAt('/departments/finance/budget'))).toEqual([]);
    const home = pageAt('/departments/finance', { links: [{ href: `${site}/contact`, text: 'Contact' }] });
    expect(ownersOf(pageAt('/contact'), home)).toEqual([]);
    const chapter = pageAt('/government/code/chapter-181');
    const linking = pageAt('/departments/finance', { links: [{ href: chapter.url, text: 'Chapter 181' }] });
    expect(ownersOf(chapter, linking)).toEqual([]);
    expect(ownersOf(pageAt('/'))).toEqual([]);
    expect(ownersOf(pageAt('/departments/finance/contact'))).toEqual(['finance-department']);
  });

  it('goes by breadcrumbs, the page of the head, and the title', () => {
    expect(ownersOf(pageAt('/150/Bids', { breadcrumbs: ['Home', 'Departments', 'Finance'] }))).toEqual([
      'finance-department',
    ]);
    expect(ownersOf(pageAt('/staff/17', { title: 'Chief Ana Ruiz' }))).toEqual(['police']);
    expect(ownersOf(pageAt('/149', { title: 'Finance' }))).toEqual(['finance-department']);
    expect(ownersOf(pageAt('/77', { title: 'Campaign Finance Reform' }))).toEqual([]);
  });

  it('goes by links from the text of a department, unless all departments link there', () => {
    const form = pageAt('/forms/12');
    const link = { href: form.url, text: 'Refund form' };
    expect(ownersOf(form, pageAt('/departments/finance', { links: [link] }))).toEqual(['finance-department']);
    const menu = ['finance', 'police', 'finance/streets', 'finance/a'].map((path) =>
      pageAt(`/departments/${path}`, { links: [link] }),
    );
    expect(ownersOf(form, ...menu)).toEqual([]);
  });

  it('gives the pages of a merged or renamed department to the one it became', () => {
    const old = unit('Traffic', { url: `${site}/traffic` });
    const page = pageAt('/traffic/signs');
    const owners = assignPages(profile, [page], [{ department: old, into: 'police' }]);
    expect(owners.get(page.url)).toEqual(['police']);
    const gone = assignPages(profile, [page], [{ department: old, into: 'nowhere' }]);
    expect(gone.get(page.url)).toEqual([]);
  });

  it('takes an address that several departments share as a directory of all', () => {
    const shared = profileOf([
      unit('A', { url: `${site}/directory` }),
      unit('B', { url: `${site}/directory` }),
    ]);
    const page = pageAt('/directory');
    expect(assignPages(shared, [page]).get(page.url)).toEqual([]);
  });

  it('names known departments only, whatever the addresses are', () => {
    const path = fc.webPath();
    fc.assert(
      fc.property(fc.array(path, { maxLength: 20 }), fc.array(fc.string()), (paths, crumbs) => {
        const pages = paths.map((each) => pageAt(each, { breadcrumbs: crumbs }));
        const known = new Set(profile.departments.map((each) => each.id));
        for (const owners of assignPages(profile, pages).values()) {
          expect(owners.every((id) => known.has(id))).toBe(true);
        }
      }),
    );
  });
});
