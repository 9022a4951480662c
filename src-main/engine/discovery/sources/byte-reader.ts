/** Marks a place where the stream was damaged: what follows is not the continuation of what came before. */
export const streamBreak = Symbol('stream break');

/** Reads an asynchronous byte stream by delimiters and lengths, holding no more than is asked for. */
export class ByteReader {
  private buffer: Buffer = Buffer.alloc(0);
  private isBroken = false;
  private isDone = false;
  /** Offset of the next byte in the (decoded) stream. */
  offset = 0;

  private readonly source: AsyncIterator<Buffer | typeof streamBreak>;

  constructor(source: AsyncIterable<Buffer | typeof streamBreak>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** Ends the source, so that what it reads from is released. */
  async close(): Promise<void> {
    this.isDone = true;
    await this.source.return?.();
  }

  /** Goes on behind a break. */
  resume(): void {
    this.isBroken = false;
  }

  /** Whether the stream, all its segments, is at its end. */
  async atEnd(): Promise<boolean> {
    if (this.buffer.length > 0) return false;
    await this.pull();
    return this.buffer.length === 0 && this.isDone;
  }

  private async pull(): Promise<boolean> {
    if (this.isDone || this.isBroken) return false;
    const next = await this.source.next();
    if (next.done === true) {
      this.isDone = true;
      return false;
    }
    if (next.value === streamBreak) {
      this.isBroken = true;
      return false;
    }
    this.buffer = this.buffer.length === 0 ? next.value : Buffer.concat([this.buffer, next.value]);
    return true;
  }

  private take(length: number): Buffer {
    const taken = this.buffer.subarray(0, length);
    this.buffer = this.buffer.subarray(length);
    this.offset += length;
    return taken;
  }

  /** The next bytes without taking them; fewer at the end. */
  async peek(length: number): Promise<Buffer> {
    while (this.buffer.length < length && (await this.pull())) {
      // Pulls until enough is there.
    }
    return this.buffer.subarray(0, length);
  }

  async skipLineBreaks(): Promise<void> {
    for (;;) {
      const [byte] = await this.peek(1);
      if (byte !== 10 && byte !== 13) return;
      this.take(1);
    }
  }

  /** Takes a header block up to and with its empty line; `undefined` when there is none within `maxBytes`. */
  async readHeaderBlock(maxBytes: number): Promise<string | undefined> {
    let searched = 0;
    for (;;) {
      const text = this.buffer.subarray(0, maxBytes + 4);
      const from = Math.max(0, searched - 4);
      const crlf = text.indexOf('\r\n\r\n', from, 'latin1');
      const lf = text.indexOf('\n\n', from, 'latin1');
      const ends = [crlf < 0 ? -1 : crlf + 4, lf < 0 ? -1 : lf + 2].filter((end) => end >= 0);
      if (ends.length > 0) return this.take(Math.min(...ends)).toString('utf8');
      searched = text.length;
      if (searched >= maxBytes || !(await this.pull())) return undefined;
    }
  }

  /** Takes one line with its break; `undefined` when it is longer than `maxBytes` or the stream ends first. */
  async readLine(maxBytes: number): Promise<string | undefined> {
    let searched = 0;
    for (;;) {
      const end = this.buffer.indexOf(10, searched);
      if (end >= 0) return end < maxBytes ? this.take(end + 1).toString('latin1') : undefined;
      searched = this.buffer.length;
      if (searched >= maxBytes || !(await this.pull())) return undefined;
    }
  }

  /** Streams exactly `length` bytes, or fewer where the stream ends or breaks. */
  async *stream(length: number): AsyncGenerator<Buffer> {
    let left = length;
    while (left > 0) {
      if (this.buffer.length === 0 && !(await this.pull())) return;
      const chunk = this.take(Math.min(left, this.buffer.length));
      left -= chunk.length;
      yield chunk;
    }
  }

  /** Discards bytes until the stream continues with `mark`. Returns false when it never does. */
  async seek(mark: string): Promise<boolean> {
    for (;;) {
      const at = this.buffer.indexOf(mark, 0, 'latin1');
      if (at >= 0) {
        this.take(at);
        return true;
      }
      this.take(Math.max(0, this.buffer.length - mark.length + 1));
      if (await this.pull()) continue;
      if (this.isBroken) {
        this.take(this.buffer.length);
        this.resume();
      } else {
        this.take(this.buffer.length);
        return false;
      }
    }
  }
}
