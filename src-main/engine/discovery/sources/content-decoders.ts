import { PassThrough, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

/** `deflate` means zlib (RFC 9110 §8.4.1.2), but some servers send raw deflate: the first byte tells which. */
function createEitherInflate(): Transform {
  let inner: Transform | undefined;
  let isEnded = false;
  let release = () => {};
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (isEnded) return done();
      if (inner === undefined) {
        const isZlib = ((chunk[0] ?? 0) & 0x0f) === 8;
        inner = isZlib ? createInflate() : createInflateRaw();
        inner.on('data', (data: Buffer) => this.push(data));
        inner.on('error', (error) => this.destroy(error));
        inner.once('end', () => {
          isEnded = true;
          release();
        });
      }
      // A write with bytes behind the end of the stream is never acknowledged, so the end counts too.
      let isReleased = false;
      release = () => {
        if (!isReleased) done();
        isReleased = true;
      };
      inner.write(chunk, () => release());
    },
    flush(done) {
      if (inner === undefined || isEnded) return done();
      release = () => done();
      inner.end();
    },
  });
}

/** The decoders of a Content-Encoding header, outermost first; `undefined` when one is unknown or there are more than two. */
export function contentDecoders(contentEncoding: string | undefined): Transform[] | undefined {
  const codings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > 2) return undefined;
  const decoders: Transform[] = [];
  for (const coding of codings.reverse()) {
    if (coding === 'gzip' || coding === 'x-gzip') decoders.push(createGunzip());
    else if (coding === 'deflate') decoders.push(createEitherInflate());
    else if (coding === 'br') decoders.push(createBrotliDecompress());
    else if (coding === 'none') decoders.push(new PassThrough());
    else return undefined;
  }
  return decoders;
}
