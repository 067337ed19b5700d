import { count } from '../../../../calendar/words.js';
import { DAYS_TO_OBJECT } from '../../../../migration/history.js';
import type { HistoryMode } from '../../../../history/history.js';
import type { Migration } from '../../../../migration/migration.js';
import { among, field, sentence, type Field } from '../complaints.js';
import { droppedLines, lostLines, MODES, planLines } from '../history/plan.js';
import { bold, line, plain, type Line } from '../runs.js';
import type { Scene } from '../scene.js';
import { template, type Card } from '../template.js';
import { needsFewReaders, periodOf } from './destination.js';
import { framed, onward, type WizardView } from './frame.js';
import { purposeOf } from './simple.js';

const filled = template<{
  readonly id: string;
  readonly ver: number;
  readonly only: boolean;
  readonly history: Field;
  readonly ways: readonly { readonly title: string; readonly value: string }[];
  readonly reasons: readonly Line[];
  readonly sensitive: boolean;
  readonly ask: boolean;
  readonly page: string;
  readonly plan: readonly Line[];
  readonly picked: readonly Line[];
  readonly pick: string;
  readonly pickStyle: 'positive' | 'default';
  readonly pickable: boolean;
  readonly dropped: readonly Line[];
  readonly lost: readonly Line[];
  readonly record: string;
  readonly dsl: string;
}>('wizard-history');

/** Step 4: what happens to the old messages. A fresh start unless the school, the officer and the members agree to more. */
export function historyCard(view: WizardView, scene: Scene): Card {
  const { id, ver, draft } = view.migration;
  const purpose = purposeOf(view, scene);
  const { history: mode, exported } = draft;
  const only = scene.histories.length === 1;
  const sealed = draft.sealed ?? null;
  const isSealed = sealed !== null && sealed.export === exported?.sha256 && mode !== 'fresh-start';
  const isUnpicked = isSealed && mode === 'selected-records' && view.migration.history.picked.length === 0;
  const ask = mode !== 'fresh-start' && !isSealed && exported !== null;
  const middle = filled({
    id,
    ver,
    only,
    history: among(field(view, 'history', mode, 40), scene.histories),
    ways: scene.histories.map((value) => ({ title: titleOf(value), value })),
    reasons: reasons(scene, periodOf(purpose), exported !== null),
    sensitive: !only && needsFewReaders(purpose),
    ask,
    page: ask ? (scene.attachPage ?? '') : '',
    plan: isSealed ? planLines(draft, scene) : [],
    picked: isSealed ? pickedLine(view.migration) : [],
    pick: mode === 'selected-records' ? 'Pick messages' : 'Leave messages out',
    pickStyle: isUnpicked ? 'positive' : 'default',
    pickable: isSealed,
    dropped: isSealed ? droppedLines(sealed.plan.dropped) : [],
    lost: isSealed ? lostLines(mode) : [],
    record: sentence(purpose?.record ?? ''),
    dsl: scene.organisation.phones.dsl,
  });
  const heading = only ? 'No old messages are copied' : headingOf(ask, isSealed, isUnpicked);
  const isNextFirst = !isUnpicked && (!ask || scene.attachPage === null);
  return framed(view, { heading, next: onward(view), isNextFirst }, middle);
}

function headingOf(ask: boolean, isSealed: boolean, isUnpicked: boolean): string {
  if (ask) return 'Send the export once more';
  if (isUnpicked) return 'Sealed: pick the records';
  return isSealed ? 'Sealed: look at what is moved' : 'What happens to old messages?';
}

/** What was picked so far, or kept private. */
function pickedLine({ draft, history }: Migration): readonly Line[] {
  const { picked, withheld = [] } = history;
  const anew = draft.sealed?.isStale === true ? ' “Continue” counts anew.' : '';
  if (draft.history === 'selected-records')
    return [line(bold('Picked: '), plain(`${count(picked.length, 'message', 'messages')}.${anew}`))];
  return withheld.length === 0
    ? [line(bold('Private: '), plain('you can leave single messages out.'))]
    : [line(bold('Private: '), plain(`you left ${count(withheld.length, 'message', 'messages')} out.${anew}`))];
}

function titleOf(mode: HistoryMode): string {
  return mode === 'fresh-start' ? 'Fresh start (recommended)' : MODES[mode];
}

/** Each way with its reason, what it takes, and why one is not offered. */
function reasons({ histories }: Scene, period: string, hasExport: boolean): readonly Line[] {
  const say = (mode: HistoryMode, text: string) => line(bold(`${MODES[mode]}: `), plain(text));
  const has = (mode: HistoryMode) => histories.includes(mode);
  const needs = `Needs the DPO, and members get ${DAYS_TO_OBJECT} working days to object.`;
  const without = 'not set up at your school. IT support can tell you more.';
  const lines = [
    say('fresh-start', 'the channel starts empty. Least personal data is kept, and nobody else has to agree.'),
    say(
      'selected-records',
      has('selected-records') ? 'the messages that you pick, in one file. Needs the DPO.' : without,
    ),
    say('sealed-transcript', has('sealed-transcript') ? `one file to look things up. ${needs}` : without),
    say('native-import', has('native-import') ? `every message in its place. ${needs}` : without),
  ];
  if (histories.length === 1) return lines;
  const old = line(bold('Too old: '), plain(`messages older than ${period} are counted and not moved.`));
  const first = line(bold('No export yet: '), plain('only a fresh start is possible. Go back to step 3 to send one.'));
  return hasExport ? [...lines, old] : [...lines, first];
}
