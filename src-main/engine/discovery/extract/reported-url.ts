import { mirrorOrigin } from '../source-page.js';

/** An address as the profile reports it: root-relative where the mirror does not tell its origin. */
export function reportedUrl(href: string): string {
  return href.startsWith(`${mirrorOrigin}/`) ? href.slice(mirrorOrigin.length) : href;
}
