import { FileProblem, LARGEST_FILE, type GivenFile } from '../../conversation/exports.js';
import type { Attached } from './door.js';
import type { Report } from './host.js';

/** For the whole file: 50 MB on a line of 5 Mbit/s. */
const PATIENCE_MS = 90_000;
/** How long a turn may wait to learn how large a file is. */
const FIRST_MS = 4_000;
/**
 * Where a file lies that somebody attaches in their own chat: their OneDrive, which is a SharePoint site (Microsoft 365 URLs and IP
 * address ranges, "SharePoint Online and OneDrive"; `https://oakfield-my.sharepoint.com/…`).
 */
const HOSTS = /^(?:[a-z0-9-]+\.)+sharepoint\.com$/;

export type FilesOptions = {
  /** The one origin that files come from in the sandbox, `http://127.0.0.1:N`; null when Regroup works for real. */
  readonly sandbox: { readonly files: string | null } | null;
  readonly report: Report;
  readonly patienceMs?: number;
  readonly firstMs?: number;
  /** Asks for an address; tests put another one here. */
  readonly ask?: typeof fetch;
};

/** A file that is on its way. */
export type Offered = GivenFile & {
  /** It will not come; `fetch` says why. */
  readonly failed: boolean;
  /** Lets go of it, whether it was fetched or not. */
  end(): void;
};

/** The files that people attach. */
export type Files = {
  /** Asks for the file, and answers as soon as its size is known, or will not be for a while. Never throws: `fetch` does. */
  offer(attached: Attached): Promise<Offered>;
  /** Ends what is on its way; nothing is fetched any more. */
  stop(): void;
};

export function openFiles(options: FilesOptions): Files {
  const underWay = new Set<AbortController>();
  let stopped = false;
  return {
    offer: async ({ name, url }) => {
      const ending = new AbortController();
      underWay.add(ending);
      // The same address may be good for one fetch only, so the size is read from the answer that brings the file.
      const answer = stopped ? Promise.reject(new FileProblem('not-there')) : ask(url, options, ending.signal);
      const late = setTimeout(() => ending.abort(new FileProblem('slow')), options.patienceMs ?? PATIENCE_MS);
      const end = () => {
        clearTimeout(late);
        underWay.delete(ending);
        ending.abort(new FileProblem('not-there'));
      };
      const first = await lookSoon(answer, options.firstMs ?? FIRST_MS);
      return {
        name,
        ...first,
        fetch: () => brought(answer, options.report).finally(end),
        end,
      };
    },
    stop: () => {
      stopped = true;
      for (const ending of underWay) ending.abort(new FileProblem('not-there'));
    },
  };
}

type FirstLook = Pick<Offered, 'bytes' | 'failed'>;
const UNKNOWN: FirstLook = { bytes: null, failed: false };

/** What the answer says, or nothing when it is not there in time. */
async function lookSoon(answer: Promise<Response>, firstMs: number): Promise<FirstLook> {
  let timer: NodeJS.Timeout | undefined;
  const soon = new Promise<FirstLook>((resolve) => (timer = setTimeout(() => resolve(UNKNOWN), firstMs)));
  const look = answer.then(
    (response) => (response.status === 200 ? { bytes: sizeOf(response), failed: false } : { ...UNKNOWN, failed: true }),
    () => ({ ...UNKNOWN, failed: true }),
  );
  try {
    return await Promise.race([look, soon]);
  } finally {
    clearTimeout(timer);
  }
}

/** As the server says; it may lie. */
function sizeOf({ headers }: Response): number | null {
  const said = headers.get('content-length') ?? '';
  return /^\d{1,15}$/.test(said) && !headers.has('content-encoding') ? Number(said) : null;
}

/**
 * Without any sign-in of ours: the address stands for one. A redirect is not followed: an address that is good brings the file
 * itself, and one that is no longer good leads to a sign-in page.
 */
async function ask(
  url: string | null,
  { sandbox, ask: asking = fetch }: FilesOptions,
  signal: AbortSignal,
): Promise<Response> {
  if (url === null) throw new FileProblem('not-there');
  const address = allowed(url, sandbox);
  if (address === null) throw new FileProblem('host-not-allowed');
  const headers = { accept: '*/*', 'accept-encoding': 'identity' };
  return asking(address, { redirect: 'manual', credentials: 'omit', headers, signal });
}

/** The address, read once, so that what was looked at is what is asked for; null when Regroup may not ask there. */
function allowed(url: string, sandbox: FilesOptions['sandbox']): URL | null {
  if (!URL.canParse(url)) return null;
  const address = new URL(url);
  if (address.username !== '' || address.password !== '') return null;
  if (sandbox !== null) return address.origin === sandbox.files ? address : null;
  const isOrdinary = address.protocol === 'https:' && address.port === '';
  return isOrdinary && HOSTS.test(address.hostname) ? address : null;
}

async function brought(answer: Promise<Response>, report: Report): Promise<Uint8Array> {
  let status = 0;
  try {
    const response = await answer;
    ({ status } = response);
    return await bytesOf(response);
  } catch (error) {
    const problem = asProblem(error);
    report('a file could not be fetched', { code: problem.code, status });
    throw problem;
  }
}

async function bytesOf(response: Response): Promise<Uint8Array> {
  const { status, body } = response;
  if (status !== 200 || body === null) throw new FileProblem('not-there');
  if ((sizeOf(response) ?? 0) > LARGEST_FILE) throw new FileProblem('too-large');
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength;
    if (bytes > LARGEST_FILE) throw new FileProblem('too-large');
    parts.push(part);
  }
  return Buffer.concat(parts, bytes);
}

/** The error of a request names its address, so it goes no further. */
function asProblem(error: unknown): FileProblem {
  if (error instanceof FileProblem) return error;
  // undici: "fetch failed", "terminated".
  if (error instanceof TypeError) return new FileProblem('not-there');
  throw error;
}
