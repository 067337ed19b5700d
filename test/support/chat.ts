import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { until } from './until.js';

/** A card as a test reads it: plain JSON. */
export type CardJson = Readonly<Record<string, unknown>>;

/** An activity that the bot sent, as it stands now: updated in place. */
export type Sent = {
  readonly id: string;
  readonly conversation: string;
  /** Milliseconds: when the connector took it in. */
  readonly at: number;
  activity: Record<string, unknown>;
  updates: number;
};

/** The Teams side of the conversation: takes what the bot sends and updates, as the Bot Connector does. */
export type Connector = {
  readonly url: string;
  readonly sent: Sent[];
  stop(): Promise<void>;
};

/** Starts a connector on loopback. It has taken an activity in `latencyMs` before it says so, as one far away has. */
export async function startConnector({ latencyMs = 0 } = {}): Promise<Connector> {
  const sent: Sent[] = [];
  const server = createServer((request, response) => {
    void answer(request, sent, latencyMs).then(
      ({ status, body }) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sent, stop: () => close(server) };
}

async function answer(
  request: IncomingMessage,
  sent: Sent[],
  latencyMs: number,
): Promise<{ status: number; body: unknown }> {
  const reply = take(request, await bodyOf(request), sent);
  if (latencyMs > 0) await wait(latencyMs);
  return reply;
}

function take(
  request: IncomingMessage,
  activity: Record<string, unknown>,
  sent: Sent[],
): { status: number; body: unknown } {
  const [, conversation = '', id] =
    /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(request.url ?? '') ?? [];
  if (!(request.headers.authorization ?? '').startsWith('Bearer ')) return { status: 401, body: {} };
  if (request.method === 'POST') {
    const made = {
      id: `act-${sent.length + 1}`,
      conversation: decodeURIComponent(conversation),
      at: Date.now(),
      activity,
      updates: 0,
    };
    sent.push(made);
    return { status: 201, body: { id: made.id } };
  }
  const known = sent.find((one) => one.id === decodeURIComponent(id ?? ''));
  if (request.method !== 'PUT' || known === undefined) return { status: 404, body: {} };
  known.activity = activity;
  known.updates += 1;
  return { status: 200, body: { id: known.id } };
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}

export type ChatOptions = {
  /** Where activities are sent: the simulated sign-in, which signs them and passes them on. */
  readonly endpoint: string;
  readonly connector: Connector;
  readonly tenantId: string;
  readonly appId: string;
  readonly person: { readonly id: string; readonly name: string };
};

/** A button was pressed, and the bot did not answer with a card. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  constructor(
    title: string,
    readonly status: number,
  ) {
    super(`"${title}" was answered ${status}`);
  }
}

/** One person's own chat with Regroup, without a browser. Buttons are pressed by their titles. */
export class Chat {
  readonly #options: ChatOptions;

  constructor(options: ChatOptions) {
    this.#options = options;
  }

  get conversation(): string {
    return `a:${this.#options.person.id}`;
  }

  /** Cards of this chat, oldest first, as they stand now. */
  cards(): CardJson[] {
    return this.#mine().flatMap(({ activity }) => cardsOf(activity));
  }

  /** The newest card that shows these words. */
  card(words: string): CardJson | null {
    return this.cards().findLast((card) => JSON.stringify(card).includes(words)) ?? null;
  }

  /** Writes a message and waits for a card that shows these words. */
  async say(text: string, words: string): Promise<CardJson> {
    const before = this.cards().length;
    await this.post({ type: 'message', text, textFormat: 'plain', attachments: [] });
    const fresh = () =>
      this.cards()
        .slice(before)
        .findLast((card) => JSON.stringify(card).includes(words)) ?? null;
    await until(() => fresh() !== null);
    return fresh() ?? {};
  }

  /** Presses the button with this title; answers with the card that takes the place of the old one. */
  async press(card: CardJson, title: string, inputs: Readonly<Record<string, string>> = {}): Promise<CardJson> {
    const action = buttonOf(card, title);
    if (action === null) throw new Error(`no button "${title}" on the card; it has: ${titlesOf(card).join(' | ')}`);
    const typed = action['associatedInputs'] === 'none' ? {} : { ...inputsOf(card), ...inputs };
    const data = { ...typed, ...(action['data'] as object) };
    const shown = this.#mine().find(({ activity }) => cardsOf(activity).includes(card));
    const { status, body } = await this.post({
      type: 'invoke',
      name: 'adaptiveCard/action',
      ...(shown === undefined ? {} : { replyToId: shown.id }),
      value: { action: { type: 'Action.Execute', title, verb: action['verb'], data }, trigger: 'manual' },
    });
    const { value } = (body ?? {}) as { value?: CardJson };
    if (status !== 200 || value === undefined) throw new Unanswered(title, status);
    if (shown !== undefined) shown.activity = withCard(value);
    return value;
  }

  /** Sends an activity as this person. */
  async post(activity: Readonly<Record<string, unknown>>): Promise<{ status: number; body: unknown }> {
    const { endpoint, connector, tenantId, appId, person } = this.#options;
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        id: randomUUID(),
        channelId: 'msteams',
        serviceUrl: connector.url,
        timestamp: new Date().toISOString(),
        from: { id: `29:${person.id}`, name: person.name, aadObjectId: person.id },
        recipient: { id: `28:${appId}`, name: 'Regroup' },
        conversation: { id: this.conversation, conversationType: 'personal', tenantId },
        channelData: { tenant: { id: tenantId } },
        ...activity,
      }),
    });
    const text = await response.text();
    // What stands between the chat and the bot says in plain text that the bot is away.
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    return { status: response.status, body: isJson && text !== '' ? JSON.parse(text) : null };
  }

  #mine(): Sent[] {
    return this.#options.connector.sent.filter(({ conversation }) => conversation === this.conversation);
  }
}

