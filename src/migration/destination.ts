import type { Complaint } from './complaint.js';
import type { Destination, Draft } from './migration.js';
import { cut } from './text.js';

/** What the organisation says about the names of channels that Regroup makes. */
export type NameRule = {
  /** One of these stands at the beginning, capitals aside. */
  readonly beginsWith?: readonly string[] | undefined;
  /** Words that stand in none. */
  readonly never?: readonly string[] | undefined;
};

/** Where a group can go. */
export type Places = {
  readonly governedTeams: readonly string[];
  /** Whether a private channel can be chosen: Regroup needs a permission of its own for it. */
  readonly privateChannels?: boolean | undefined;
  readonly names?: NameRule | undefined;
};

/** The choice of a new team, among the ids of the governed ones. */
export const NEW_TEAM = 'new';
/** Teams' limit for a channel name; what a team name can be before Teams' own lists cut it. */
const LONGEST_CHANNEL_NAME = 50;
const LONGEST_TEAM_NAME = 100;

/** Microsoft's list of what a channel name may not contain, be, begin or end with ("Limits and specifications for Teams"). */
const FORBIDDEN = /[~#%&*{}+/\\:<>?|'",\p{Cc}]|\.\./gu;
const RESERVED = /^(?:forms|con|conin\$|conout\$|prn|aux|nul|com[1-9]|lpt[1-9]|desktop\.ini|.*_vti_.*)$/iu;

/** Keeps what was chosen and typed about the channel, complete or not. A team that is not governed counts as not chosen. */
export function saveDestination(
  draft: Draft,
  typed: {
    readonly team: string;
    readonly teamName: string;
    readonly channelName: string;
    /** `group`: only those who join. */
    readonly readers?: string | undefined;
  },
  { governedTeams, privateChannels = false }: Places,
): Draft {
  const channelName = teamsName(typed.channelName);
  const teamName = teamsName(typed.teamName);
  if (typed.team === NEW_TEAM) return { ...draft, destination: { kind: 'new-team', teamName, channelName } };
  const teamId = governedTeams.includes(typed.team) ? typed.team : '';
  const isPrivate = privateChannels && typed.readers === 'group';
  return { ...draft, destination: { kind: 'existing-team', teamId, channelName, ...(isPrivate && { isPrivate }) } };
}

/** Whether only those who join read the channel. */
export function isPrivate(destination: Destination | null): boolean {
  return destination?.kind === 'existing-team' && destination.isPrivate === true;
}

/** The destination step opens with the group's own name as a proposal for the channel. */
export function withProposedChannel(draft: Draft, { names }: Pick<Places, 'names'> = {}): Draft {
  if (draft.destination !== null) return draft;
  const channelName = channelNameFor(draft.groupName, names);
  return { ...draft, destination: { kind: 'existing-team', teamId: '', channelName } };
}

/** What is missing or not possible; whether the name is free in the team, only Microsoft 365 can say. */
export function destinationComplaints(destination: Destination | null, { governedTeams, names }: Places): Complaint[] {
  const complaints: Complaint[] = [];
  const complain = (field: string, label: string, text: string | null) => {
    if (text !== null) complaints.push({ field, label, text });
  };
  if (destination?.kind === 'new-team') complain('teamName', 'Team name', teamNameProblem(destination.teamName));
  else if (!governedTeams.includes(destination?.teamId ?? '')) complain('team', 'Team', 'choose a team, or a new one.');
  const name = destination?.channelName ?? '';
  complain('channelName', 'Channel name', channelNameProblem(name) ?? ruleProblem(name, names));
  return complaints;
}

/** What is wrong with the name of a channel, in our own words; null when Teams allows it. */
export function channelNameProblem(name: string): string | null {
  if (name === '') return 'write a name for the channel.';
  if (length(name) > LONGEST_CHANNEL_NAME) return `use ${LONGEST_CHANNEL_NAME} characters at most.`;
  if (name.search(FORBIDDEN) >= 0)
    return 'Teams does not allow one of these characters. Use letters, numbers, spaces and hyphens.';
  if (RESERVED.test(name)) return 'Teams keeps this name for itself. Choose another one.';
  if (/^[_.]|\.$/u.test(name)) return 'begin with a letter or a number, and do not end with a full stop.';
  return null;
}

/** What is wrong with the name by the organisation's own rule; null when nothing is, or there is none. */
export function ruleProblem(name: string, rule: NameRule | undefined): string | null {
  if (rule === undefined) return null;
  const { beginsWith = [], never = [] } = rule;
  const isSame = (one: string, other: string) => one.localeCompare(other, 'en', { sensitivity: 'base' }) === 0;
  const begins = beginsWith.some((begin) => isSame([...name].slice(0, length(begin)).join(''), begin));
  if (beginsWith.length > 0 && !begins)
    return `begin it with ${beginsWith.map((begin) => `“${begin}”`).join(' or ')}. That is a rule here.`;
  const words = name.split(/[^\p{L}\p{N}]+/u);
  const found = never.find((word) => words.some((one) => isSame(one, word)));
  return found === undefined ? null : `leave out “${found}”. It is not used in names here.`;
}

/** A channel name that is allowed, made from the name of the group; empty when nothing of it can be used. */
export function channelNameFor(groupName: string, rule?: NameRule): string {
  const [begin = '', ...others] = rule?.beginsWith ?? [];
  const name = allowedName(groupName);
  if (ruleProblem(name, rule) === null || begin === '' || others.length > 0) return name;
  return allowedName(`${begin}${name}`);
}

/** As much of a text as Teams allows in the name of a channel. */
function allowedName(groupName: string): string {
  const allowed = teamsName(groupName).replaceAll(FORBIDDEN, ' ').replaceAll(/\s+/gu, ' ');
  const edges = [...allowed.trim()].slice(0, LONGEST_CHANNEL_NAME).join('');
  const name = edges.replace(/^[\s_.]+/u, '').replace(/[\s.]+$/u, '');
  return channelNameProblem(name) === null ? name : '';
}

function teamNameProblem(name: string): string | null {
  if (name === '') return 'write a name for the new team.';
  return length(name) > LONGEST_TEAM_NAME ? `use ${LONGEST_TEAM_NAME} characters at most.` : null;
}

/** Marks that turn the direction of writing could make a Teams name look like another one. */
function teamsName(typed: string): string {
  return cut(typed.normalize('NFC').replaceAll(/\p{Bidi_Control}/gu, ''));
}

function length(text: string): number {
  return [...text].length;
}
