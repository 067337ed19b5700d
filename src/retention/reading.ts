import { calledIn, coverage, type Coverage } from './coverage.js';
import type { Evidence, Location } from './evidence.js';
import { fateOf, type Fate, type Setting } from './principles.js';
import type { Policy, ReadOut, Rule } from './purview.js';

/** What a read-out shows about one location of a team. */
export type LocationReading = Pick<Evidence, 'days' | 'action' | 'covers' | 'enabled' | 'distribution'> & {
  readonly remarks: readonly Remark[];
};

export type TeamReading = { readonly [L in Location]: LocationReading };

/** Why it was read so, or what to be careful about. `policy` is the start of a policy's id, null for all together. */
export type Remark = { readonly code: RemarkCode; readonly policy: string | null };

export type RemarkCode =
  /** No policy is about this location of the team. */
  | 'no-policy'
  /** A policy may cover the team; the read-out does not show whether it does. */
  | 'not-shown'
  | 'switched-off'
  | 'simulation'
  | 'pending-deletion'
  /** Whether the policy is carried out cannot be read. */
  | 'mode-unknown'
  /** A policy without a rule keeps and deletes nothing. */
  | 'no-rule'
  /** Period or action cannot be read. */
  | 'rule-unclear'
  /** The rule is about items that match a query. */
  | 'some-items-only'
  /** The period begins anew with every change of a file. */
  | 'from-last-change'
  /** Several policies; what they do together follows Microsoft's principles of retention. */
  | 'several-policies'
  /** What is not shown could change the period. */
  | 'period-unsure'
  /** The team is the only one in the list of the policy: taken out, the policy would be one for all teams. */
  | 'last-team'
  /** Messages are covered and files are not: Teams policies never cover files. */
  | 'files-not-covered';

/** What the read-out shows about this team's messages and files. */
export function readTeam(readOut: ReadOut, teamId: string): TeamReading {
  const messages = readLocation(readOut, teamId, 'messages');
  const files = readLocation(readOut, teamId, 'files');
  const isGap = messages.covers === true && files.covers !== true;
  const gap: readonly Remark[] = isGap ? [{ code: 'files-not-covered', policy: null }] : [];
  return { messages, files: { ...files, remarks: [...gap, ...files.remarks] } };
}

type Speaking = { readonly policy: Policy; readonly how: Coverage };

function readLocation(readOut: ReadOut, teamId: string, location: Location): LocationReading {
  const called = calledIn(readOut, teamId);
  const speaking = readOut.policies.flatMap((policy): readonly Speaking[] => {
    const how = coverage(policy, location, called, readOut.scopes);
    return how === null || how.covers === false ? [] : [{ policy, how }];
  });
  const sure = speaking.filter(({ how }) => how.covers === true);
  const unsure = speaking.filter(({ how }) => how.covers === null);
  const shown = unsure.map(({ policy }): Remark => ({ code: 'not-shown', policy: policy.id }));
  if (sure.length > 0) return readPolicies(sure, unsure, shown, location);
  const remarks: readonly Remark[] = shown.length > 0 ? shown : [{ code: 'no-policy', policy: null }];
  return {
    days: null,
    action: null,
    covers: shown.length > 0 ? null : false,
    enabled: null,
    distribution: null,
    remarks,
  };
}

function readPolicies(
  sure: readonly Speaking[],
  unsure: readonly Speaking[],
  shown: readonly Remark[],
  location: Location,
): LocationReading {
  const working = sure.filter(({ policy }) => policy.force === 'on');
  const unclear = sure.filter(({ policy }) => policy.force === null);
  // With none that is carried out, what they would do is still worth showing: the state says that they do not.
  const basis = working.length > 0 ? working : sure;
  const doubtful = [...unsure, ...(working.length > 0 ? unclear : [])].filter(({ policy }) => mayWork(policy));
  const fate = fateShown(basis, doubtful);
  const isOff = unclear.length > 0 ? null : false;
  return {
    ...fate.fate,
    covers: true,
    enabled: working.length > 0 ? true : isOff,
    distribution: worst(basis.map(({ policy }) => policy.distribution)),
    remarks: [...sure.flatMap((one) => remarksOn(one, location)), ...shown, ...fate.remarks],
  };
}

function mayWork({ force }: Policy): boolean {
  return force === 'on' || force === null;
}

/** What the policies do together, but for what a policy could change of which the read-out does not show enough. */
function fateShown(
  basis: readonly Speaking[],
  doubtful: readonly Speaking[],
): { readonly fate: Fate; readonly remarks: readonly Remark[] } {
  const known = basis.flatMap(({ policy, how }) => policy.rules.filter(isWhole).map((rule) => settingOf(rule, how)));
  const parts = basis.flatMap(({ policy, how }) => policy.rules.filter(isPart).map((rule) => settingOf(rule, how)));
  const others = doubtful.flatMap(({ policy }) => policy.rules.filter(isReadable).flatMap(bothWays));
  const isOpen = [...basis, ...doubtful].some(({ policy }) => policy.rules.some((rule) => !isReadable(rule)));
  const fate = fateOf(known);
  // A policy more can only keep longer or delete sooner, or, named, delete instead of another: each is tried.
  const isSame = [...parts, ...others].every((one) => isEqual(fateOf([...known, one]), fate));
  const ruled = new Set(basis.filter(({ policy }) => policy.rules.some(isWhole)).map(({ policy }) => policy.id));
  const several: readonly Remark[] = ruled.size > 1 ? [{ code: 'several-policies', policy: null }] : [];
  if (isSame && !isOpen) return { fate, remarks: several };
  return { fate: { days: null, action: null }, remarks: [...several, { code: 'period-unsure', policy: null }] };
}

function isReadable({ days, action }: Rule): boolean {
  return days !== null && action !== null;
}

function isWhole(rule: Rule): boolean {
  return isReadable(rule) && !rule.partial;
}

function isPart(rule: Rule): boolean {
  return isReadable(rule) && rule.partial;
}

function settingOf({ days, action }: Rule, { explicit }: Pick<Coverage, 'explicit'>): Setting {
  return { keep: action === 'delete' ? null : days, remove: action === 'keep' ? null : days, explicit };
}

function bothWays(rule: Rule): readonly Setting[] {
  return [settingOf(rule, { explicit: false }), settingOf(rule, { explicit: true })];
}

function isEqual(one: Fate, other: Fate): boolean {
  return one.days === other.days && one.action === other.action;
}

/** The one that tells the least good: a fault, then waiting, then nothing said. */
function worst(all: readonly Evidence['distribution'][]): Evidence['distribution'] {
  for (const one of ['error', 'pending', null] as const) if (all.includes(one)) return one;
  return 'success';
}

function remarksOn({ policy, how }: Speaking, location: Location): readonly Remark[] {
  const { force, rules, id } = policy;
  const forces = {
    off: 'switched-off',
    simulation: 'simulation',
    'pending-deletion': 'pending-deletion',
    on: null,
  } as const;
  const codes: readonly (RemarkCode | null)[] = [
    force === null ? 'mode-unknown' : forces[force],
    rules.length === 0 ? 'no-rule' : null,
    rules.some((rule) => !isReadable(rule)) ? 'rule-unclear' : null,
    rules.some(({ partial }) => partial) ? 'some-items-only' : null,
    // For Teams messages days always count from their making, whatever the rule says.
    location === 'files' && rules.some(({ fromLastChange }) => fromLastChange) ? 'from-last-change' : null,
    how.alone ? 'last-team' : null,
  ];
  return codes.flatMap((code) => (code === null ? [] : [{ code, policy: id }]));
}
