import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { SANDBOX_APP } from '../src/config.js';
import { checkPackage, makePackage, type PackageSettings } from './app-package.js';

/** `npm run package`: makes the Teams app package and checks it. */
const USAGE = `npm run package -- --bot-id ID --website URL --privacy URL --terms URL [--app-id ID] [--developer NAME] [--out FILE]

--bot-id   client id of the bot's Entra application (default: MICROSOFT_APP_ID)
--app-id   id of the app in the Teams catalogue (default: the bot's id)
Without a bot id the package is made for the sandbox: good for looking at, not for a tenant.`;

const SANDBOX = {
  botId: SANDBOX_APP,
  appName: 'Regroup (sandbox)',
  developer: 'Regroup contributors',
  website: 'https://regroup.example/',
  privacy: 'https://regroup.example/privacy',
  terms: 'https://regroup.example/terms',
};

function options() {
  const text = { type: 'string' } as const;
  return parseArgs({
    options: {
      'bot-id': text,
      'app-id': text,
      website: text,
      privacy: text,
      terms: text,
      developer: text,
      out: text,
      help: { type: 'boolean' },
    },
  }).values;
}

/** What to put in, or the names of what is missing. */
function settingsOf(given: ReturnType<typeof options>, version: string): PackageSettings | readonly string[] {
  const botId = given['bot-id'] ?? process.env['MICROSOFT_APP_ID'];
  if (botId === undefined) return { ...SANDBOX, appId: SANDBOX.botId, version };
  const { website, privacy, terms, developer = SANDBOX.developer } = given;
  if (website === undefined || privacy === undefined || terms === undefined)
    return (['website', 'privacy', 'terms'] as const).filter((name) => given[name] === undefined);
  const appId = given['app-id'] ?? process.env['TEAMS_APP_ID'] ?? botId;
  return { botId, appId, version, appName: 'Regroup', developer, website, privacy, terms };
}

async function main(): Promise<number> {
  const given = options();
  if (given.help === true) return say(USAGE, 0);
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly version: string;
  };
  const settings = settingsOf(given, version);
  if (!('botId' in settings)) return say(`Missing: ${settings.map((name) => `--${name}`).join(', ')}\n\n${USAGE}`, 1);
  const archive = makePackage(settings);
  const problems = await checkPackage(archive, settings);
  if (problems.length > 0) return say(`The package is not right:\n- ${problems.join('\n- ')}`, 1);
  const out = given.out ?? 'build/regroup.zip';
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, archive);
  const sandbox = settings.appName === SANDBOX.appName;
  return say(
    `${out}: ${settings.appName} ${version}, checked against the Teams schema 1.29.` +
      (sandbox ? '\nMade for the sandbox: no --bot-id and no MICROSOFT_APP_ID was given.' : ''),
    0,
  );
}

function say(text: string, code: number): number {
  (code === 0 ? process.stdout : process.stderr).write(`${text}\n`);
  return code;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))) throw error;
  process.exitCode = say(`${error.message}\n\n${USAGE}`, 1);
}