function cardsOf(activity: Readonly<Record<string, unknown>>): CardJson[] {
  const attachments = (activity['attachments'] ?? []) as { contentType: string; content: CardJson }[];
  return attachments.filter(({ contentType }) => contentType.endsWith('card.adaptive')).map(({ content }) => content);
}

function withCard(content: CardJson): Record<string, unknown> {
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] };
}

/** Every element and action of a card, in order. */
export function elementsOf(node: unknown): Readonly<Record<string, unknown>>[] {
  if (Array.isArray(node)) return node.flatMap(elementsOf);
  if (node === null || typeof node !== 'object') return [];
  const element = node as Record<string, unknown>;
  return [...(typeof element['type'] === 'string' ? [element] : []), ...Object.values(element).flatMap(elementsOf)];
}

export function titlesOf(card: CardJson): string[] {
  return elementsOf(card).flatMap((one) => (one['type'] === 'Action.Execute' ? [String(one['title'])] : []));
}

/** Every word that a card shows, for looking things up in. */
export function wordsOf(card: CardJson): string {
  const shown = ['text', 'title', 'value', 'label'];
  return elementsOf(card)
    .flatMap((one) => [
      ...shown.map((key) => one[key]),
      ...((one['facts'] ?? []) as { title: string; value: string }[]).flatMap((fact) => [fact.title, fact.value]),
    ])
    .filter((text) => typeof text === 'string')
    .join('\n');
}

function buttonOf(card: CardJson, title: string): Readonly<Record<string, unknown>> | null {
  return elementsOf(card).find((one) => one['type'] === 'Action.Execute' && one['title'] === title) ?? null;
}

/** What a client sends for inputs that nobody touched: their values, when they have any. */
function inputsOf(card: CardJson): Record<string, string> {
  const inputs = elementsOf(card).filter((one) => String(one['type']).startsWith('Input.'));
  return Object.fromEntries(
    inputs.flatMap((one) =>
      typeof one['value'] === 'string' && one['value'] !== '' ? [[String(one['id']), one['value']]] : [],
    ),
  );
}
