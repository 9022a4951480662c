import type { LookupAddress } from 'node:dns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardedLookup, refusedAddress, refusedUrl } from './address-guard.js';

/** Spellings of addresses that a crawler must never connect to, as they can stand in a link, a redirect or a form. */
const hostile = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://127.255.255.254/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.0.0.1/',
  'http://0x7F.0x0.0x0.0x1/',
  'http://0177.0.0.1/',
  'http://0177.0.0.01/',
  'http://017700000001/',
  'http://127.0.0.1./',
  'http://0/',
  'http://0.0.0.0/',
  'http://0.1.2.3/',
  'http://１２７.０.０.１/',
  'http://127。0。0。1/',
  'http://①②⑦.⓪.⓪.①/',
  'http://%31%32%37.0.0.1/',
  'http://user:pass@127.0.0.1/',
  'http://www.city.gov@127.0.0.1/',
  'http://localhost/',
  'http://LOCALHOST/',
  'http://localhost./',
  'http://foo.localhost/',
  'http://localhost:8080/',
  'http://10.0.0.1/',
  'http://10.255.255.255/',
  'http://012.0.0.1/',
  'http://167772161/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.0.1/',
  'http://192.168.1/',
  'http://0xc0a80001/',
  'http://3232235521/',
  'http://169.254.169.254/latest/meta-data/',
  'http://169.254.0.1/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://168.63.129.16/',
  'http://100.64.0.1/',
  'http://100.100.100.200/',
  'http://100.127.255.255/',
  'http://192.0.0.192/',
  'http://192.0.2.1/',
  'http://198.18.0.1/',
  'http://198.51.100.1/',
  'http://203.0.113.1/',
  'http://224.0.0.1/',
  'http://239.255.255.255/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[0:0:0:0:0:ffff:10.0.0.1]/',
  'http://[::127.0.0.1]/',
  'http://[::7f00:1]/',
  'http://[::ffff:0:127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://[64:ff9b:1::1]/',
  'http://[2002:7f00:1::]/',
  'http://[2002:a9fe:a9fe::1]/',
  'http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/',
  'http://[2001:db8::1]/',
  'http://[2001:db8::5efe:7f00:1]/',
  'http://[2606:4700::5efe:10.0.0.1]/',
  'http://[2606:4700::200:5efe:10.0.0.1]/',
  'http://[fe80::1]/',
  'http://[fc00::1]/',
  'http://[fd00:ec2::254]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  'http://[100::1]/',
  'http://[3fff::1]/',
  'http://[5f00::1]/',
  'http://[4000::1]/',
  'http://93.184.215.14:22/',
  'http://93.184.215.14:6379/',
  'http://93.184.215.14:25/',
  'ftp://93.184.215.14/',
  'file:///etc/passwd',
  'gopher://93.184.215.14/',
];

const harmless = [
  'https://93.184.215.14/',
  'http://8.8.8.8:8080/',
  'https://www.city.gov/',
  'https://localhost.city.gov/',
  'https://[2606:4700::6810:84e5]/',
  'https://[64:ff9b::808:808]/',
  'https://[::ffff:8.8.8.8]/',
];

describe('refusedUrl', () => {
  it.each(hostile)('refuses %s', (address) => {
    expect(refusedUrl(new URL(address), [])).toBeTypeOf('string');
  });

  it.each(harmless)('lets %s pass', (address) => {
    expect(refusedUrl(new URL(address), [])).toBeUndefined();
  });

  it('lets a host pass that is allowed by name, and no other', () => {
    expect(refusedUrl(new URL('http://127.0.0.1:8080/'), ['127.0.0.1'])).toBeUndefined();
    expect(refusedUrl(new URL('http://[::1]/'), ['::1'])).toBeUndefined();
    expect(refusedUrl(new URL('http://127.0.0.2/'), ['127.0.0.1'])).toBeTypeOf('string');
    expect(refusedUrl(new URL('http://localhost/'), ['127.0.0.1'])).toBeTypeOf('string');
  });

  it('keeps the port rule for allowed hosts', () => {
    expect(refusedUrl(new URL('http://127.0.0.1:22/'), ['127.0.0.1'])).toBeTypeOf('string');
  });
});

describe('refusedAddress', () => {
  it('refuses every private, loopback and link-local IPv4 address, also inside IPv6', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const local = fc.oneof(
      fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
      fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
      fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
      fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
      fc.tuple(fc.integer({ min: 224, max: 255 }), byte, byte, byte),
    );
    fc.assert(
      fc.property(local, (parts) => {
        const address = parts.join('.');
        const all = [
          address,
          `::ffff:${address}`,
          `64:ff9b::${address}`,
          `::${address}`,
          `::ffff:0:${address}`,
        ];
        return all.every((spelling) => refusedAddress(spelling) !== undefined);
      }),
    );
  });

  it('refuses what is no address', () => {
    fc.assert(fc.property(fc.string(), (text) => refusedAddress(`x${text}`) !== undefined));
    expect(refusedAddress('010.0.0.1')).toBe('not an IP address');
  });
});

describe('guardedLookup', () => {
  function look(names: string[], allowed: string[] = []): Promise<string | LookupAddress[]> {
    const resolve = async () =>
      names.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }) as const);
    return new Promise((done, fail) => {
      guardedLookup(resolve, allowed)('www.city.gov', { all: true }, (error, addresses) => {
        if (error) fail(error);
        else done(addresses);
      });
    });
  }

  it('returns the checked addresses', async () => {
    await expect(look(['93.184.215.14'])).resolves.toEqual([{ address: '93.184.215.14', family: 4 }]);
  });

  it('refuses a name when one of its addresses is not public', async () => {
    await expect(look(['93.184.215.14', '10.0.0.1'])).rejects.toThrow(/10\.0\.0\.1, a private address/);
    await expect(look(['fd00::1'])).rejects.toThrow(/private/);
  });

  it('refuses the second answer of a name that first was public (DNS rebinding)', async () => {
    const answers = ['93.184.215.14', '127.0.0.1'];
    const lookup = guardedLookup(async () => [{ address: answers.shift() ?? '', family: 4 }], []);
    const ask = () =>
      new Promise<unknown>((done) => {
        lookup('rebind.example', {}, (error, address) => done(error ?? address));
      });
    await expect(ask()).resolves.toBe('93.184.215.14');
    await expect(ask()).resolves.toMatchObject({ reason: expect.stringContaining('loopback') });
  });

  it('lets an allowed name lead anywhere', async () => {
    await expect(look(['10.0.0.1'], ['WWW.city.gov.'])).resolves.toHaveLength(1);
  });
});
