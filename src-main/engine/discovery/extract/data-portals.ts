import type { DataPortal } from '@shared/contract/organisation-profile.js';
import { fold } from './clean-text.js';
import type { PageReading } from './page-reading.js';
import { hostOf } from './resolve-url.js';

export interface PortalClaim {
  type: DataPortal['type'];
  href: string;
  title: string;
  confidence: number;
  page: PageReading;
  quote: string;
}

/** Open-data catalogues of others, which many organisations link to. */
const foreign =
  /^(?:(?:catalog\.)?data\.gov|data\.census\.gov|census\.gov|data\.gov\.uk|data\.europa\.eu|data\.worldbank\.org|data\.un\.org)$/;
/** Hosts named `data` that serve no catalogue. */
const notPortals = /(?:google|facebook|microsoft|cloudfront|amazonaws|jsdelivr|gstatic|cookielaw)\./;

/** Finds open-data catalogues by host, path and link text; map applications of ArcGIS Online are none. */
export function findDataPortals(pages: readonly PageReading[], place: readonly string[]): PortalClaim[] {
  const found = new Map<string, PortalClaim>();
  for (const page of pages) {
    const links = page.links.map((link) => ({ href: link.href, text: link.text }));
    if (page.canonical !== undefined) links.push({ href: page.canonical, text: page.title });
    for (const link of links) {
      const matched = classify(link.href, link.text);
      if (matched === undefined) continue;
      const host = hostOf(link.href);
      const isOwn = place.some((word) => host.includes(word)) || sharesDomain(host, hostOf(page.url));
      const confidence = Math.min(0.97, matched.confidence + (isOwn ? 0.1 : -0.2));
      const known = found.get(host);
      if (confidence < 0.45 || link.text === '' || (known !== undefined && known.confidence >= confidence))
        continue;
      found.set(host, {
        type: matched.type,
        href: link.href,
        title: link.text,
        confidence,
        page,
        quote: link.text,
      });
    }
  }
  return [...found.values()].sort((a, b) => b.confidence - a.confidence);
}

function classify(href: string, text: string): { type: DataPortal['type']; confidence: number } | undefined {
  const host = hostOf(href);
  if (host === '' || foreign.test(host) || notPortals.test(host)) return undefined;
  const path = href.slice(href.indexOf(host) + host.length);
  const says = /\bopen data\b|\bdata (?:portal|catalog(?:ue)?|hub)\b/.test(fold(text));
  if (/(?:^|\.)hub\.arcgis\.com$|(?:^|\.)opendata\.arcgis\.com$/.test(host))
    return { type: 'arcgis-hub', confidence: 0.8 };
  if (/(?:^|\.)opendatasoft\.com$/.test(host)) return { type: 'opendatasoft', confidence: 0.85 };
  if (/(?:^|\.)(?:socrata\.com|demo\.socrata\.com)$/.test(host)) return { type: 'socrata', confidence: 0.85 };
  const isDataHost =
    /^(?:data|opendata|open-data|datahub|dataportal|data-[a-z]+|[a-z]+data)\./.test(host) &&
    !/maps\.arcgis/.test(host);
  if (
    /\/browse(?:[/?]|$)|\/d\/[a-z0-9]{4}-[a-z0-9]{4}\b|\/[^/]+\/[^/]+\/[a-z0-9]{4}-[a-z0-9]{4}\b/.test(
      path,
    ) &&
    (isDataHost || says)
  ) {
    return { type: 'socrata', confidence: 0.8 };
  }
  if (
    /(?:^|\.)ckan\./.test(host) ||
    (isDataHost && /^\/(?:dataset|group|organization)(?:[/?]|$)/.test(path))
  ) {
    return { type: 'ckan', confidence: 0.75 };
  }
  if (isDataHost && /\/explore\/|\/datasets?\//.test(path)) return { type: 'arcgis-hub', confidence: 0.6 };
  if (
    /^(?:data|opendata|open-data|dataportal)\./.test(host) &&
    /\.(?:gov|us|org|uk|ca|au|edu)$|\.gov\./.test(host)
  ) {
    return { type: 'other', confidence: says ? 0.75 : 0.6 };
  }
  return isDataHost && says ? { type: 'other', confidence: 0.6 } : undefined;
}

function sharesDomain(host: string, page: string): boolean {
  const tail = (name: string): string => name.split('.').slice(-2).join('.');
  return page !== '' && tail(host) === tail(page);
}
