import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { SCRIPT, STYLE } from './attach/assets.js';
import type { Chats, OwnChat } from './attach/chats.js';
import { attachPage, type Sender } from './attach/page.js';
import { openShelf, type Shelf } from './attach/shelf.js';
import { listen, readBody } from './loopback.js';

/** A little more than Regroup takes: what is too large for it has to get as far as its own door. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Of all files that wait to be fetched. */
const MOST_HELD = 4 * MOST_BYTES;
const LONGEST_NAME = 255;
/** Longer than the sign-in gives the bot. */
const PATIENCE_MS = 70_000;

/** The page may load its own script and style, call its own address, and stand in no frame. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; " +
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

export type AttachOptions = {
  /** Those whom a visitor can be. */
  readonly senders: readonly Sender[];
  readonly chats: Chats;
  /** Where activities are signed and passed on to the bot. */
  readonly endpoint: string;
  readonly port?: number;
};

/**
 * The simulated paperclip: a page on which somebody of the sandbox sends a file to the bot, and the place where the bot fetches
 * it. `url` is both the page's address and the only origin from which the bot may fetch. Files are in memory only.
 */
export type AttachPage = { readonly url: string; close(): Promise<void> };

export async function startAttachPage(options: AttachOptions): Promise<AttachPage> {
  const shelf = openShelf();
  const at = { url: '' };
  const server = createServer((request, response) => {
    answer(request, response, { ...options, shelf, url: at.url }).catch((error: unknown) => {
      plain(response, 500, `The sandbox failed: ${error instanceof Error ? error.name : typeof error}.`);
    });
  });
  const listening = await listen(server, options.port ?? 0);
  at.url = listening.url;
  return {
    url: listening.url,
    close: async () => {
      shelf.clear();
      await listening.close();
    },
  };
}

type Attaching = AttachOptions & { readonly shelf: Shelf; readonly url: string };

async function answer(request: IncomingMessage, response: ServerResponse, attaching: Attaching): Promise<void> {
  // Another name for this machine would let a foreign page, whose name somebody points here, read and send.
  const host = request.headers.host ?? '';
  const { port } = new URL(attaching.url);
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(host)) return plain(response, 421, 'Wrong address.');
  const { pathname, searchParams } = new URL(request.url ?? '/', `http://${host}`);
  switch (`${request.method} ${pathname}`) {
    case 'GET /':
      return send(response, 200, 'text/html; charset=utf-8', attachPage(attaching.senders));
    case 'GET /attach.js':
      return send(response, 200, 'text/javascript; charset=utf-8', SCRIPT);
    case 'GET /attach.css':
      return send(response, 200, 'text/css; charset=utf-8', STYLE);
    case 'POST /files':
      if (request.headers.origin !== `http://${host}`) return plain(response, 403, 'Use the page of the sandbox.');
      return takeIn(request, response, searchParams, attaching);
    default:
      return handOut(request, response, pathname, attaching.shelf);
  }
}

/** A file, once: the next one who asks gets nothing. */
function handOut({ method }: IncomingMessage, response: ServerResponse, pathname: string, shelf: Shelf): void {
  const [, key] = /^\/files\/([\w-]{32})$/.exec(pathname) ?? [];
  const bytes = method === 'GET' && key !== undefined ? shelf.take(key) : null;
  if (bytes === null) return plain(response, 404, 'The sandbox has no such address.');
  send(response, 200, 'application/octet-stream', bytes);
}

async function takeIn(
  request: IncomingMessage,
  response: ServerResponse,
  about: URLSearchParams,
  attaching: Attaching,
): Promise<void> {
  const { senders, chats, shelf } = attaching;
  const sender = senders.find(({ id }) => id === about.get('person'));
  const name = about.get('name') ?? '';
  if (sender === undefined) return plain(response, 400, 'Choose who you are.');
  if (name === '' || name.length > LONGEST_NAME) return plain(response, 400, 'Choose a file with a shorter name.');
  if (shelf.held() > MOST_HELD) return plain(response, 503, 'Too many files wait. Try again in five minutes.');
  // Once the reading stops halfway, the connection is gone and nobody hears why.
  const isLarge = Number(request.headers['content-length'] ?? 0) > MOST_BYTES;
  const bytes = isLarge ? null : await readBody(request, MOST_BYTES);
  if (bytes === null) return plain(response, 413, 'The file is too large.');
  const chat = chats.chatOf(sender.id);
  if (chat === null)
    return plain(response, 409, `Write hello to Regroup first, in ${sender.name}’s Teams client. Then send the file.`);
  const key = shelf.put(bytes);
  const problem = await passOn(attaching, chat, name, `${attaching.url}/files/${key}`);
  if (problem === null)
    return plain(
      response,
      202,
      `Sent. Regroup answers in ${sender.name}’s Teams client: open it to see what was found.`,
    );
  shelf.take(key);
  plain(response, 502, problem);
}

/** Sends the message that Teams would send; what went wrong, or null. */
async function passOn(
  { endpoint }: Attaching,
  chat: OwnChat,
  name: string,
  downloadUrl: string,
): Promise<string | null> {
  const content = { downloadUrl, uniqueId: randomUUID(), fileType: extname(name).slice(1).toLowerCase() };
  const file = { contentType: 'application/vnd.microsoft.teams.file.download.info', name, content };
  const activity = {
    type: 'message',
    id: randomUUID(),
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    text: '',
    textFormat: 'plain',
    ...chat,
    // Teams adds the message as HTML to every message, also to an empty one.
    attachments: [file, { contentType: 'text/html', content: '<div></div>' }],
  };
  try {
    const reply = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await reply.arrayBuffer();
    return reply.ok ? null : `The bot did not take it (${reply.status}).`;
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof Error && error.name === 'TimeoutError')) throw error;
    return 'The bot cannot be reached. Is the demo still running?';
  }
}

function plain(response: ServerResponse, status: number, sentence: string): void {
  send(response, status, 'text/plain; charset=utf-8', sentence);
}

function send(response: ServerResponse, status: number, type: string, content: string | Buffer): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { ...HEADERS, 'content-type': type, 'content-length': Buffer.byteLength(content) });
  response.end(content);
}
