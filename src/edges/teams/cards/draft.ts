import { STEPS } from '../../../migration/migration.js';
import type { View } from '../../../conversation/view.js';
import { bold, nameOf, plain, shortened, type Line, type Run } from './runs.js';
import type { Scene } from './scene.js';
import { template, type Card } from './template.js';

type ClosedView = Extract<View, { readonly kind: 'gate-closed' }>;
type Gate = {
  readonly heading: string;
  readonly about: readonly Run[];
  readonly steps: readonly Line[];
  readonly stays: string;
  /** Whether a child may be at risk, so that the way to help stands on the card. */
  readonly child: boolean;
  readonly change: 'move.goto.group' | 'move.goto.gates';
};

const closed = template('gate-closed');
const saved = template<{ readonly id: string; readonly ver: number; readonly number: number; readonly group: string }>(
  'draft-saved',
);
const cancelled = template<Record<string, never>>('draft-cancelled');

/** The move cannot go on: why, what to do today, and that everything stays. */
export function gateClosedCard(view: ClosedView, scene: Scene): Card {
  const { id, ver } = view.migration;
  const gate = GATES[view.gate](view, scene);
  const { dsl } = scene.organisation.phones;
  return closed({
    id,
    ver,
    dsl,
    fallbackText: `This group cannot be moved now: ${gate.heading.toLowerCase()}.`,
    ...gate,
  });
}

/** The draft is kept, and how to come back to it. */
export function draftSavedCard(view: Extract<View, { readonly kind: 'draft-saved' }>): Card {
  const { id, ver, draft } = view.migration;
  const group = draft.groupName === '' ? 'this move' : shortened(draft.groupName, 60);
  return saved({ id, ver, number: STEPS.indexOf(draft.step) + 1, group });
}

/** The draft was given up. */
export function draftCancelledCard(): Card {
  return cancelled({});
}

const GATES: Readonly<Record<ClosedView['gate'], (view: ClosedView, scene: Scene) => Gate>> = {
  'open-request': openRequest,
  'run-by': runBy,
  purpose: neverMoved,
};

function openRequest({ migration }: ClosedView, scene: Scene): Gate {
  const isSure = migration.draft.gates.openRequest === 'yes';
  const [dpo] = scene.organisation.dpo;
  const name = nameOf(dpo === undefined ? null : scene.person(dpo));
  return {
    heading: isSure ? 'Not now: something is open' : 'Not now: something may be open',
    about: [plain('A move ends with members deleting the chat. Messages that somebody has asked for must be kept.')],
    steps: [
      { runs: [bold('Keep everything: '), plain('do not delete messages, leave the group or change your phone.')] },
      {
        runs: [
          bold('Ask the DPO: '),
          plain(name),
          plain(`, through the office on ${scene.organisation.phones.office}. Say that you want to move a group.`),
        ],
      },
      { runs: [bold('Tell the others: '), plain('nobody in the group deletes anything until the DPO says so.')] },
    ],
    stays: 'Nothing was deleted and nothing was created. This draft stays, and you can go on when nothing is open.',
    child: false,
    change: 'move.goto.gates',
  };
}

const WHOSE: Readonly<Record<string, string>> = {
  parents: 'It belongs to the parents who run it.',
  pta: 'It belongs to the parents’ association.',
  union: 'It belongs to the union and its members.',
  social: 'It is private. A social group can stay as it is.',
};

function runBy({ migration }: ClosedView): Gate {
  return {
    heading: 'Not a school group',
    about: [
      plain(`Regroup moves only groups that the school runs. ${WHOSE[migration.draft.gates.runBy ?? ''] ?? ''}`.trim()),
    ],
    steps: [
      {
        runs: [
          bold('School matters: '),
          plain('if work comes up there, move that part to a Teams channel or the office.'),
        ],
      },
      { runs: [bold('Your own part: '), plain('send nothing about pupils or school decisions in that group.')] },
    ],
    stays: 'Nothing was deleted and nothing was created. The group is not the school’s to change.',
    child: false,
    change: 'move.goto.gates',
  };
}

function neverMoved({ migration }: ClosedView, scene: Scene): Gate {
  const purpose = scene.policy.schedule.find(({ id }) => id === migration.draft.purpose);
  const never = purpose?.never ?? null;
  const says = never === null ? [] : [{ runs: [bold(`${never.lead}: `), plain(never.text)] }];
  return {
    heading: 'This kind of group is not moved',
    about: [plain('Its messages do not belong in an ordinary Teams channel.')],
    steps: [...says, { runs: [bold('From today: '), plain('stop writing about it in WhatsApp.')] }],
    stays: 'Nothing was deleted and nothing was created.',
    child: true,
    change: 'move.goto.group',
  };
}
