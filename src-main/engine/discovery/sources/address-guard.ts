import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { ResolvedAddress } from './source-ports.js';

/** A connection that the guard refused; `reason` is a sentence for the coverage report. */
export class AddressRefused extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** Public by range, and yet a cloud's own service address. */
const metadataAddresses = new Set(['168.63.129.16']);

/** Ports of mail, shells and databases that a web crawl has no business with (after the Fetch standard's bad ports). */
const refusedPorts = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 445, 465, 512, 513, 514,
  515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 873, 989, 990, 993, 995, 1433, 1521, 1719,
  1720, 1723, 2049, 2375, 2376, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5900, 6000, 6379, 6566, 6665,
  6666, 6667, 6668, 6669, 6679, 6697, 9200, 10080, 11211, 27017,
]);

const rangeWords: Record<string, string> = {
  unspecified: 'an unspecified address',
  broadcast: 'a broadcast address',
  multicast: 'a multicast address',
  linkLocal: 'a link-local or cloud metadata address',
  loopback: 'a loopback address',
  carrierGradeNat: 'a carrier-internal address',
  private: 'a private address',
  uniqueLocal: 'a private address',
  deprecatedSiteLocal: 'a private address',
  teredo: 'a tunnelled (Teredo) address',
  '6to4': 'a tunnelled (6to4) address',
};

function embeddedIpv4(address: ipaddr.IPv6, firstPart: number): ipaddr.IPv4 {
  const [high = 0, low = 0] = address.parts.slice(firstPart, firstPart + 2);
  return new ipaddr.IPv4([high >> 8, high & 255, low >> 8, low & 255]);
}

function refusedIpv6(address: ipaddr.IPv6): string | undefined {
  if (address.isIPv4MappedAddress()) return refusedParsed(address.toIPv4Address());
  const { parts } = address;
  // DNS64 networks give every IPv4 host such an address (RFC 6052); it is as public as the address inside.
  if (parts[0] === 0x64 && parts[1] === 0xff9b && parts.slice(2, 6).every((part) => part === 0)) {
    return refusedParsed(embeddedIpv4(address, 6));
  }
  const range = address.range();
  if (range !== 'unicast') return rangeWords[range] ?? `a reserved address (${range})`;
  // Outside 2000::/3 nothing is allocated for the public Internet, `::a.b.c.d` (IPv4-compatible) included.
  if (((parts[0] ?? 0) & 0xe000) !== 0x2000) return 'an address outside the public Internet';
  // ISATAP (RFC 5214) carries an IPv4 address in its last 32 bits.
  if (parts[5] === 0x5efe && ((parts[4] ?? 0) & 0xfdff) === 0) return 'a tunnelled (ISATAP) address';
  return undefined;
}

function refusedParsed(address: ipaddr.IPv4 | ipaddr.IPv6): string | undefined {
  if (address instanceof ipaddr.IPv6) return refusedIpv6(address);
  const range = address.range();
  if (range !== 'unicast') return rangeWords[range] ?? `a reserved address (${range})`;
  if (metadataAddresses.has(address.toString())) return 'a cloud metadata address';
  return undefined;
}

/**
 * Why an IP address may not be connected to, in words, or `undefined` when it is a public unicast address. What is
 * not an address at all is refused too.
 */
export function refusedAddress(address: string): string | undefined {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  // ipaddr.js would read `010.1` as a classful address; only the spellings that Node connects to may pass.
  if (isIP(bare) === 0) return 'not an IP address';
  return refusedParsed(ipaddr.parse(bare));
}

function hostKey(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '');
}

/** Whether the user allowed this host (of a parsed URL) by its very name. */
export function isAllowedHost(hostname: string, allowedHosts: readonly string[]): boolean {
  const key = hostKey(hostname);
  return allowedHosts.some((allowed) => hostKey(allowed) === key);
}

/**
 * Why a URL may not be requested, judged by its spelling alone (scheme, port, literal address, local names), or
 * `undefined`. A host name's addresses are judged when it is resolved, by `guardedLookup`.
 */
export function refusedUrl(url: URL, allowedHosts: readonly string[]): string | undefined {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return `${url.protocol} addresses are not read`;
  if (url.port !== '' && refusedPorts.has(Number(url.port))) return `port ${url.port} is not a web port`;
  if (isAllowedHost(url.hostname, allowedHosts)) return undefined;
  const host = hostKey(url.hostname);
  // The URL parser has already turned decimal, octal, hexadecimal and short IPv4 spellings into dotted ones.
  if (isIP(host) !== 0) {
    const refused = refusedAddress(host);
    return refused === undefined ? undefined : `${host} is ${refused}`;
  }
  if (host === 'localhost' || host.endsWith('.localhost')) return `${host} is this computer`;
  return undefined;
}

type LookupCallback = Parameters<LookupFunction>[2];

function answer(addresses: ResolvedAddress[], all: boolean, callback: LookupCallback): void {
  const [first] = addresses;
  if (first === undefined) {
    callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 4);
  } else if (all) {
    callback(null, addresses);
  } else {
    callback(null, first.address, first.family);
  }
}

/**
 * A `lookup` for `net.connect` that resolves a name once, refuses it when any of its addresses is not public, and
 * returns those very addresses: the socket connects to what was checked, so a second, different DNS answer (DNS
 * rebinding) is never asked for.
 */
export function guardedLookup(
  resolve: (hostname: string) => Promise<ResolvedAddress[]>,
  allowedHosts: readonly string[],
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname)
      .then((addresses) => {
        if (!isAllowedHost(hostname, allowedHosts)) {
          for (const { address } of addresses) {
            const refused = refusedAddress(address);
            if (refused !== undefined) {
              throw new AddressRefused(`${hostname} resolves to ${address}, ${refused}`);
            }
          }
        }
        answer(addresses, options.all === true, callback);
      })
      .catch((error: NodeJS.ErrnoException) => callback(error, '', 4));
  };
}
