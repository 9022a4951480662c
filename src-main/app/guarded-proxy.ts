import { lookup } from 'node:dns/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { isPublicAddress } from './public-address.js';

export interface GuardedProxy {
  /** Chromium's proxy rule for this proxy. */
  readonly rules: string;
  close(): void;
}

export interface ProxyOptions {
  /** Hosts that may have a private address, because a person named them. */
  allowedHosts: readonly string[];
  /** Finds all addresses of a host name. */
  resolve?: (host: string) => Promise<string[]>;
}

/**
 * A local HTTP proxy through which a hidden page loads: it finds a host's addresses once, checks each of them, and
 * connects to exactly the checked one. Chromium itself would look the name up again, which DNS rebinding uses.
 */
export async function startGuardedProxy(options: ProxyOptions): Promise<GuardedProxy> {
  const checked = (host: string): Promise<string> => checkedAddress(host, options);
  const server = createServer((incoming, response) => void forward(incoming, response, checked));
  server.on('connect', (incoming: IncomingMessage, socket: Duplex) => void tunnel(incoming, socket, checked));
  server.on('clientError', (_error, socket) => socket.destroy());
  const sockets = trackSockets(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    rules: `http=127.0.0.1:${port};https=127.0.0.1:${port}`,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The address to connect to for `host`. Throws when one of its addresses is not public and nobody allowed it. */
export async function checkedAddress(host: string, options: ProxyOptions): Promise<string> {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  const resolve = options.resolve ?? allAddresses;
  const addresses = isIP(name) > 0 ? [name] : await resolve(name);
  const first = addresses[0];
  if (first === undefined) throw new Error(`${name} has no address`);
  const isAllowed = options.allowedHosts.some((allowed) => allowed.toLowerCase() === name);
  if (!isAllowed && !addresses.every(isPublicAddress)) throw new Error(`${name} is not a public address`);
  return first;
}

async function allAddresses(host: string): Promise<string[]> {
  return (await lookup(host, { all: true, verbatim: false })).map(({ address }) => address);
}

async function tunnel(
  incoming: IncomingMessage,
  socket: Duplex,
  checked: (host: string) => Promise<string>,
): Promise<void> {
  socket.on('error', () => socket.destroy());
  try {
    const { hostname, port } = new URL(`http://${incoming.url ?? ''}`);
    const address = await checked(hostname);
    const remote: Socket = connect(port === '' ? 80 : Number(port), address, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      remote.pipe(socket);
      socket.pipe(remote);
    });
    remote.on('error', () => socket.destroy());
    socket.on('close', () => remote.destroy());
  } catch {
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  }
}

async function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  checked: (host: string) => Promise<string>,
): Promise<void> {
  try {
    const url = new URL(incoming.url ?? '');
    const address = await checked(url.hostname);
    const outgoing = request(
      {
        host: address,
        port: url.port === '' ? 80 : Number(url.port),
        path: url.pathname + url.search,
        method: incoming.method,
        headers: { ...incoming.headers, host: url.host },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  } catch {
    response.writeHead(403).end();
  }
}

function trackSockets(server: Server): Set<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return sockets;
}
