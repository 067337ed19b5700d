import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { OAKFIELD } from '../edges/sandbox/oakfield.js';
import type { SeedTeam } from '../edges/sandbox/seed.js';
import type { Person } from '../roster/person.js';
import type { Household } from './household.js';
import { answers, DemoProblem, freePort, startCompanion } from './processes.js';

const CLIENT = '@microsoft/m365agentsplayground';
const OTHERS = 5;

/** Somebody whom a visitor of the demo can be. */
export type Visitor = { readonly person: Person; readonly role: string };

/** In the order in which they get a client: the third and the fourth only when so many are asked for. */
export const VISITORS: readonly Visitor[] = [
  { person: someone(OAKFIELD.personas.starter), role: 'Year 6 teacher' },
  { person: someone(OAKFIELD.personas.approver), role: 'deputy head, approver and administrator' },
  { person: someone(OAKFIELD.personas.dpo), role: 'data protection officer' },
  { person: someone(OAKFIELD.personas.member), role: 'teaching assistant' },
];

/** A local Teams client that runs. */
export type Client = { readonly visitor: Visitor; readonly url: string };

/** The client's program, as a module at `from` finds it; throws `DemoProblem` when its package is not installed. */
export function clientProgram(from: string = import.meta.url): string {
  try {
    return createRequire(from).resolve(`${CLIENT}/cli.js`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')) throw error;
    throw new DemoProblem(
      `The local Teams client (${CLIENT}) is not installed. It is a development dependency under a licence of its own: ` +
        'run npm ci without --omit=dev.',
      { cause: error },
    );
  }
}

type ClientOptions = {
  readonly visitors: readonly Visitor[];
  readonly program: string;
  /** Where everything goes that is written in a client. */
  readonly endpoint: string;
  /** Of the first client, the second has the next one; null for free ones. */
  readonly port: number | null;
  /** For the clients' own files. */
  readonly folder: string;
  readonly household: Household;
};

/** Starts a client for each visitor and waits until they answer. */
export async function startClients(options: ClientOptions): Promise<readonly Client[]> {
  const ports: number[] = [];
  for (const index of options.visitors.keys())
    ports.push(options.port === null ? await freePort() : options.port + index);
  return Promise.all(
    options.visitors.map((visitor, index) =>
      startClient(visitor, ports[index] ?? 0, { ...options, folder: join(options.folder, `client-${index + 1}`) }),
    ),
  );
}

async function startClient(
  visitor: Visitor,
  port: number,
  { program, endpoint, folder, household }: Omit<ClientOptions, 'visitors'>,
): Promise<Client> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, '.m365agentsplayground.yml'), stringify(settingsFor(visitor.person)));
  const companion = startCompanion({
    args: [program, 'start', '-p', String(port), '-e', endpoint, '-c', 'msteams', '--dt'],
    cwd: folder,
    env: { BROWSER: 'none' },
    log: join(folder, 'client.log'),
  });
  household.adopt(companion);
  const url = `http://127.0.0.1:${port}`;
  await answers(`The Teams client of ${visitor.person.displayName}`, `${url}/_internal/v1/config`, companion, 60_000);
  return { visitor, url: `${url}/` };
}

/** The client's own settings file: the person, five others, and one chat of each kind. */
function settingsFor(person: Person): object {
  const team = oneTeam();
  const others = OAKFIELD.people.filter(({ id, enabled }) => id !== person.id && enabled);
  const number = person.id.slice(-4);
  return {
    version: '0.1.0',
    tenantId: OAKFIELD.tenantId,
    bot: { id: `28:${OAKFIELD.appId}`, name: 'Regroup' },
    currentUser: account(person),
    users: others.slice(0, OTHERS).map(account),
    personalChat: { id: `a:oakfield-${number}` },
    groupChat: { id: `19:oakfield-${number}@thread.v2`, name: 'Year 6 residential' },
    team: {
      id: `19:oakfield-general-${number}@thread.tacv2`,
      name: team.name,
      aadGroupId: team.id,
      channels: team.channels.slice(0, 1).map((name) => ({ id: `19:oakfield-${number}@thread.tacv2`, name })),
    },
  };
}

function account({ id, displayName, givenName, surname, mail }: Person) {
  return {
    id: `29:${id}`,
    name: displayName,
    // The client's own spelling.
    userPrincipleName: mail,
    aadObjectId: id,
    givenName,
    surname,
    email: mail,
  };
}

function oneTeam(): SeedTeam {
  const [team] = OAKFIELD.teams;
  if (team === undefined) throw new DemoProblem('Oakfield has no team.');
  return team;
}

function someone(id: string): Person {
  const person = OAKFIELD.people.find((one) => one.id === id);
  if (person === undefined) throw new DemoProblem(`Oakfield has nobody with the id ${id}.`);
  return person;
}
