import type { IncomingHttpHeaders } from 'node:http';
import type { SourceOptions } from '../source-page.js';
import { type Followed, followRedirects } from './follow-redirects.js';
import { isHtmlType } from './media-types.js';
import type { OriginGate, RulesContext } from './origin-rules.js';
import { decodePage, type PageLinks, readPageLinks } from './page-links.js';
import { renderPage } from './render-page.js';
import type { SiteScope } from './site-scope.js';
import type { WebAnswer } from './web-access.js';

const acceptHtml = 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.1';

/** A page as it was fetched or rendered, with its links. */
export interface FetchedPage {
  url: string;
  /** The URLs that were asked for or passed on the way. */
  aliases: string[];
  body: Uint8Array;
  contentType: string;
  links: PageLinks;
}

/** Fetches pages of a site: robots.txt before each hop, redirects on the site only, scripts rendered where possible. */
export class PageFetcher {
  constructor(
    private readonly context: RulesContext,
    private readonly gate: OriginGate,
    private readonly scope: SiteScope,
    private readonly render: SourceOptions['render'],
  ) {}

  /** The answer that robots.txt gives in place of the page, or `undefined`. */
  async permission(url: string): Promise<WebAnswer | undefined> {
    const { rules, refusal } = await this.gate.rulesFor(url);
    if (refusal !== undefined) return refusal;
    if (rules.allows(url)) return undefined;
    return { state: 'blocked', cause: 'robots', reason: 'robots.txt disallows it' };
  }

  /** Requests a page. Where the start page redirects to belongs to the organisation's site too. */
  fetch(url: string, isStart: boolean): Promise<Followed> {
    const { access, pace, limits, ports, signal } = this.context;
    const wants = (status: number, headers: IncomingHttpHeaders) => {
      const type = headers['content-type'];
      return status >= 200 && status < 300 && (type === undefined || isHtmlType(type));
    };
    const request = { url, maxBytes: limits.pageBytes, accept: acceptHtml, wants };
    const cancellable = signal === undefined ? request : { ...request, signal };
    return followRedirects(access, cancellable, limits.redirects, async (hop, from) => {
      if (isStart) this.scope.addRoot(hop);
      if (!this.scope.contains(hop)) {
        const reason = `it redirects to another site (${new URL(hop).host})`;
        return { state: 'blocked', cause: 'scope', reason };
      }
      const refused = await this.permission(hop);
      // The redirect was a request like any other: its host gets its pause before the next one.
      pace.answered(new URL(from).host, 0);
      const waitMs = pace.waitMs(new URL(hop).host);
      if (refused === undefined && waitMs > 0) await ports.wait(waitMs, signal);
      return refused;
    });
  }

  /** Reads the links of a fetched page, and lets the hidden window render it if scripts have to build it. */
  async read(asked: string, followed: Followed, body: Buffer, contentType: string): Promise<FetchedPage> {
    const aliases = followed.hops.filter((hop) => hop !== followed.finalUrl);
    const links = readPageLinks(decodePage(body, contentType));
    const fetched: FetchedPage = { url: followed.finalUrl, aliases, body, contentType, links };
    if (this.render === undefined || !links.scriptBuilt) return fetched;
    const rendered = await renderPage(this.render, followed.finalUrl, this.context.limits);
    if (rendered === undefined || !this.scope.contains(rendered.url)) return fetched;
    if (rendered.url !== asked && !aliases.includes(asked)) aliases.push(asked);
    return { ...rendered, aliases, links: readPageLinks(rendered.body.toString('utf8')) };
  }
}
