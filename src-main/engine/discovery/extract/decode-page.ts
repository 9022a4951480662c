/// <reference path="./html-encoding-sniffer.d.ts" />
import sniffEncoding from 'html-encoding-sniffer';

/**
 * Decodes a page's bytes as a browser would: byte order mark, then the header's charset, then `<meta charset>`, then a
 * guess between UTF-8 and windows-1252. Malformed bytes become U+FFFD; nothing is thrown (WHATWG Encoding Standard).
 */
export function decodePage(body: Uint8Array, contentType: string): string {
  const label = /charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType)?.[1];
  const name = sniffEncoding(
    body,
    label === undefined
      ? { defaultEncoding: guessEncoding(body) }
      : { transportLayerEncodingLabel: label, defaultEncoding: guessEncoding(body) },
  );
  try {
    return new TextDecoder(name ?? 'utf-8').decode(body);
  } catch {
    // x-user-defined, replacement, or an encoding that this build of ICU lacks: bytes that are ASCII stay readable.
    return new TextDecoder('utf-8').decode(body);
  }
}

/** Pages without any declaration are UTF-8 more often than not; only bytes that cannot be UTF-8 speak for windows-1252. */
function guessEncoding(body: Uint8Array): string {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body.subarray(0, 1 << 16), { stream: true });
    return 'UTF-8';
  } catch {
    return 'windows-1252';
  }
}
