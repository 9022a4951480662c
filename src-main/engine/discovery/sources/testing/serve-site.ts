import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SiteHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface ServedSite {
  origin: string;
  port: number;
  /** Paths in the order in which they were asked for. */
  requests: string[];
  close(): Promise<void>;
}

/** A real web server on 127.0.0.1. Pages are HTML by path; a function answers itself; what is absent is a 404. */
export async function serveSite(pages: Record<string, string | SiteHandler>): Promise<ServedSite> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push(path);
    const page = pages[path] ?? pages[path.split('?')[0] ?? '/'] ?? pages['*'];
    if (typeof page === 'function') {
      page(request, response);
    } else {
      response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(page ?? 'not found');
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** An answer with a status, headers and body. */
export function respond(
  status: number,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): SiteHandler {
  return (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

/** A page with a title and links. */
export function linking(title: string, ...hrefs: string[]): string {
  const links = hrefs.map((href) => `<li><a href="${href}">${href}</a></li>`).join('');
  return `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1><ul>${links}</ul></body></html>`;
}
