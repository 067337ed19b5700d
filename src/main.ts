import { ConfigProblem, readConfig } from './config.js';
import { MigrationProblem, ServerProblem } from './edges/storage/problem.js';
import { PolicyProblem } from './guidance/policy.js';
import { startBot, type Bot } from './join.js';
import { openLog } from './log.js';

/** Errors whose message was written for the administrator. */
const EXPLAINED = [ConfigProblem, PolicyProblem, ServerProblem, MigrationProblem];
/** The demo and the platforms that run containers end a process by force soon after this. */
const FAREWELL_MS = 7_000;

const log = openLog();

/** The last words of a process that cannot go on: never an error's own message, which may hold what people typed. */
function end(why: string, facts: Readonly<Record<string, string>>): never {
  log.warn(why, facts);
  process.exit(1);
}

for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error: unknown) => end('Regroup ends because of a fault', { event, error: nameOf(error) }));

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name;
}

/** What the administrator reads on standard error. */
function sentence(error: unknown): string {
  if (EXPLAINED.some((kind) => error instanceof kind)) return (error as Error).message;
  return `Regroup could not start (${nameOf(error)}). "regroup doctor" checks each setting.`;
}

async function start(): Promise<Bot> {
  try {
    return await startBot(readConfig(process.env), log);
  } catch (error) {
    process.stderr.write(`${sentence(error)}\n`);
    process.exit(1);
  }
}

async function stop(bot: Bot, signal: string): Promise<never> {
  log.info('Regroup ends', { signal });
  setTimeout(() => end('Regroup did not end in time', { signal }), FAREWELL_MS).unref();
  await bot.stop();
  process.exit(0);
}

const bot = await start();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(bot, signal));
void bot.lost.then(() => end('another instance may take over', {}));
process.stdout.write(`Regroup is ready at ${bot.url}\n`);
