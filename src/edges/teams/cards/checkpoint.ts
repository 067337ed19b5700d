import { readCheckpoint } from '../../../audit/checkpoint.js';
import { count, dayAndTime } from '../../../calendar/words.js';
import type { View } from '../../../conversation/view.js';
import { number } from './export/words.js';
import { template, type Card } from './template.js';

const filled = template('checkpoint');

/** For the DPO: what was signed of the audit record, to be kept where whoever runs Regroup cannot change it. */
export function checkpointCard({ checkpoint }: Extract<View, { readonly kind: 'checkpoint' }>): Card {
  const { note, signedAt } = checkpoint;
  const { origin, size, root } = readCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
  return filled({
    text: `Checkpoint of the audit record: ${count(size, 'entry', 'entries')}. Nothing to do.`,
    facts: [
      { title: 'Record', value: origin },
      { title: 'Entries', value: number(size) },
      { title: 'Root', value: root.toString('hex').slice(0, 16) },
      { title: 'Signed', value: dayAndTime(signedAt) },
    ],
    // The empty line of a note cannot be an empty TextRun; a wide gap stands for it, and copying keeps the lines in order.
    lines: note
      .trimEnd()
      .split('\n')
      .map((text, n) => ({ text: text === '' ? ' ' : text, spacing: n === 0 ? 'Medium' : 'None' })),
  });
}
