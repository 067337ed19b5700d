import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { collect } from './collect.js';
import type { Order } from './entry.js';
import type { Inspection } from './findings.js';
import { readExport } from './read.js';
import { traceCounter, type SpecialWords } from './traces.js';
import { openExport, openExportFile, type OpenExport } from './zip.js';

/** Where times are taken to be from when nobody says: an export has no zone. */
export const ASSUMED_ZONE = 'Europe/London';

export type InspectOptions = {
  /** How dates are to be read; by the evidence in the file when it is not said. */
  readonly order?: Order;
  /** IANA name of the zone that the phone was in; `ASSUMED_ZONE` when it is not said. */
  readonly zone?: string;
  /** The words that count as traces of special category data, by facet. */
  readonly special: SpecialWords;
  readonly today: Date;
};

/**
 * What an export tells about its group, from the bytes of the file: counts, times and names, no text of any message. Throws
 * `ExportProblem`, and `RangeError` for a zone that there is not.
 */
export async function inspect(name: string, bytes: Uint8Array, options: InspectOptions): Promise<Inspection> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return inspected(await openExport(name, bytes), { sha256, bytes: bytes.byteLength }, options);
}

/** As `inspect`, for a file on disk, of which never more than a part is in memory. Throws what `node:fs` throws, too. */
export async function inspectFile(path: string, options: InspectOptions): Promise<Inspection> {
  const { bytes, ...opened } = await openExportFile(path);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) hash.update(chunk);
  return inspected(opened, { sha256: hash.digest('hex'), bytes }, options);
}

async function inspected(
  { chat, media }: OpenExport,
  file: { readonly sha256: string; readonly bytes: number },
  options: InspectOptions,
): Promise<Inspection> {
  const collection = collect({ name: chat.name, zone: options.zone ?? ASSUMED_ZONE, media });
  const counter = traceCounter(options.special);
  const { order, today } = options;
  const reading = await readExport(chat, { ...(order === undefined ? {} : { order }), today }, (entry) => {
    collection.take(entry);
    counter.take(entry);
  });
  return { ...file, readings: collection.findings(reading), traces: counter.traces() };
}
