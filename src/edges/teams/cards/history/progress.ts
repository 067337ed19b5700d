import { count, day, dayAndTime, fullDay } from '../../../../calendar/words.js';

import type { Difference } from '../../../../history/history.js';
import { needsObjections } from '../../../../migration/history.js';
import type { HistoryOutcome, Migration } from '../../../../migration/migration.js';
import { number } from '../export/words.js';
import { bold, line, nameOf, plain, type Line } from '../runs.js';
import type { Scene } from '../scene.js';
import { droppedInAll, droppedLines } from './plan.js';

/** How many differences are listed one by one; of the others the number stands. */
const MOST_LISTED = 5;

/** "2 people objected." */
export function objectorsWords(objectors: readonly string[]): string {
  return objectors.length === 0 ? 'Nobody objected.' : `${count(objectors.length, 'person', 'people')} objected.`;
}

/** How many objected, in time and too late: the owner sees counts, never who. */
export function objectedWords({ history }: Migration): string {
  const { objectors, late = [] } = history;
  const after =
    late.length === 0 ? '' : ` ${count(late.length, 'objection', 'objections')} came too late and went to the DPO.`;
  return `${objectorsWords(objectors)}${after}`;
}

/** What the owner reads while members can object. */
export function objectingWords(migration: Migration): string {
  const { objectUntil } = migration.history;
  if (objectUntil === null) return 'Members are being told that old messages go along.';
  return `Members can object until ${fullDay(objectUntil)}. ${objectedWords(migration)} You do not need to act.`;
}

/** What the owner reads while messages are put in, or the file is. */
export function importingWords({ draft, outcome }: Migration, scene: Scene): string {
  const done = outcome.history;
  if (draft.history === 'selected-records')
    return 'The picked messages are put into the team’s files as one document, and read back.';
  if (draft.history !== 'native-import') return 'The chat is put into the team’s files as one document, and read back.';
  const closed = 'Nobody can post in the channel meanwhile.';
  if (done === null || done.startedAt === null) {
    const later =
      scene.organisation.history?.outsideSchoolHours === false ? '' : ' It begins when school is out, after 17:00.';
    return `Old messages are about to be moved.${later}`;
  }
  if (done.completedAt === null) return `${number(done.posts)} messages are being put in. ${closed}`;
  return `${number(done.posted)} of ${number(done.posts)} messages are in. They are being read back.`;
}

/** How the history of a closed or running move stands, for its list of steps: null as long as it has not ended. */
export function historyEnded({ draft, history, outcome, state }: Migration): readonly Line[] | null {
  const done = outcome.history;
  if (draft.history === 'fresh-start' || done === null || state === 'importing' || done.reconciledAt === null)
    return null;
  const read = line(plain(`Read back on ${dayAndTime(done.reconciledAt)}`));
  const objected = needsObjections(draft.history) ? [line(plain(objectorsWords(history.objectors)))] : [];
  return [read, ...objected, line(plain(goneWords(done)))];
}

/** Whether the sealed upload is gone: only where that was read back. */
export function goneWords({ destroyedAt }: HistoryOutcome): string {
  if (destroyedAt === null) return 'The sealed export is not yet seen to be destroyed.';
  return `The sealed export is destroyed, seen gone on ${dayAndTime(destroyedAt)}.`;
}

/** "4,380 messages are in the channel", with what is not as it should be. */
export function movedSummary({ draft, outcome }: Migration): string {
  const done = outcome.history;
  if (done === null) return 'old messages';
  const where = draft.history === 'native-import' ? 'in the channel' : 'in one file';
  return `${number(done.posts)} old messages ${where}`;
}

/** Every difference between what was to stand there and what was read back, in words. Many are counted. */
export function differenceLines({ differences, found }: HistoryOutcome, scene: Scene): readonly Line[] {
  const kinds = Object.entries(differences) as [Difference['kind'], number][];
  if (kinds.reduce((sum, [, n]) => sum + n, 0) > MOST_LISTED)
    return kinds.map(([kind, n]) => line(bold(`${number(n)}: `), plain(KINDS[kind])));
  return found.map((one) => line(...said(one, scene)));
}

const KINDS: Readonly<Record<Difference['kind'], string>> = {
  'member-missing': 'people are not in the team',
  'member-extra': 'people are in the team and were not to be',
  'post-missing': 'messages are not there',
  'post-altered': 'messages read otherwise than they should',
  'post-doubled': 'messages are there twice',
  'post-reordered': 'messages stand in another order',
  'post-extra': 'messages are there that Regroup did not put in',
  'file-missing': 'files are not there',
  'file-altered': 'files have another content',
  'label-missing': 'files have no retention label',
  'label-other': 'files have another retention label',
};

const ALTERED = { content: 'other words', author: 'another author', time: 'another time' } as const;

function said(one: Difference, scene: Scene): Line['runs'] {
  const message = (index: number) => plain(`Message ${number(index + 1)} `);
  switch (one.kind) {
    case 'member-missing':
      return [bold(nameOf(scene.person(one.person))), plain(' is not in the team.')];
    case 'member-extra':
      return [bold(nameOf(scene.person(one.person))), plain(' is in the team and was not to be.')];
    case 'post-missing':
      return [message(one.index), plain('is not there.')];
    case 'post-altered':
      return [message(one.index), plain(`has ${ALTERED[one.what]} than it should.`)];
    case 'post-doubled':
      return [message(one.index), plain('is there twice.')];
    case 'post-reordered':
      return [message(one.index), plain('stands at another place.')];
    case 'post-extra':
      return [plain(`A message of ${day(new Date(one.at))} is there that Regroup did not put in.`)];
    case 'file-missing':
      return [plain('The file is not there.')];
    case 'file-altered':
      return [plain('The file has another content than was stored.')];
    case 'label-missing':
      return [plain('The file has no retention label.')];
    case 'label-other':
      return [plain('The file has another retention label.')];
  }
}

/** What of the chat did not go along, for the closing report. */
export function leftBehind({ draft, history, outcome }: Migration): readonly Line[] {
  const done = outcome.history;
  if (done === null || draft.history === 'fresh-start') return [];
  const all = droppedInAll(done.dropped);
  const unpicked = draft.history === 'selected-records' ? (draft.exported?.entries ?? 0) - history.picked.length : 0;
  return [
    ...(unpicked <= 0
      ? []
      : [line(plain(`Move the ${number(unpicked)} ${unpicked === 1 ? 'entry' : 'entries'} that nobody picked.`))]),
    ...(all === 0 ? [] : [line(plain(`Move ${number(all)} ${all === 1 ? 'entry' : 'entries'} of the chat.`))]),
    ...droppedLines(done.dropped, 4),
    line(plain('Move photos, sounds, reactions, or which message was answered.')),
    line(plain('Check who really wrote a message: an export can be changed.')),
  ];
}
