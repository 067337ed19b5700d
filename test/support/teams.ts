import { randomUUID } from 'node:crypto';
import type { World } from '../../src/conversation/world.js';
import { startSignIn } from '../../src/edges/sandbox/sign-in.js';
import { openBot } from '../../src/edges/teams/bot.js';
import { openChannel } from '../../src/edges/teams/channel.js';
import { openFiles, type FilesOptions } from '../../src/edges/teams/files.js';
import type { TakePosted } from '../../src/edges/teams/evidence-route.js';
import { startHost, type Report } from '../../src/edges/teams/host.js';
import { openMessenger } from '../../src/edges/teams/messenger.js';
import type { Conversation } from '../../src/edges/teams/pressed.js';
import { openQueue } from '../../src/edges/teams/queue.js';
import { openSignIn } from '../../src/edges/teams/sign-in.js';
import type { Messenger } from '../../src/migration/ports.js';
import { Chat, startConnector, type Connector } from './chat.js';
import { PEOPLE } from './world.js';

const APP = { id: '00000000-0000-4000-8003-000000000001', type: 'SingleTenant', password: null } as const;
const TENANT = '00000000-0000-4000-8003-000000000002';

/** The Teams edge on a world of its own: real sign-in, real HTTP both ways. */
export type Teams = {
  readonly url: string;
  /** Signs what is posted here and passes it on to the bot. */
  readonly endpoint: string;
  readonly connector: Connector;
  readonly messenger: Messenger;
  /** Lines of the log, as they would be written. */
  readonly log: string[];
  chat(person: string): Chat;
  stop(): Promise<void>;
};

export async function startTeams(options: {
  readonly world: World;
  readonly conversation: Conversation;
  readonly patienceMs?: number;
  /** Takes posted read-outs; there is no such address when left out. */
  readonly evidence?: TakePosted;
  /** Where files come from; nowhere when left out. */
  readonly files?: Pick<FilesOptions, 'sandbox' | 'patienceMs' | 'firstMs'>;
}): Promise<Teams> {
  const { world, conversation, patienceMs = 2_000, files = { sandbox: { files: null } } } = options;
  const connector = await startConnector();
  const simulated = await startSignIn({ bot: 'http://127.0.0.1:9', appId: APP.id });
  const signIn = openSignIn({ ...APP, tenantId: TENANT }, simulated.url);
  const log: string[] = [];
  const report: Report = (message, facts = {}) => void log.push(`${message} ${JSON.stringify(facts)}`);
  const channel = openChannel(signIn, APP.id, patienceMs);
  const shared = { world, channel, queue: openQueue(), sandbox: true, report };
  const messenger = openMessenger(shared);
  const receive = openBot({
    ...shared,
    conversation,
    messenger,
    files: openFiles({ ...files, report }),
    door: { tenantId: TENANT, loopbackOnly: true },
    newCorrelationId: () => randomUUID(),
  });
  const ready = { database: async () => true };
  const evidence = options.evidence === undefined ? {} : { evidence: options.evidence };
  const host = await startHost({ host: '127.0.0.1', port: 0, signIn, receive, ready, report, ...evidence });
  simulated.forwardTo(host.url);
  return {
    url: host.url,
    endpoint: simulated.endpoint,
    connector,
    messenger,
    log,
    chat: (id) => {
      const name = PEOPLE.find((person) => person.id === id)?.displayName ?? 'Nobody';
      const person = { id, name };
      return new Chat({ endpoint: simulated.endpoint, connector, tenantId: TENANT, appId: APP.id, person });
    },
    stop: async () => {
      await host.stop();
      await simulated.close();
      await connector.stop();
    },
  };
}
