import { pipeline, Readable, Transform } from 'node:stream';
import { describeBytes } from './source-limits.js';

export interface ReadBounds {
  /** Most decoded bytes. */
  maxBytes: number;
  maxRatio: number;
  ratioFloorBytes: number;
}

/** What came of reading a stream to its end or to its bound. Nothing beyond the bound is ever held. */
export type BoundedRead =
  | { state: 'complete'; bytes: Buffer }
  | { state: 'refused'; reason: string }
  | { state: 'damaged'; reason: string; decodedBytes: number };

/** Why decoded data is more than the bounds allow, or `undefined`. */
export function overBounds(decoded: number, encoded: number, bounds: ReadBounds): string | undefined {
  if (decoded > bounds.maxBytes) return `it is larger than the limit of ${describeBytes(bounds.maxBytes)}`;
  if (decoded > bounds.ratioFloorBytes && decoded > encoded * bounds.maxRatio) {
    return `it unpacks to more than ${bounds.maxRatio} times its size (a decompression bomb)`;
  }
  return undefined;
}

/** Reads a byte stream through its decoders (in order) into memory, within bounds. Never throws for bad data. */
export async function readBounded(
  source: AsyncIterable<Uint8Array>,
  decoders: readonly Transform[],
  bounds: ReadBounds,
): Promise<BoundedRead> {
  let encoded = 0;
  const counter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      encoded += chunk.byteLength;
      done(null, chunk);
    },
  });
  const input = source instanceof Readable ? source : Readable.from(source, { objectMode: false });
  const streams = [input, counter, ...decoders];
  const last = streams[streams.length - 1];
  // The iteration below sees every error; the pipeline's own callback only has to exist.
  pipeline(streams, () => {});
  const chunks: Buffer[] = [];
  let decoded = 0;
  try {
    for await (const chunk of last as AsyncIterable<Buffer>) {
      decoded += chunk.byteLength;
      const reason = overBounds(decoded, encoded, bounds);
      // Leaving the loop destroys the whole pipeline, the source included.
      if (reason !== undefined) return { state: 'refused', reason };
      chunks.push(chunk);
    }
  } catch (error) {
    return {
      state: 'damaged',
      reason: error instanceof Error ? error.message : String(error),
      decodedBytes: decoded,
    };
  } finally {
    // A decoder that ends before its input does would leave the input open.
    input.destroy();
  }
  return { state: 'complete', bytes: Buffer.concat(chunks, decoded) };
}
