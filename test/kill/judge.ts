import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { RequestRecord } from '../../src/edges/sandbox/tenant.js';
import type { Connector, Sent } from '../support/chat.js';
import { elementsOf, wordsOf, type CardJson } from '../support/chat.js';
import { noticeOf } from './people.js';
import type { School } from './school.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** Runs `regroup` as an administrator would, on the database that these settings name; answers what it printed. */
export async function regroup(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const all = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env };
  const options = { cwd: ROOT, env: all, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await run(process.execPath, ['--import', 'tsx', join(ROOT, 'src/cli.ts'), ...args], options);
  return stdout;
}

/** What the verifier says of the record: one that is intact and that nothing from outside vouches for ends it with 10. */
export async function verified(env: Readonly<Record<string, string>>): Promise<string> {
  try {
    return await regroup(['audit', 'verify'], env);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 10 && 'stdout' in error)
      return String(error.stdout);
    throw error;
  }
}

/** What is recorded once in the life of every move. */
export const LIFE: readonly string[] = [
  'migration.submitted',
  'migration.approved',
  'migration.run-started',
  'migration.channel-created',
  'migration.members-added',
  'migration.notice-given',
  'migration.closed',
];

/** How often each of these stands in the audit log, for each migration. */
export function recorded(exported: string, whats: readonly string[]): ReadonlyMap<string, Record<string, number>> {
  const counts = new Map<string, Record<string, number>>();
  for (const text of exported.trim().split('\n')) {
    const { canonical } = JSON.parse(text) as { canonical: string };
    const { what, subjectId } = JSON.parse(canonical) as { what: string; subjectId: string };
    if (!whats.includes(what)) continue;
    const of = counts.get(subjectId) ?? Object.fromEntries(whats.map((one) => [one, 0]));
    counts.set(subjectId, { ...of, [what]: (of[what] ?? 0) + 1 });
  }
  return counts;
}

/** Every effect on the tenant under a name of its own, as its journal has it: one that was done twice stands there twice. */
export function effects({ tenant }: School): readonly string[] {
  return tenant.journal().map(({ what, facts }) => {
    if (what === 'group.created') return `${what} ${facts['alias']}`;
    if (what === 'channel.created') return `${what} ${facts['team']} ${facts['name']}`;
    if (what === 'member.added') return `${what} ${facts['team']} ${facts['person']}`;
    return `${what} ${facts['group'] ?? facts['team']}`;
  });
}

export function twice(names: readonly string[]): readonly string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

/** A request for something that an earlier request had already been given. */
export type Repeat = {
  readonly what: string;
  /** What the tenant said to it. */
  readonly status: number;
  /** Whether Regroup had looked in between whether it was there. */
  readonly looked: boolean;
};

/**
 * What was asked for again after it had been done. The tenant refuses a second group, team or channel, and adding a member who
 * is there changes nothing, so the journal does not show this: an honest judge looks at the requests too.
 */
export function repeats({ tenant }: School): readonly Repeat[] {
  const requests = tenant.requests();
  const asked = requests.flatMap((request) => wanted(request).map((what) => ({ what, request })));
  return asked.flatMap(({ what, request }) => {
    const done = asked.find((one) => one.what === what && one.request.status >= 200 && one.request.status < 300);
    if (done === undefined || done.request.seq >= request.seq) return [];
    const between = requests.filter(({ seq }) => seq > done.request.seq && seq < request.seq);
    const looked = between.some(({ method, target }) => method === 'GET' && isLookFor(what, target));
    return [{ what, status: request.status, looked }];
  });
}

/** What a request would make, one name for each thing. */
function wanted({ method, target, body }: RequestRecord): readonly string[] {
  if (method !== 'POST') return [];
  const given = body as Record<string, string> & { values?: readonly Record<string, string>[] };
  if (target === '/v1.0/groups') return [`group ${given['mailNickname']}`];
  if (target === '/v1.0/teams') return [`team ${idIn(given['group@odata.bind'])}`];
  const [, team, rest] = /^\/v1\.0\/teams\/([^/]+)\/(channels|members\/add)$/.exec(target) ?? [];
  if (rest === 'channels') return [`channel ${team} ${given['displayName']}`];
  return (given.values ?? []).map((one) => `member ${team} ${idIn(one['user@odata.bind'])}`);
}

function idIn(url = ''): string {
  return /'([^']+)'/.exec(url)?.[1] ?? url;
}

function isLookFor(what: string, target: string): boolean {
  const [kind, id = ''] = what.split(' ');
  const looks = decodeURIComponent(target);
  if (kind === 'group') return looks.startsWith('/v1.0/groups?') && looks.includes(id);
  if (kind === 'team') return looks.startsWith(`/v1.0/teams/${id}?`) || looks.startsWith(`/v1.0/groups/${id}?`);
  return looks.startsWith(`/v1.0/teams/${id}/${kind}s`);
}

/** The cards of one notice in one chat, in the order in which they came. */
export type Stack = { readonly key: string; readonly cards: readonly Sent[] };

/** Every notice that somebody has a card of, told apart by what the cards show. */
export function stacks({ sent }: Connector): readonly Stack[] {
  const byKey = new Map<string, Sent[]>();
  for (const one of sent) {
    const key = keyOf(one);
    if (key !== '') byKey.set(key, [...(byKey.get(key) ?? []), one]);
  }
  return [...byKey].map(([key, cards]) => ({ key, cards }));
}

function keyOf(sent: Sent): string {
  const card = shownIn(sent);
  const notice = noticeOf(card);
  if (notice === null) return '';
  const about = notice === 'incident' ? incidentIn(card) : (/Trip \d\d\d/.exec(wordsOf(card))?.[0] ?? '?');
  return `${notice} ${about} ${sent.conversation}`;
}

function incidentIn(card: CardJson): string {
  const button = elementsOf(card).find(({ title }) => title === 'I have looked at it');
  return String((button?.['data'] as { id?: string } | undefined)?.id);
}

/** A killed bot can have had a card in the chat this long without having noted it. */
const NOTING_MS = 3_000;
/** What it sent last arrives up to this long after its end; its successor takes longer to start. */
const ON_ITS_WAY_MS = 300;

/** Whether something that happened `at` was asked for by the bot that had just been killed. */
export function isOrphan(kill: number, at: number): boolean {
  return at >= kill && at < kill + ON_ITS_WAY_MS;
}

/** Whether a card that came `at` may have been left without a note by the kill: Teams lets no bot read what it has sent. */
export function explains(kill: number, at: number): boolean {
  return at > kill - NOTING_MS && at < kill + ON_ITS_WAY_MS;
}

export function shownIn({ activity }: Sent): CardJson {
  const [attachment] = (activity['attachments'] ?? []) as { content: CardJson }[];
  return attachment?.content ?? {};
}
