import { join, sep } from 'node:path';

/** The origin of our own pages: a scheme of its own, because file:// pages would have every file as their neighbour. */
export const appOrigin = 'app://aios';
export const appStartUrl = `${appOrigin}/index.html`;

/** Whether the URL is one of our own pages. */
export function isOwnPage(url: string): boolean {
  try {
    const parsed = new URL(url);
    return `${parsed.protocol}//${parsed.host}` === appOrigin;
  } catch {
    return false;
  }
}

/**
 * The file that an app:// URL stands for, or null when it is not one of ours. Encoded separators, dot segments that
 * survive URL parsing, drive letters and NUL bytes all end outside of `folder` or are refused before.
 */
export function assetPath(folder: string, url: string): string | null {
  let name: string;
  try {
    name = decodeURIComponent(new URL(url).pathname);
  } catch {
    return null;
  }
  if (!isOwnPage(url) || /[\0\\:%]/.test(name)) return null;
  if (name.split('/').some((segment) => segment === '..' || segment === '.')) return null;
  const path = join(folder, name);
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? path : null;
}

/** The policy of every page: own files only, no inline code, no network at all (the engine is reached by a port). */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    "worker-src 'none'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
