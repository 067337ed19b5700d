import { count, day, dayAndTime } from '../../../../calendar/words.js';
import { holdOn, officersFor } from '../../../../migration/hold.js';
import type { Hold } from '../../../../migration/hold-record.js';
import type { Migration } from '../../../../migration/migration.js';
import { holdText } from '../../../../migration/notice.js';
import { RUNNING } from '../../../../migration/ports.js';
import { groupOf } from '../approval-words.js';
import { bold, line, nameOf, plain, shortened, type Run } from '../runs.js';
import type { Scene } from '../scene.js';
import { template, type Card } from '../template.js';
import { teamName } from '../wizard/destination.js';
import type { Band } from './band.js';
import { attestedOf } from './steps.js';

const keep = template('progress-hold');
const confirm = template('progress-hold-confirm');

/** While a move is on hold, nothing else matters as much. */
export function heldBand({ by, at }: Hold, scene: Scene): Band {
  const who = bold(nameOf(scene.person(by)));
  const says = [
    line(who, plain(` put it on hold on ${dayAndTime(at)}.`)),
    line(plain('Delete nothing. Only the DPO can end the hold.')),
  ];
  return { style: 'warning', title: '! On hold: keep everything', says };
}

/** What the owner tells the WhatsApp group: only where it has been told, or is about to be told, to delete. */
export function holdCards(migration: Migration, scene: Scene): readonly Card[] {
  const { state, owner, draft } = migration;
  const matters = state === 'notifying' || state === 'closing';
  if (holdOn(migration) === null || !matters || owner !== scene.reader) return [];
  return [keep({ text: shortened(holdText(migration, teamName(draft.destination, scene)), 2_000) })];
}

/** The button on the foot of the card: to put the move on hold, or, for an officer, to end that. Empty where neither can be done. */
export function holdButton(
  migration: Migration,
  scene: Scene,
): { readonly holdTitle: string; readonly holdVerb: string } {
  const nothing = { holdTitle: '', holdVerb: '' };
  if (holdOn(migration) === null)
    return RUNNING.includes(migration.state) ? { holdTitle: 'Put on hold', holdVerb: 'run.hold' } : nothing;
  const mayEnd = officersFor(migration, scene.organisation.dpo).includes(scene.reader);
  return mayEnd ? { holdTitle: 'End the hold', holdVerb: 'run.end-hold' } : nothing;
}

/** What a hold does is said before it is put, because only the data protection officer can end it. */
export function confirmHoldCard(migration: Migration, scene: Scene): Card {
  const { attested } = attestedOf(scene);
  const said = count(attested, 'person has', 'people have');
  return confirm({
    ...head(migration, 'Put this move on hold?'),
    when: 'Do this when somebody asks for messages of this group: a subject access request, an FOI request, a complaint or an investigation.',
    points: [
      'Members are asked to keep everything.',
      'No old messages are moved. The move is not closed.',
      'The DPO is told. Only the DPO can end the hold.',
      ...(attested > 0 ? [`${said} already attested that they deleted the chat. The record keeps that.`] : []),
    ].map((text) => ({ text })),
    main: 'Put it on hold now',
    verb: 'run.hold-now',
    back: 'Go back',
  });
}

/** What follows when a hold ends. */
export function confirmEndCard(migration: Migration, scene: Scene): Card {
  const days = count(scene.organisation.daysToAttest, 'working day', 'working days');
  const isClosing = migration.state === 'closing';
  return confirm({
    ...head(migration, 'End the hold?'),
    when: 'Do this only when what was asked for has been found and secured.',
    points: [
      isClosing
        ? `Members are asked again to leave and clear their phones. They have ${days}.`
        : 'The move goes on from where it is.',
      'The owner and the approver see that you ended it.',
    ].map((text) => ({ text })),
    main: 'End the hold now',
    verb: 'run.end-hold-now',
    back: 'Keep holding',
  });
}

function head({ id, ver, draft }: Migration, title: string) {
  return { id, ver, fallbackText: `${title} Say so once more.`, title: `! ${title}`, group: groupOf(draft.groupName) };
}

/** Every hold of the move for its report: who, when, and what had been deleted before. Empty when there was none. */
export function holdWords({ outcome: { holds = [] } }: Migration, scene: Scene): readonly Run[] {
  return holds.flatMap(({ by, at, attested, ended }) => {
    const put = [plain(`Put on ${day(at)} by `), plain(nameOf(scene.person(by)))];
    const before = attested === 0 ? '' : ` ${count(attested, 'person had', 'people had')} attested before.`;
    if (ended === null) return [...put, plain(`, not ended.${before} `)];
    return [
      ...put,
      plain(`, ended on ${day(ended.at)} by `),
      plain(nameOf(scene.person(ended.by))),
      plain(`.${before} `),
    ];
  });
}
