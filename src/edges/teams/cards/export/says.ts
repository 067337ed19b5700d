import { zoneWords } from '../../../../conversation/zones.js';
import type { Exported, Exposure } from '../../../../migration/chat.js';
import { exposureOf } from '../../../../migration/exposure.js';
import type { Draft } from '../../../../migration/migration.js';
import { count } from '../../../../calendar/words.js';
import { bold, line, plain, type Line } from '../runs.js';
import type { Scene } from '../scene.js';
import { template, type Card } from '../template.js';
import { growthWords, kindWords, number, span, timerWords, traceWords, wallDay } from './words.js';

const filled = template<{ readonly lines: readonly Line[] }>('export-says');

/** Warnings that mean that somebody may have changed the file. */
const DOUBTS: readonly Exported['warnings'][number][] = [
  'header-inside-message',
  'time-runs-backwards',
  'unknown-author',
];

/** What the draft's export says, a line for each thing, behind a button; null when there is no export. */
export function saysCard(draft: Draft, scene: Scene): Card | null {
  const { exported } = draft;
  if (exported === null) return null;
  const { timeline, traces, kinds, disappearing, warnings } = exported;
  const outside = exposureOf(draft);
  const said = traceWords(traces, scene.policy);
  const lines: readonly (readonly [string, string])[] = [
    ['Read', `${basis(exported)}.`],
    ['Group', `${growthWords(timeline)}, as far as it tells.`],
    ['Outside', outside === null ? 'nobody so far.' : outsideWords(outside)],
    ['Content', `${kindWords(kinds)}.`],
    ['Personal data', said === '' ? 'no sign of it in the texts.' : `likely, ${said}.`],
    ['Timer', `${timerWords(disappearing).toLowerCase()}.`],
    ...(exported.leftOut === 0 ? [] : [['Left out', `${count(exported.leftOut, 'person', 'people')}.`] as const]),
    ...cautions(warnings).map((text) => ['Mind', text] as const),
  ];
  return filled({ lines: lines.map(([lead, text]) => line(bold(`${lead}: `), plain(text))) });
}

/** "4,812 entries, 3 Feb 2023 to 20 Nov 2026, in UK time" */
export function basis({ entries, zone, ...dates }: Pick<Exported, 'entries' | 'zone' | 'oldest' | 'newest'>): string {
  return `${number(entries)} entries, ${span(dates)}, taken as ${zoneWords(zone)}`;
}

/** What an export leaves in doubt; empty when nothing does. */
export function cautions(warnings: Exported['warnings']): readonly string[] {
  return [
    ...(warnings.some((code) => DOUBTS.includes(code))
      ? ['the file may have been changed. It is a lead, not proof.']
      : []),
    ...(warnings.includes('probably-cut') ? ['the beginning of the chat is likely missing.'] : []),
  ];
}

/** "first seen 3 Feb 2023. One may still be there." */
function outsideWords({ seen, since, until }: Exposure): string {
  if (since === null) return 'nobody of them is seen in it.';
  return `${seen} seen, first on ${wallDay(since)}. ${untilWords(until)}`;
}

/** Whether they can still read along, as far as notices tell. */
export function untilWords(until: Exposure['until']): string {
  return until === null ? 'Somebody may still be in the group.' : `The last one left on ${wallDay(until)}.`;
}
