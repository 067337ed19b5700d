import { contradiction } from './contradiction.js';
import type { Evidence, Level, Location, RetentionState, TeamRetention } from './evidence.js';
import { driftText, effectText, gapText, policyText } from './words.js';

const DAY_MS = 86_400_000;

/** Microsoft allows itself up to seven days to apply a policy after it was delivered (Learn, "retention policies for Teams"). */
const DAYS_TO_EFFECT = 7;

/**
 * How long evidence can be relied on. A policy can be changed at any time without anybody telling us, so we read again every
 * month; a year would let a team go unkept for most of the period that it is about.
 */
const DAYS_RELIED_ON = 30;

/** What the evidence proves for a team at `now`, measured against the period in days that the schedule wants. */
export function retentionOf(
  evidence: readonly Evidence[],
  wanted: { readonly days: number },
  now: Date,
): TeamRetention {
  return {
    messages: stateOf(evidence, 'messages', wanted.days, now),
    files: stateOf(evidence, 'files', wanted.days, now),
  };
}

/**
 * The same for a private channel. Its messages are kept with its team's (Microsoft's change of 2025 to 2026, MC1134737). Its files lie in
 * a site of their own, which a policy for the team does not reach, and no read-out shows it: nothing is known of them.
 */
export function retentionOfPrivate(team: TeamRetention): TeamRetention {
  return { ...team, files: { ...NONE, missing: 'Evidence about the site of the private channel' } };
}

/** Whether it may be said that what is posted is kept as the schedule says. */
export function isProved(level: Level): boolean {
  return level === 'effective' || level === 'sampled';
}

function stateOf(evidence: readonly Evidence[], location: Location, wantedDays: number, now: Date): RetentionState {
  // What carries a later date than now cannot speak about now.
  const here = evidence.filter((one) => one.location === location && one.at <= now);
  const ordered = here.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const newest = ordered.at(-1);
  if (newest === undefined) return NONE;
  const alarm = alarmIn(ordered, wantedDays);
  // An alarm does not become better with age, so this comes before "too old".
  if (alarm !== null) return state('contradicted', alarm.by, alarm.by.at, alarm.text);
  const readOuts = ordered.filter(({ kind }) => kind === 'read-out');
  const basis = readOuts.at(-1) ?? newest;
  if (now > after(basis.at, DAYS_RELIED_ON)) return tooOld(basis);
  if (basis.kind !== 'read-out') return state('declared', basis, basis.at, 'A read-out that lists this team');
  return readOutState(readOuts, ordered, wantedDays, now);
}

/**
 * The newest evidence that says the opposite. A read-out takes back what was said before it; a newer sample, an older one. A
 * declaration takes back an earlier declaration only as long as nothing was read: after a doubt, somebody's word does not
 * make proved again what was read before the doubt.
 */
function alarmIn(
  ordered: readonly Evidence[],
  wantedDays: number,
): { readonly by: Evidence; readonly text: string } | null {
  const lastRead = ordered.findLastIndex(({ kind }) => kind === 'read-out');
  const speaking = ordered.slice(Math.max(lastRead, 0)).filter((one, index, since) => {
    const stands = one.kind === 'declaration' && lastRead !== -1;
    return stands || !since.slice(index + 1).some(({ kind }) => kind === one.kind);
  });
  for (const by of speaking.toReversed()) {
    const text = contradiction(by, wantedDays);
    if (text !== null) return { by, text };
  }
  return null;
}

const NONE: RetentionState = {
  level: 'none',
  since: null,
  missing: 'A policy, and a read-out that lists this team',
  policy: null,
  recheck: null,
  evidenceId: null,
  proof: null,
};

/** By the newest read-out, which is fresh; declarations and samples newer than it have been found not to contradict. */
function readOutState(
  readOuts: readonly Evidence[],
  all: readonly Evidence[],
  wantedDays: number,
  now: Date,
): RetentionState {
  const delivered = lastDelivery(readOuts, wantedDays);
  const basis = delivered?.newest ?? readOuts.at(-1);
  if (basis === undefined) return NONE;
  if (delivered === null) {
    if (wasProved(readOuts, wantedDays)) return state('drifted', basis, basis.at, driftText(basis.at));
    return state(basis.covers === true ? 'in-scope' : 'declared', basis, basis.at, gapText(basis));
  }
  const effectiveFrom = after(delivered.first.at, DAYS_TO_EFFECT);
  if (now < effectiveFrom)
    return { ...state('distributed', basis, delivered.first.at, effectText(effectiveFrom)), recheck: effectiveFrom };
  const sample = all.findLast((one) => one.kind === 'sample' && one.at >= effectiveFrom && isFresh(one, now));
  if (sample === undefined) return state('effective', basis, effectiveFrom, null);
  return { ...state('sampled', basis, sample.at, null), ...provedBy(sample) };
}

/**
 * The unbroken row of read-outs, up to the newest, that all show the policy delivered as the schedule wants it. A month without
 * any breaks the row: nobody knows what happened in it. Null when the newest does not show it.
 */
function lastDelivery(
  readOuts: readonly Evidence[],
  wantedDays: number,
): { readonly first: Evidence; readonly newest: Evidence } | null {
  const newest = readOuts.at(-1);
  if (newest === undefined || !isDelivered(newest, wantedDays)) return null;
  let first = newest;
  for (const earlier of readOuts.toReversed()) {
    const isUnbroken = first.at <= after(earlier.at, DAYS_RELIED_ON);
    if (!isUnbroken || !isDelivered(earlier, wantedDays)) break;
    first = earlier;
  }
  return { first, newest };
}

function isDelivered(readOut: Evidence, wantedDays: number): boolean {
  return gapText(readOut) === null && contradiction(readOut, wantedDays) === null;
}

/** Whether it could have been said at some moment before the newest read-out that the team was proved. */
function wasProved(readOuts: readonly Evidence[], wantedDays: number): boolean {
  return readOuts.some((one, index) => {
    const next = readOuts[index + 1];
    if (next === undefined) return false;
    const delivered = lastDelivery(readOuts.slice(0, index + 1), wantedDays);
    if (delivered === null) return false;
    const from = after(delivered.first.at, DAYS_TO_EFFECT);
    return from <= next.at && from <= after(one.at, DAYS_RELIED_ON);
  });
}

function tooOld(basis: Evidence): RetentionState {
  const from = after(basis.at, DAYS_RELIED_ON);
  return state('unknown', basis, from, `Evidence from the last ${DAYS_RELIED_ON} days`);
}

function state(level: Level, basis: Evidence, since: Date, missing: string | null): RetentionState {
  const recheck = after(basis.at, DAYS_RELIED_ON);
  return { level, since, missing, policy: policyText(basis), recheck, ...provedBy(basis) };
}

function provedBy({ id, kind, at }: Evidence): Pick<RetentionState, 'evidenceId' | 'proof'> {
  return { evidenceId: id, proof: { kind, at } };
}

function isFresh(one: Evidence, now: Date): boolean {
  return now <= after(one.at, DAYS_RELIED_ON);
}

function after(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY_MS);
}
