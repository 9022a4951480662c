import { createServer, get, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkedAddress, type GuardedProxy, startGuardedProxy } from './guarded-proxy.js';
import { isPublicAddress } from './public-address.js';

describe('a public address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    'is %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'localhost',
    '',
  ])('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it('is never within 10.0.0.0/8', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), fc.nat(255), (a, b, c) => {
        expect(isPublicAddress(`10.${a}.${b}.${c}`)).toBe(false);
      }),
    );
  });
});

describe('the address to connect to', () => {
  const resolve = (addresses: string[]) => async () => addresses;

  it('is refused when one of several is private', async () => {
    const options = { allowedHosts: [], resolve: resolve(['8.8.8.8', '127.0.0.1']) };
    await expect(checkedAddress('rebinding.example', options)).rejects.toThrow(/not a public address/);
  });

  it('may be private when the host was allowed by name, and only that host', async () => {
    const options = { allowedHosts: ['intranet.example'], resolve: resolve(['10.0.0.5']) };
    await expect(checkedAddress('Intranet.example', options)).resolves.toBe('10.0.0.5');
    await expect(checkedAddress('other.example', options)).rejects.toThrow(/not a public address/);
  });

  it('needs no name to be refused', async () => {
    await expect(checkedAddress('[::1]', { allowedHosts: [] })).rejects.toThrow(/not a public address/);
  });
});

describe('the proxy', () => {
  let server: Server;
  let proxy: GuardedProxy;
  const requests: string[] = [];
  const portOf = (listening: Server): number => (listening.address() as AddressInfo).port;

  beforeEach(async () => {
    requests.length = 0;
    server = createServer((request, response) => {
      requests.push(`${request.headers.host ?? ''}${request.url ?? ''}`);
      response.end('a page');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    proxy = await startGuardedProxy({
      allowedHosts: ['allowed.example'],
      resolve: async () => ['127.0.0.1'],
    });
  });
  afterEach(() => {
    proxy.close();
    server.close();
  });

  const proxyPort = (): number => Number(/http=127\.0\.0\.1:(\d+)/.exec(proxy.rules)?.[1]);

  const ask = (url: string): Promise<{ status: number; text: string }> =>
    new Promise((done, fail) => {
      get(
        { host: '127.0.0.1', port: proxyPort(), path: url, headers: { host: new URL(url).host } },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => {
            text += chunk.toString();
          });
          response.on('end', () => done({ status: response.statusCode ?? 0, text }));
        },
      ).on('error', fail);
    });

  const tunnel = (target: string): Promise<string> =>
    new Promise((done, fail) => {
      const socket = connect(proxyPort(), '127.0.0.1', () =>
        socket.write(`CONNECT ${target} HTTP/1.1\r\n\r\n`),
      );
      socket.once('data', (chunk) => {
        done(chunk.toString().split('\r\n')[0] ?? '');
        socket.destroy();
      });
      socket.once('error', fail);
    });

  it('passes on what may be reached, under its own name', async () => {
    const port = portOf(server);
    expect(await ask(`http://allowed.example:${port}/a?b=c`)).toEqual({ status: 200, text: 'a page' });
    expect(requests).toEqual([`allowed.example:${port}/a?b=c`]);
  });

  it('refuses what may not, before anything is sent', async () => {
    const port = portOf(server);
    expect((await ask(`http://other.example:${port}/`)).status).toBe(403);
    expect((await ask(`http://127.0.0.1:${port}/`)).status).toBe(403);
    expect(await tunnel(`other.example:${port}`)).toContain('403');
    expect(requests).toEqual([]);
  });

  it('opens tunnels only to what may be reached', async () => {
    expect(await tunnel(`allowed.example:${portOf(server)}`)).toContain('200');
  });
});
