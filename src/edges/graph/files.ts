import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ChannelAt, FileSeen, HistoryPlace } from '../../history/ports.js';
import { WorkplaceProblem } from '../../migration/ports.js';
import { isObjectId, type Ask, type Calls } from './calls.js';
import { isProblem } from './problem.js';

const NEEDS = 'Files.ReadWrite.All';
/** The most that is sent in one request: Microsoft's page said 4 MB for years, and says 250 MB now. */
const SMALL = 4 * 1_024 * 1_024;
/** All parts but the last are a multiple of 320 KiB, as Microsoft's page wants it. */
const PART = 16 * 320 * 1_024;

/** Files in a channel's folder, and their retention labels. */
export function filesOn(calls: Calls): Pick<HistoryPlace, 'putFile' | 'file' | 'putLabel' | 'label'> {
  return {
    putFile: (channel, name, bytes) => putFile(calls, channel, name, Buffer.from(bytes)),
    file: (id) => readFile(calls, id),
    putLabel: (id, label) => putLabel(calls, id, label),
    label: (id) => readLabel(calls, id),
  };
}

const Folder = z.object({ id: z.string(), parentReference: z.object({ driveId: z.string() }) });
const Item = z.object({ id: z.string(), name: z.string(), '@microsoft.graph.downloadUrl': z.url().optional() });

/** Where an item is: the path of all calls about it. */
function pathOf(driveId: string, itemId: string): string {
  return `/drives/${encodeURIComponent(driveId)}/items/${encodeURIComponent(itemId)}`;
}

/** The path of a file by its id here, `drive/item`. */
function pathOfFile(id: string): string {
  const [driveId = '', itemId = '', ...more] = id.split('/');
  if (driveId === '' || itemId === '' || more.length > 0) throw new WorkplaceProblem('not-found', 'us', randomUUID());
  return pathOf(driveId, itemId);
}

/** The hash is of what was sent: whether that is what lies there, `file` says. */
async function putFile(
  calls: Calls,
  { teamId, channelId }: ChannelAt,
  name: string,
  bytes: Buffer,
): Promise<FileSeen | null> {
  if (!isObjectId(teamId)) throw new WorkplaceProblem('not-found', 'administrator', randomUUID());
  const place = `/teams/${teamId}/channels/${encodeURIComponent(channelId)}/filesFolder`;
  const folder = await calls.get({ path: place, needs: NEEDS }, Folder);
  if (folder === null) return null;
  const { driveId } = folder.parentReference;
  const path = `${pathOf(driveId, folder.id)}:/${encodeURIComponent(name)}:`;
  const sha256 = hashOf(bytes);
  try {
    const small = bytes.length <= SMALL;
    const made = await (small ? send(calls, path, bytes) : sendInParts(calls, path, name, bytes));
    return { id: `${driveId}/${made.id}`, name, sha256 };
  } catch (error) {
    if (!isProblem(error, 'name-taken')) throw error;
    const there = await fileNamed(calls, driveId, folder.id, name);
    // Nothing of that name after all: the upload was forgotten on the way.
    if (there === null) throw new WorkplaceProblem('outage', 'us', error.correlationId);
    if (there.sha256 !== sha256) throw error;
    return there;
  }
}

async function send(calls: Calls, path: string, bytes: Buffer): Promise<{ readonly id: string }> {
  const ask = { path: `${path}/content?@microsoft.graph.conflictBehavior=fail`, needs: NEEDS } as const;
  return calls.put({ ...ask, bytes }, Item);
}

const Session = z.object({ uploadUrl: z.url() });
const Progress = z.object({ nextExpectedRanges: z.array(z.string()).min(1) });

/** Part by part, in order. What arrived of a part whose answer was lost is asked for, and not sent again. */
async function sendInParts(calls: Calls, path: string, name: string, bytes: Buffer): Promise<{ readonly id: string }> {
  const ask = { path: `${path}/createUploadSession`, needs: NEEDS } as const;
  const body = { item: { '@microsoft.graph.conflictBehavior': 'fail', name } };
  const { uploadUrl } = await calls.post({ ...ask, body }, Session);
  const most = 2 * Math.ceil(bytes.length / PART) + 1;
  for (let from = 0, requests = 0; requests < most; requests += 1) {
    const part = bytes.subarray(from, from + PART);
    const range = `bytes ${from}-${from + part.length - 1}/${bytes.length}`;
    const reply = await calls.direct(ask, 'PUT', uploadUrl, { bytes: part, range });
    if (reply.status === 200 || reply.status === 201) return understood(Item, await reply.text());
    // Taken already (416), or all of it, and the session with it (404): the answer to the last part was lost.
    if (reply.status === 409 || reply.status === 404) throw new WorkplaceProblem('name-taken', 'person', randomUUID());
    if (reply.status !== 202 && reply.status !== 416) throw new WorkplaceProblem('other', 'us', randomUUID());
    const progress = reply.status === 202 ? reply : await calls.direct(ask, 'GET', uploadUrl);
    from = nextOf(understood(Progress, await progress.text()), from);
  }
  throw new WorkplaceProblem('other', 'us', randomUUID());
}

/** `["5242880-"]` is read as 5,242,880. */
function nextOf({ nextExpectedRanges }: z.output<typeof Progress>, from: number): number {
  const next = Number.parseInt(nextExpectedRanges[0] ?? '', 10);
  if (Number.isNaN(next) || next < from) throw new WorkplaceProblem('other', 'us', randomUUID());
  return next;
}

/** What the address for an upload answered. */
function understood<T extends z.ZodType>(shape: T, text: string): z.output<T> {
  const read = shape.safeParse(jsonIn(text));
  if (read.success) return read.data;
  throw new WorkplaceProblem('other', 'us', randomUUID());
}

/** Undefined for anything else. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** What has that name in the folder, hashed. SharePoint compares names without regard to case. */
async function fileNamed(calls: Calls, driveId: string, folder: string, name: string): Promise<FileSeen | null> {
  const path = `${pathOf(driveId, folder)}/children?$select=id,name&$top=200`;
  const items = await calls.list({ path, needs: NEEDS }, Item);
  const same = items.find((one) => one.name.toLowerCase() === name.toLowerCase());
  return same === undefined ? null : readFile(calls, `${driveId}/${same.id}`);
}

async function readFile(calls: Calls, id: string): Promise<FileSeen | null> {
  const ask: Ask = { path: pathOfFile(id), needs: NEEDS };
  const item = await calls.get(ask, Item);
  const url = item?.['@microsoft.graph.downloadUrl'];
  if (item === null || url === undefined) return null;
  const reply = await calls.direct(ask, 'GET', url);
  if (reply.status === 404) return null;
  if (reply.status !== 200) throw new WorkplaceProblem('other', 'us', randomUUID());
  return { id, name: item.name, sha256: hashOf(Buffer.from(await reply.arrayBuffer())) };
}

const Label = z.object({ name: z.string().nullish() });

async function readLabel(calls: Calls, id: string): Promise<string | null> {
  const label = await calls.get({ path: `${pathOfFile(id)}/retentionLabel`, needs: NEEDS }, Label);
  return label?.name ?? null;
}

/** Answers when Microsoft 365 has accepted; `label` shows it a while later. 400 is what it says to a label that there is not. */
async function putLabel(calls: Calls, id: string, name: string): Promise<void> {
  try {
    await calls.patch({ path: `${pathOfFile(id)}/retentionLabel`, needs: NEEDS, body: { name } }, z.unknown());
  } catch (error) {
    if (!isProblem(error, 'other')) throw error;
    throw new WorkplaceProblem('label-unknown', 'administrator', error.correlationId);
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
