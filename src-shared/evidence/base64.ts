const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const values = new Map([...alphabet].map((character, index) => [character, index]));

/** Standard base64 with padding (RFC 4648 section 4). */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const triple = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    parts.push(
      digit(triple >>> 18) +
        digit(triple >>> 12) +
        (left > 1 ? digit(triple >>> 6) : '=') +
        (left > 2 ? digit(triple) : '='),
    );
  }
  return parts.join('');
}

function digit(bits: number): string {
  return alphabet.charAt(bits & 63);
}

/**
 * The bytes of standard base64, or `undefined` unless the text is the one encoding of those bytes: no line breaks,
 * full padding, no stray bits in the last digit. Lenient decoders let one signature be written in many ways.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let to = 0;
  for (let at = 0; at < text.length; at += 4) {
    let quad = 0;
    for (let offset = 0; offset < 4; offset += 1) {
      const isPadding = at + offset >= text.length - padding;
      const value = isPadding ? 0 : values.get(text.charAt(at + offset));
      if (value === undefined) return undefined;
      quad = (quad << 6) | value;
    }
    for (const shift of [16, 8, 0]) {
      const byte = (quad >>> shift) & 255;
      if (to < bytes.length) bytes[to++] = byte;
      else if (byte !== 0) return undefined;
    }
  }
  return bytes;
}
