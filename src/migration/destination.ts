import type { Complaint } from './complaint.js';
import type { Destination, Draft } from './migration.js';
import { cut } from './text.js';

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
  typed: { readonly team: string; readonly teamName: string; readonly channelName: string },
  governedTeams: readonly string[],
): Draft {
  const channelName = teamsName(typed.channelName);
  const teamName = teamsName(typed.teamName);
  if (typed.team === NEW_TEAM) return { ...draft, destination: { kind: 'new-team', teamName, channelName } };
  const teamId = governedTeams.includes(typed.team) ? typed.team : '';
  return { ...draft, destination: { kind: 'existing-team', teamId, channelName } };
}

/** The destination step opens with the group's own name as a proposal for the channel. */
export function withProposedChannel(draft: Draft): Draft {
  if (draft.destination !== null) return draft;
  const channelName = channelNameFor(draft.groupName);
  return { ...draft, destination: { kind: 'existing-team', teamId: '', channelName } };
}

/** What is missing or not possible; whether the name is free in the team, only Microsoft 365 can say. */
export function destinationComplaints(destination: Destination | null, governedTeams: readonly string[]): Complaint[] {
  const complaints: Complaint[] = [];
  const complain = (field: string, label: string, text: string | null) => {
    if (text !== null) complaints.push({ field, label, text });
  };
  if (destination?.kind === 'new-team') complain('teamName', 'Team name', teamNameProblem(destination.teamName));
  else if (!governedTeams.includes(destination?.teamId ?? '')) complain('team', 'Team', 'choose a team, or a new one.');
  complain('channelName', 'Channel name', channelNameProblem(destination?.channelName ?? ''));
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

/** A channel name that Teams allows, made from the name of the group; empty when nothing of it can be used. */
export function channelNameFor(groupName: string): string {
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
