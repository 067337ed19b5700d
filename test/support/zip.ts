import { constants, crc32, deflateRawSync } from 'node:zlib';

/** A file to pack. What is not said is true and usual. */
export type Unpacked = {
  readonly path: string;
  readonly text: string | Uint8Array;
  readonly stored?: boolean;
  /** Packed already. */
  readonly packed?: Uint8Array;
  /** What the directory says of it, instead of the truth. */
  readonly says?: { readonly size?: number; readonly crc?: number; readonly offset?: number; readonly method?: number };
  readonly locked?: boolean;
  /** The name as bytes in another encoding than UTF-8. */
  readonly rawName?: Uint8Array;
  /** Says that the name is UTF-8. */
  readonly utf8?: boolean;
};

export type ZipOptions = {
  readonly comment?: string;
  readonly entryCount?: number;
  readonly disk?: number;
  /** The end of a zip64, with the directory at this place. */
  readonly zip64At?: bigint;
};

/** A zip with these files, in this order (APPNOTE.TXT 4.3). */
export function zipOf(files: readonly Unpacked[], options: ZipOptions = {}): Buffer {
  const body: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const { name, data, fields } = packed(file, offset);
    const local = Buffer.concat([head(0x04034b50, fields.subarray(2, 26)), Buffer.from([0, 0]), name, data]);
    body.push(local);
    directory.push(Buffer.concat([head(0x02014b50, fields), name]));
    offset += local.byteLength;
  }
  const listed = Buffer.concat(directory);
  return Buffer.concat([...body, listed, ...end(listed.byteLength, offset, files.length, options)]);
}

function packed(
  { path, text, stored = false, packed, says = {}, locked = false, rawName, utf8 = true }: Unpacked,
  offset: number,
) {
  const plain = Buffer.from(text);
  const data = Buffer.from(packed ?? (stored ? plain : deflateRawSync(plain)));
  const name = Buffer.from(rawName ?? Buffer.from(path));
  const fields = Buffer.alloc(42);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(20, 2);
  fields.writeUInt16LE((locked ? 1 : 0) | (utf8 ? 0x800 : 0), 4);
  fields.writeUInt16LE(says.method ?? (stored ? 0 : 8), 6);
  fields.writeUInt32LE(says.crc ?? crc32(plain), 12);
  fields.writeUInt32LE(data.byteLength, 16);
  fields.writeUInt32LE(says.size ?? plain.byteLength, 20);
  fields.writeUInt16LE(name.byteLength, 24);
  fields.writeUInt32LE(says.offset ?? offset, 38);
  return { name, data, fields };
}

function head(signature: number, fields: Uint8Array): Buffer {
  const start = Buffer.alloc(4);
  start.writeUInt32LE(signature);
  return Buffer.concat([start, fields]);
}

function end(
  size: number,
  offset: number,
  files: number,
  { comment = '', entryCount = files, disk = 0, zip64At }: ZipOptions,
) {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50);
  record.writeUInt16LE(disk, 4);
  record.writeUInt16LE(disk, 6);
  record.writeUInt16LE(entryCount, 8);
  record.writeUInt16LE(entryCount, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  record.writeUInt16LE(Buffer.byteLength(comment), 20);
  const last = Buffer.concat([record, Buffer.from(comment)]);
  if (zip64At === undefined) return [last];
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50);
  locator.writeBigUInt64LE(zip64At, 8);
  locator.writeUInt32LE(1, 16);
  return [locator, last];
}

/** The same line `megabytes` times a megabyte, packed as tightly as can be, without ever being in memory unpacked. */
export function bombOf(line: string, megabytes: number): { readonly packed: Buffer; readonly size: number } {
  const block = Buffer.from(line.repeat(Math.ceil((1024 * 1024) / line.length)));
  // A full flush ends on a whole byte and looks back on nothing, so that the block can be repeated.
  const once = deflateRawSync(block, { finishFlush: constants.Z_FULL_FLUSH, level: 9 });
  const blocks = Array.from({ length: megabytes }, () => once);
  return { packed: Buffer.concat([...blocks, Buffer.from([3, 0])]), size: block.byteLength * megabytes };
}
