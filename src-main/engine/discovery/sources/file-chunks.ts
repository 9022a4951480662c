import type { FileHandle } from 'node:fs/promises';

const chunkBytes = 64 * 1024;

/** The bytes of an open file from `start` to `end` (exclusive), in chunks. Stops early where the file ends. */
export async function* fileChunks(handle: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  let position = start;
  while (position < end) {
    // A fresh buffer each time: streams downstream keep the chunk.
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, end - position));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Exactly `length` bytes at `position`, or fewer where the file ends. */
export async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of fileChunks(handle, position, position + length)) parts.push(chunk);
  return Buffer.concat(parts);
}
