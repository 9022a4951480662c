import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { protocol, type Session } from 'electron';
import { assetPath, contentSecurityPolicy } from './app-address.js';

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
