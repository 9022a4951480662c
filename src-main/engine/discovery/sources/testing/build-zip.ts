import { deflateRawSync } from 'node:zlib';
import { crc32 } from '../crc32.js';

export interface ZipPart {
  name: string;
  body: Buffer | string;
  stored?: boolean;
  /** General purpose flags; 1 marks encryption, 8 a data descriptor. */
  flags?: number;
  method?: number;
  declaredBytes?: number;
  crc?: number;
  /** Unix mode in the external attributes. */
  mode?: number;
}

interface Laid {
  part: ZipPart;
  name: Buffer;
  data: Buffer;
  method: number;
  crc: number;
  size: number;
  offset: number;
}

function localHeader({ part, name, data, method, crc, size }: Laid): Buffer {
  const streamed = ((part.flags ?? 0) & 8) !== 0;
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(part.flags ?? 0, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt16LE(0x6000, 10);
  header.writeUInt16LE(0x5c21, 12);
  header.writeUInt32LE(streamed ? 0 : crc, 14);
  header.writeUInt32LE(streamed ? 0 : data.length, 18);
  header.writeUInt32LE(streamed ? 0 : size, 22);
  header.writeUInt16LE(name.length, 26);
  const descriptor = Buffer.alloc(streamed ? 16 : 0);
  if (streamed) {
    descriptor.writeUInt32LE(0x08074b50, 0);
    descriptor.writeUInt32LE(crc, 4);
    descriptor.writeUInt32LE(data.length, 8);
    descriptor.writeUInt32LE(size, 12);
  }
  return Buffer.concat([header, name, data, descriptor]);
}

function centralHeader({ part, name, data, method, crc, size, offset }: Laid): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(0x0314, 4);
  header.writeUInt16LE(20, 6);
  header.writeUInt16LE(part.flags ?? 0, 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt16LE(0x6000, 12);
  header.writeUInt16LE(0x5c21, 14);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(data.length, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt32LE(((part.mode ?? 0o100644) << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  return Buffer.concat([header, name]);
}

/** A zip archive of the given entries, as broken as they ask for. */
export function buildZip(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const body = Buffer.from(part.body);
    const laid: Laid = {
      part,
      name: Buffer.from(part.name),
      data: part.stored ? body : deflateRawSync(body),
      method: part.method ?? (part.stored ? 0 : 8),
      crc: part.crc ?? crc32(body),
      size: part.declaredBytes ?? body.length,
      offset,
    };
    const local = localHeader(laid);
    locals.push(local);
    centrals.push(centralHeader(laid));
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
