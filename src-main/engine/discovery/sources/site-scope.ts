import { getDomain } from 'tldts';

function bareHost(host: string): string {
  return host.toLowerCase().replace(/^www\d?\./, '');
}

/**
 * Which hosts belong to the organisation's site. The start host with and without `www.` always does. A host below it
 * (`parks.city.gov` below `city.gov`) does once the home page links to it. A sibling (`dmv.ca.gov` beside
 * `cannabis.ca.gov`) never does: under a shared government domain it is another organisation.
 */
export class SiteScope {
  private readonly roots = new Set<string>();
  private readonly linkedFromHome = new Set<string>();

  constructor(startUrl: string) {
    this.addRoot(startUrl);
  }

  /** Adds a root: where the start page redirects to is the organisation's site too. */
  addRoot(url: string): void {
    const host = new URL(url).host;
    // A public suffix itself (`gov`, `co.uk`) may never be a root: everything would be inside.
    if (getDomain(host, { allowPrivateDomains: true }) === null) this.roots.add(host.toLowerCase());
    else this.roots.add(bareHost(host));
  }

  /** Admits the subdomains among the home page's links. */
  admitFromHome(url: string): void {
    const host = bareHost(new URL(url).host);
    if ([...this.roots].some((root) => host.endsWith(`.${root}`)) && this.linkedFromHome.size < 200) {
      this.linkedFromHome.add(host);
    }
  }

  /** Admits a URL's host without asking: for what an earlier run of the same crawl had admitted. */
  admitHost(url: string): void {
    if (!this.contains(url) && this.linkedFromHome.size < 200)
      this.linkedFromHome.add(bareHost(new URL(url).host));
  }

  /** Whether the URL lies on the site's own host (with or without `www.`). */
  isMain(url: string): boolean {
    const host = new URL(url).host.toLowerCase();
    return this.roots.has(host) || this.roots.has(bareHost(host));
  }

  contains(url: string): boolean {
    return this.isMain(url) || this.linkedFromHome.has(bareHost(new URL(url).host));
  }
}
