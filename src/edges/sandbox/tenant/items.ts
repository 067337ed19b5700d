import { createHash } from 'node:crypto';
import { z } from 'zod';
import { body, found, page, type Call, type Reply, type Route } from './exchange.js';
import { newId, type Office } from './office.js';
import { Refusal } from './refusal.js';
import type { DriveItem } from './state.js';

const ITEM = '/drives/:drive/items/:item';
const READ = [
  'Files.Read.All',
  'Files.ReadWrite.All',
  'Sites.Read.All',
  'Sites.ReadWrite.All',
  'Sites.FullControl.All',
];
const WRITE = ['Files.ReadWrite.All', 'Sites.ReadWrite.All', 'Sites.FullControl.All'];

export const ITEMS: readonly Route[] = [
  { method: 'GET', path: ITEM, needs: READ, handle: item },
  { method: 'GET', path: `${ITEM}/children`, needs: READ, handle: children },
  { method: 'PUT', path: `${ITEM}/:/:name/content`, needs: WRITE, handle: putContent },
  { method: 'POST', path: `${ITEM}/:/:name/createUploadSession`, needs: WRITE, handle: createUpload },
  { method: 'GET', path: `${ITEM}/retentionLabel`, needs: READ, handle: label },
  { method: 'PATCH', path: `${ITEM}/retentionLabel`, needs: WRITE, handle: setLabel },
];

/** The most that one request for a file's content takes, as the page of the call said for years. */
const MOST_AT_ONCE = 4 * 1_024 * 1_024;

function itemOf({ office, params }: Call): DriveItem {
  return found(
    office.state.items.find((one) => one.driveId === params['drive'] && one.id === params['item']),
    'The item',
  );
}

function asItem(office: Office, one: DriveItem): Readonly<Record<string, unknown>> {
  const { id, name, driveId, content } = one;
  const place = { id, name, parentReference: { driveId, ...(one.parent === null ? {} : { id: one.parent }) } };
  if (content === null) return { ...place, folder: {} };
  const address = `${office.url()}/storage/download/${encodeURIComponent(driveId)}/${id}`;
  return {
    ...place,
    '@microsoft.graph.downloadUrl': address,
    size: Buffer.from(content, 'base64').length,
    file: { mimeType: 'application/octet-stream' },
  };
}

function item(call: Call): Reply {
  return { status: 200, body: asItem(call.office, itemOf(call)) };
}

function children(call: Call): Reply {
  const { id, driveId } = itemOf(call);
  const inside = call.office.state.items.filter((one) => one.driveId === driveId && one.parent === id);
  return page(
    call,
    inside.map((one) => asItem(call.office, one)),
  );
}

/** What SharePoint takes as the name of a file. */
const REFUSED = /["*:<>?/\\|]|^\s|\s$|^$/;

/** Where the file is to lie. 409 when something of that name lies there: only "fail" is simulated of what a caller can ask for. */
function place(
  call: Call,
  behaviour: string | null | undefined,
): Pick<DriveItem, 'driveId' | 'name'> & { parent: string } {
  const { id: parent, driveId } = itemOf(call);
  const { name = '' } = call.params;
  if (behaviour !== 'fail')
    throw new Refusal(400, 'invalidRequest', 'Only the conflict behaviour "fail" is simulated.');
  if (REFUSED.test(name)) throw new Refusal(400, 'invalidRequest', 'The name of the file is not valid.');
  refuseTaken(call.office, { driveId, parent, name });
  return { driveId, parent, name };
}

type Place = { readonly driveId: string; readonly parent: string; readonly name: string };

function refuseTaken({ state }: Office, { driveId, parent, name }: Place): void {
  const same = (one: DriveItem) => one.driveId === driveId && one.parent === parent;
  if (state.items.some((one) => same(one) && one.name.toLowerCase() === name.toLowerCase()))
    throw new Refusal(409, 'nameAlreadyExists', 'An item with the same name already exists.');
}

function putContent(call: Call): Reply {
  const where = place(call, call.query.get('@microsoft.graph.conflictBehavior'));
  if (call.bytes.length > MOST_AT_ONCE)
    throw new Refusal(413, 'RequestEntityTooLarge', 'Use an upload session for larger files.');
  return keepFile(call.office, where, call.bytes);
}

/** Puts the whole file where it belongs. 409 when its name has been taken meanwhile. */
export function keepFile(office: Office, where: Place, bytes: Buffer): Reply {
  refuseTaken(office, where);
  const id = `01${newId(office).replaceAll('-', '').toUpperCase()}`;
  const made: DriveItem = { id, ...where, content: bytes.toString('base64'), label: null };
  office.state.items.push(made);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  office.happened('file.uploaded', { drive: where.driveId, item: id, sha256 });
  return { status: 201, body: asItem(office, made) };
}

const Session = z.strictObject({
  item: z.strictObject({
    '@microsoft.graph.conflictBehavior': z.enum(['fail', 'replace', 'rename']),
    name: z.string().optional(),
  }),
});

function createUpload(call: Call): Reply {
  const { office } = call;
  const { item: wanted } = body(call, Session);
  const where = place(call, wanted['@microsoft.graph.conflictBehavior']);
  const id = newId(office);
  office.uploads.set(id, { ...where, parts: [] });
  const expirationDateTime = new Date(office.now() + 86_400_000).toISOString();
  const uploadUrl = `${office.url()}/storage/upload/${id}`;
  return { status: 200, body: { uploadUrl, expirationDateTime, nextExpectedRanges: ['0-'] } };
}

/** A label that was just put on an item is not shown at once. */
function label(call: Call): Reply {
  const { label: has } = itemOf(call);
  if (has === null || has.seenAt > call.office.now())
    return { status: 200, body: { name: null, isLabelAppliedExplicitly: null } };
  return {
    status: 200,
    body: { name: has.name, isLabelAppliedExplicitly: true, labelAppliedDateTime: new Date(has.at).toISOString() },
  };
}

const NewLabel = z.strictObject({ name: z.string().min(1) });

function setLabel(call: Call): Reply {
  const one = itemOf(call);
  const { office } = call;
  const { name } = body(call, NewLabel);
  if (!office.labels.includes(name))
    throw new Refusal(400, 'invalidRequest', 'There is no retention label of that name.');
  one.label = { name, at: office.now(), seenAt: office.now() + office.delays.label };
  office.happened('label.set', { drive: one.driveId, item: one.id, label: name });
  return {
    status: 200,
    body: { name, isLabelAppliedExplicitly: true, labelAppliedDateTime: new Date(one.label.at).toISOString() },
  };
}
