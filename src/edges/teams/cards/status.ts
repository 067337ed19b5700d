import { count, shortDay } from '../../../calendar/words.js';
import type { View } from '../../../conversation/view.js';
import { holdOn } from '../../../migration/hold.js';
import { STEPS, type Attestation, type Migration, type State } from '../../../migration/migration.js';
import { askedRow, toAnswerRow } from './queue.js';
import { section, type Row } from './rows.js';
import { nameOf, shortened } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';

type Status = Extract<View, { readonly kind: 'status' }>;

/** More rows than these would push the card over its size, and nobody reads them on a phone. */
const MOST_MOVES = 6;
const MOST_WAITING = 3;
const LONGEST_NAME = 60;

const filled = template('status');

/** The person's own moves, and before them what waits for them. In a channel it shows nothing: others read along. */
export function statusCard(view: Status, scene: Scene): Card {
  if (scene.place === 'shared') return inYourOwnChat();
  const held = view.onHold.length;
  const waiting = view.toDecide.length + view.toAgree.length + view.toAttest.length + view.toAnswer.length;
  const yours = view.moves.filter(needsOwner).length;
  const sections = [
    section(
      'Waiting for your decision',
      view.toDecide.map((move, index) => toDecide(move, index, scene)),
      MOST_WAITING,
    ),
    section(
      'Waiting for your decision as DPO',
      view.toAgree.map((move, index) => toAgree(move, index, scene)),
      MOST_WAITING,
    ),
    section(
      'On hold: keep everything',
      view.onHold.map((move, index) => runningRow(move, index, scene)),
      MOST_WAITING,
    ),
    section('Waiting for your statement', view.toAttest.map(toAttest), MOST_WAITING),
    section(
      'Waiting for your answer as DPO',
      view.toAnswer.map((question, index) => toAnswerRow(question, index, scene)),
      MOST_WAITING,
    ),
    section('Your moves', yoursFirst(view.moves).map(ownMove), MOST_MOVES),
    section(
      'Your questions to the DPO',
      view.asked.map((question, index) => askedRow(question, index, scene)),
      MOST_WAITING,
    ),
  ].filter(({ rows }) => rows.length > 0);
  const heading = headingOf(waiting + held + yours, view);
  return filled({
    heading,
    say: sections.length === 0 ? 'You have not started a move, and no decision waits for you.' : '',
    text: `${heading.replace(/^\S /, '')}: your moves, and what waits for you.`,
    sections: sections.map((one, index) => ({
      ...one,
      // Where it says the same as the card's own heading, once is enough.
      heading: one.heading === heading ? '' : one.heading,
      spacing: index === 0 ? 'Medium' : 'Large',
    })),
    personal: true,
    style: sections.length === 0 ? 'positive' : 'default',
  });
}

function headingOf(needed: number, { moves, asked }: Status): string {
  if (needed > 0) return `! ${count(needed, 'thing needs', 'things need')} you`;
  if (moves.length > 0) return asked.length > 0 ? 'Your moves and questions' : 'Your moves';
  return asked.length > 0 ? 'Your questions to the DPO' : 'No moves yet';
}

/** Those that need the owner first, else newest first: the rest can be cut off. */
function yoursFirst(moves: readonly Migration[]): readonly Migration[] {
  return [...moves.filter(needsOwner), ...moves.filter((move) => !needsOwner(move))];
}

function toDecide(move: Migration, index: number, scene: Scene): Row {
  return {
    name: groupName(move),
    before: 'Asked by ',
    who: nameOf(scene.person(move.owner)),
    after: move.decideBy === null ? '' : `, by ${shortDay(move.decideBy)}`,
    verb: 'approval.open',
    id: move.id,
    ver: move.ver,
    tooltip: `Open decision ${index + 1}`,
  };
}

/** Whether the history of a chat goes along. */
function toAgree(move: Migration, index: number, scene: Scene): Row {
  const row = toDecide(move, index, scene);
  return { ...row, after: '', verb: 'officer.open', tooltip: `Open history ${index + 1}` };
}

/** A running move of somebody else, for an officer. */
export function runningRow(move: Migration, index: number, scene: Scene): Row {
  return {
    name: groupName(move),
    before: `${stateText(move).replace('! Needs you', '… Waiting for the owner')}. Owner: `,
    who: nameOf(scene.person(move.owner)),
    after: '',
    verb: 'run.refresh',
    id: move.id,
    ver: move.ver,
    tooltip: `Open move ${index + 1}`,
  };
}

/** A click on a version that is not the stored one changes nothing and shows the card as it stands: so version 0 opens it. */
function toAttest({ migrationId, requestedAt }: Attestation, index: number): Row {
  return {
    name: `Asked on ${shortDay(requestedAt)}`,
    before: 'Say what you have cleared on your phone.',
    who: '',
    after: '',
    verb: 'attest.confirm',
    id: migrationId,
    ver: 0,
    tooltip: `Open statement ${index + 1}`,
  };
}

function ownMove(move: Migration, index: number): Row {
  return {
    name: groupName(move),
    before: stateText(move),
    who: '',
    after: '',
    verb: 'move.open',
    id: move.id,
    ver: move.ver,
    tooltip: `Open move ${index + 1}`,
  };
}

function groupName({ draft }: Migration): string {
  return draft.groupName === '' ? 'A group without a name yet' : shortened(draft.groupName, LONGEST_NAME);
}

/** Whose turn it is, in one line. */
export function stateText(move: Migration): string {
  const { problem } = move.outcome;
  if (holdOn(move) !== null) return '… On hold: keep everything';
  if (problem?.who === 'person') return '! Needs you: a step has failed';
  if (problem?.who === 'administrator') return '… Waiting for IT support';
  if (problem?.who === 'us') return '✕ Failed: Regroup has to be repaired';
  return STATES[move.state](move);
}

function needsOwner(move: Migration): boolean {
  return stateText(move).startsWith('!');
}

const STATES: Readonly<Record<State, (move: Migration) => string>> = {
  draft: ({ draft }) => `○ Draft: step ${STEPS.indexOf(draft.step) + 1} of 7`,
  submitted: ({ decideBy }) => `… Waiting for a decision${decideBy === null ? '' : `, by ${shortDay(decideBy)}`}`,
  approved: () => '… Moving: approved',
  'sent-back': () => '! Needs you: sent back with a reason',
  expired: () => '! Needs you: nobody decided in time',
  provisioning: () => '… Moving: making the channel',
  objecting: () => '… Waiting for objections',
  importing: () => '… Moving: the history',
  members: () => '… Moving: adding people',
  'retention-pending': () => '… Waiting for proof of retention',
  notifying: () => '! Needs you: tell the group',
  closing: ({ outcome }) =>
    `… Waiting for members${outcome.attestBy === null ? '' : `, by ${shortDay(outcome.attestBy)}`}`,
  closed: ({ milestones }) => {
    const closed = milestones.findLast(({ state }) => state === 'closed');
    return closed === undefined ? 'Closed' : `Closed on ${shortDay(closed.at)}`;
  },
  stopped: () => 'Stopped',
  cancelled: () => 'Cancelled',
};

function inYourOwnChat(): Card {
  return filled({
    heading: 'Ask me in our own chat',
    say: 'Others can read along here. Write “status” to Regroup in your own chat.',
    text: 'Ask me in our own chat: others can read along here.',
    sections: [],
    personal: false,
    style: 'default',
  });
}
