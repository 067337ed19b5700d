import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { clientProgram, startClients, VISITORS, type Visitor } from './demo/clients.js';
import { newHousehold, type Household } from './demo/household.js';
import { answers, DemoProblem, freePort, ROOT, startCompanion } from './demo/processes.js';
import { asJson, asText, type Running } from './demo/words.js';
import { startAttachPage } from './edges/sandbox/attach.js';
import { rememberChats } from './edges/sandbox/attach/chats.js';
import { OAKFIELD } from './edges/sandbox/oakfield.js';
import { startSignIn } from './edges/sandbox/sign-in.js';
import { GRANTED, GRANTED_FOR_HISTORY, GRANTED_FOR_PRIVATE, startTenant } from './edges/sandbox/tenant.js';
import { ServerProblem } from './edges/storage/problem.js';
import { openServer } from './edges/storage/server.js';

const USAGE = `npm run demo -- [--data DIR] [--json] [--people 2|3|4] [--bot-port N] [--client-port N]

--data         folder for the database and the logs (default ./data); a folder that is not there yet starts clean
--json         one line of JSON when everything is ready, nothing else on standard output
--people       how many Teams clients: 2, 3 with the data protection officer, or 4 with a member of the group (default 2)
--bot-port     port of the bot (default: a free one)
--client-port  port of the first Teams client; the others have the next ones (default: free ones)`;

/** How long the bot may take to finish what it is doing. */
const GRACE_MS = 8_000;
/** The first start makes a database. */
const BOT_PATIENCE_MS = 120_000;

type Options = {
  readonly dataDir: string;
  readonly json: boolean;
  readonly people: number;
  readonly botPort: number | null;
  readonly clientPort: number | null;
};

async function start(options: Options, household: Household): Promise<Running> {
  const program = clientProgram();
  const { dataDir } = options;
  const folder = join(dataDir, 'demo');
  mkdirSync(folder, { recursive: true });
  const botPort = options.botPort ?? (await freePort());
  const bot = `http://127.0.0.1:${botPort}`;
  const tenant = await startTenant({
    data: OAKFIELD,
    stateFile: join(folder, 'tenant.json'),
    grants: [...GRANTED, ...GRANTED_FOR_HISTORY, ...GRANTED_FOR_PRIVATE],
  });
  await household.atEnd(tenant.close);
  const chats = rememberChats();
  const signIn = await startSignIn({ bot, appId: OAKFIELD.appId, onActivity: chats.note });
  await household.atEnd(signIn.close);
  const visitors = VISITORS.slice(0, options.people);
  const { endpoint } = signIn;
  const attach = await startAttachPage({ senders: visitors.map(senderOf), chats, endpoint });
  await household.atEnd(attach.close);
  await household.atEnd(() => stopDatabase(dataDir));
  const simulated = { graph: tenant.url, signIn: signIn.url, files: attach.url };
  const evidenceKey = writeEvidenceKey(folder);
  const clock = clockIn(folder);
  await startBot({ bot, botPort, dataDir, evidenceKey, clock, ...simulated }, household);
  const clients = await startClients({ program, visitors, endpoint, folder, port: options.clientPort, household });
  const urls = { tenant: tenant.url, signIn: signIn.url, attach: `${attach.url}/` };
  return { bot, ...urls, dataDir, evidenceKey, clock, clients, pids: household.pids() };
}

/** A secret for signed read-outs, new with every start; answers the path of its file, so that a script of the sandbox can sign. */
function writeEvidenceKey(folder: string): string {
  const file = resolve(folder, 'evidence.key');
  writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  return file;
}

/** The path of the clock's file; where the data folder was used before, the time goes on. */
function clockIn(folder: string): string {
  const file = resolve(folder, 'clock');
  if (!existsSync(file)) writeFileSync(file, '0\n');
  return file;
}

function senderOf({ person, role }: Visitor) {
  return { id: person.id, name: person.displayName, role };
}

/** The bot ends its database itself, unless it had to be killed. */
async function stopDatabase(dataDir: string): Promise<void> {
  if (!existsSync(join(dataDir, 'postgres', 'cluster', 'PG_VERSION'))) return;
  const server = await openServer({ dataDir });
  await server.stop();
}

type BotAt = Record<'bot' | 'dataDir' | 'graph' | 'signIn' | 'files' | 'evidenceKey' | 'clock', string> & {
  readonly botPort: number;
};

async function startBot(at: BotAt, household: Household): Promise<void> {
  const companion = startCompanion({
    args: ['--import', 'tsx', join(ROOT, 'src/main.ts')],
    cwd: ROOT,
    env: {
      REGROUP_SANDBOX: '1',
      REGROUP_SANDBOX_GRAPH: at.graph,
      REGROUP_SANDBOX_SIGN_IN: at.signIn,
      REGROUP_SANDBOX_FILES: at.files,
      REGROUP_DATA: at.dataDir,
      REGROUP_EVIDENCE_KEY: `file:${at.evidenceKey}`,
      REGROUP_SANDBOX_CLOCK: at.clock,
      HOST: '127.0.0.1',
      PORT: String(at.botPort),
    },
    log: join(at.dataDir, 'demo', 'bot.log'),
  });
  household.adopt(companion);
  await answers('The bot', `${at.bot}/readyz`, companion, BOT_PATIENCE_MS);
}

function readOptions(): Options | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      data: text,
      json: { type: 'boolean', default: false },
      people: { type: 'string', default: '2' },
      'bot-port': text,
      'client-port': text,
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return null;
  return {
    dataDir: values.data === undefined ? './data' : resolve(values.data),
    json: values.json,
    people: people(values.people),
    botPort: port('--bot-port', values['bot-port']),
    clientPort: port('--client-port', values['client-port']),
  };
}

function people(text: string): number {
  if (!['2', '3', '4'].includes(text)) throw new DemoProblem(`--people ${text} is not 2, 3 or 4.`);
  return Number(text);
}

function port(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_534 || Number(text) === 0)
    throw new DemoProblem(`${option} ${text} is not a port.`);
  return Number(text);
}

/** Resolves with the first signal, or when npm has gone; the second signal ends every process by force. */
function farewell(household: Household): Promise<void> {
  return new Promise((resolve) => {
    let signals = 0;
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(name, () => {
        signals += 1;
        if (signals > 1) household.kill();
        resolve();
      });
    // A signal to npm ends the shell between npm and this process, and the shell passes nothing on.
    const parent = process.ppid;
    if (process.env['npm_lifecycle_event'] !== undefined)
      setInterval(() => (process.ppid === parent ? undefined : resolve()), 250).unref();
  });
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === null) return say(USAGE);
  const household = newHousehold();
  const asked = farewell(household);
  try {
    if (!options.json)
      say(`Starting the database, the simulated tenant, the bot and ${options.people} Teams clients …`);
    const running = await Promise.race([start(options, household), asked.then(() => null)]);
    if (running === null) return 130;
    say(options.json ? asJson(running) : asText(running));
    const how = await Promise.race([asked.then(() => null), household.loss()]);
    if (how === null) return 0;
    throw new DemoProblem(
      `A process of the demo ended by itself (${how}). The logs are in ${join(options.dataDir, 'demo')}.`,
    );
  } finally {
    await household.end(GRACE_MS);
  }
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  if (!isUsage && !(error instanceof DemoProblem) && !(error instanceof ServerProblem)) throw error;
  process.stderr.write(`demo: ${error.message}\n${isUsage ? `\n${USAGE}\n` : ''}`);
  process.exitCode = 1;
}
