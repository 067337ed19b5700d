import { count, dayAndTime } from '../../../calendar/words.js';
import type { ReadTeam, Taken } from '../../../conversation/evidence.js';
import type { View } from '../../../conversation/view.js';
import { isRed } from '../../../retention/drift.js';
import { refusalText, remarkText } from '../../../retention/remarks.js';
import { levelWord, LOCATIONS } from './levels.js';
import { bold, line, plain, shortened, type Line } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';

/** More teams than this would make the card too large; the summary has a level for every governed one. */
const MOST_TEAMS = 10;
/** Of the remarks on one location; a tenant can have dozens of policies that may cover a team. */
const MOST_REMARKS = 3;

const filled = template<{
  readonly text: string;
  readonly style: string;
  readonly heading: string;
  readonly say: string;
  readonly teams: readonly { readonly lines: readonly Line[] }[];
  readonly more: string;
}>('evidence');

type EvidenceView = Extract<View, { readonly kind: 'evidence' }>;

/** The teams that the card shows: those that need somebody first, then those whose level has changed. */
export function shownTeams(taken: Taken): readonly ReadTeam[] {
  if (taken.kind === 'refused') return [];
  return taken.teams.toSorted((one, other) => urgency(other) - urgency(one)).slice(0, MOST_TEAMS);
}

/** What became of a read-out: the level of each team before and after, or why it was refused. */
export function evidenceCard({ taken }: EvidenceView, scene: Scene): Card {
  if (taken.kind === 'refused') return refusedCard(refusalText(taken.reason));
  const red = taken.teams.filter(isTeamRed).length;
  const hidden = taken.teams.length - shownTeams(taken).length;
  const say = `Read from Microsoft Purview on ${dayAndTime(taken.readAt)}. It is about ${count(taken.teams.length, 'team', 'teams')}.`;
  return filled({
    text: `Evidence taken: ${count(taken.teams.length, 'team', 'teams')}, ${red} of them not kept as the schedule wants.`,
    style: red > 0 ? 'attention' : 'good',
    heading: red > 0 ? `✕ Evidence taken: ${count(red, 'team', 'teams')} not kept as planned` : '✓ Evidence taken',
    say: red > 0 ? `${say} The data protection officer is told of what has become worse.` : say,
    teams: shownTeams(taken).map((team) => ({ lines: linesFor(team, scene) })),
    more:
      hidden > 0
        ? `${count(hidden, 'team', 'teams')} more. Write “summary” to see the level of each governed team.`
        : '',
  });
}

function refusedCard(why: string): Card {
  return filled({
    text: 'The read-out was refused. The card says why, and what to do.',
    style: 'attention',
    heading: '✕ Evidence refused',
    say: `Refused: ${why}`,
    teams: [],
    more: 'Nothing has changed. The refusal is recorded.',
  });
}

function linesFor(team: ReadTeam, scene: Scene): readonly Line[] {
  const name = scene.team(team.teamId)?.name ?? 'A team that Microsoft 365 does not show';
  const found = LOCATIONS.flatMap((location) => {
    const [before, after] = [team.before[location], team.after[location]];
    const change =
      before === after ? `${levelWord(after)}, as before` : `${levelWord(after)}. Before: ${levelWord(before)}`;
    const { remarks } = team.reading[location];
    const shown = remarks.slice(0, MOST_REMARKS).map((one) => line(plain(`${remarkText(one)}.`)));
    const left = remarks.length - shown.length;
    return [
      line(bold(location === 'messages' ? 'Messages: ' : 'Files: '), plain(`${change}.`)),
      ...shown,
      ...(left > 0 ? [line(plain(`${count(left, 'remark', 'remarks')} more on the command line.`))] : []),
    ];
  });
  return [line(bold(shortened(name, 60))), ...found];
}

function isTeamRed({ after }: ReadTeam): boolean {
  return isRed(after.messages) || isRed(after.files);
}

function urgency(team: ReadTeam): number {
  const { before, after } = team;
  if (isTeamRed(team)) return 2;
  return before.messages === after.messages && before.files === after.files ? 0 : 1;
}
