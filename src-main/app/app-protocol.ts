import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { protocol, type Session } from 'electron';

/** The origin of our own pages: a scheme of its own, because file:// pages would have every file as their neighbour. */
export const appOrigin = 'app://aios';
export const appStartUrl = `${appOrigin}/index.html`;

/** In index.html, where the nonce of each load goes. */
const noncePlaceholder = '__CSP_NONCE__';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** Must run before the app is ready: afterwards Chromium no longer takes new schemes. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);
}

/** Serves the built renderer, and nothing else, to pages of this session. */
export function serveApp(session: Session, folder: string): void {
  session.protocol.handle('app', async (request) => {
    const path = request.method === 'GET' ? assetPath(folder, request.url) : null;
    const type = path === null ? undefined : contentTypes[extname(path)];
    if (path === null || type === undefined) return refuse(404);
    try {
      return respond(await readFile(path), type);
    } catch {
      return refuse(404);
    }
  });
}

/**
 * The file that an app:// URL stands for, or null when it is not one of ours. Encoded separators, dot segments that
 * survive URL parsing, drive letters and NUL bytes all end outside of `folder` or are refused before.
 */
export function assetPath(folder: string, url: string): string | null {
  let parsed: URL;
  let name: string;
  try {
    parsed = new URL(url);
    name = decodeURIComponent(parsed.pathname);
  } catch {
    return null;
  }
  if (`${parsed.protocol}//${parsed.host}` !== appOrigin) return null;
  if (/[\0\\:%]/.test(name)) return null;
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

function respond(content: Buffer, type: string): Response {
  const nonce = randomBytes(16).toString('base64');
  const isPage = type.startsWith('text/html');
  const body = isPage
    ? content.toString('utf8').replaceAll(noncePlaceholder, nonce)
    : new Uint8Array(content);
  return new Response(body, { headers: { ...securityHeaders(nonce), 'Content-Type': type } });
}

function refuse(status: number): Response {
  return new Response('', { status, headers: securityHeaders('none') });
}

function securityHeaders(nonce: string): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(nonce),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}
