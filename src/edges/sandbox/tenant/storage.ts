import { found, type Reply } from './exchange.js';
import { keepFile } from './items.js';
import type { Office, Upload } from './office.js';
import { Refusal } from './refusal.js';

/** A request for an address that Graph gave out, which works without a token for whoever has it. */
export type StorageRequest = {
  readonly method: string;
  readonly pathname: string;
  readonly authorization: string | undefined;
  /** `bytes 0-327679/1000000` */
  readonly range: string | undefined;
  readonly bytes: Buffer;
};

/** Answers `/storage/…`: files on their way in parts, and the content of files. */
export function storage(office: Office, request: StorageRequest): Reply {
  // As Microsoft's page says: the token of Graph has no business here.
  if (request.authorization !== undefined) throw new Refusal(401, 'unauthenticated', 'No token is taken here.');
  const [, , noun, first = '', second = ''] = request.pathname.split('/').map((part) => decodeURIComponent(part));
  switch (`${request.method} ${noun}`) {
    case 'GET download':
      return download(office, first, second);
    case 'GET upload':
      return { status: 200, body: { nextExpectedRanges: [`${received(uploadOf(office, first))}-`] } };
    case 'PUT upload':
      return takePart(office, first, request);
    default:
      throw new Refusal(404, 'itemNotFound', 'There is no such address.');
  }
}

function download({ state }: Office, driveId: string, id: string): Reply {
  const item = state.items.find((one) => one.driveId === driveId && one.id === id);
  const { content } = found(item, 'The file');
  return { status: 200, bytes: Buffer.from(content ?? '', 'base64') };
}

function uploadOf(office: Office, id: string): Upload {
  const upload = office.uploads.get(id);
  if (upload === undefined) throw new Refusal(404, 'itemNotFound', 'The upload session was not found.');
  return upload;
}

function received({ parts }: Upload): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** All parts but the last are a multiple of this. */
const GRAIN = 320 * 1_024;

function takePart(office: Office, id: string, { range, bytes }: StorageRequest): Reply {
  const upload = uploadOf(office, id);
  const [, from, to, total] = (/^bytes (\d+)-(\d+)\/(\d+)$/.exec(range ?? '') ?? []).map(Number);
  if (from === undefined || to === undefined || total === undefined || to - from + 1 !== bytes.length || to >= total)
    throw new Refusal(400, 'invalidRequest', 'The Content-Range header does not fit what was sent.');
  if (from !== received(upload))
    throw new Refusal(416, 'invalidRange', 'The fragment was received already, or is too far on.');
  const isLast = to + 1 === total;
  if (!isLast && bytes.length % GRAIN !== 0)
    throw new Refusal(400, 'invalidRequest', 'A fragment has to be a multiple of 320 KiB.');
  if (!isLast) {
    upload.parts.push(bytes);
    return { status: 202, body: { nextExpectedRanges: [`${to + 1}-`] } };
  }
  const done = keepFile(office, upload, Buffer.concat([...upload.parts, bytes]));
  office.uploads.delete(id);
  return done;
}
