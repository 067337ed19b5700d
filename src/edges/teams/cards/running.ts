import { count } from '../../../calendar/words.js';
import type { View } from '../../../conversation/view.js';
import { section } from './rows.js';
import type { Scene } from './scene.js';
import { runningRow } from './status.js';
import { template, type Card } from './template.js';

/** As many as the card has room for; those on hold come first. */
const MOST = 10;

const filled = template('status');

/** For the DPO: the moves that run, to be put on hold. */
export function runningCard({ moves }: Extract<View, { readonly kind: 'running' }>, scene: Scene): Card {
  const rows = moves.map((move, index) => runningRow(move, index, scene));
  const heading =
    moves.length === 0 ? 'No moves are running' : `${count(moves.length, 'move is', 'moves are')} running`;
  const rest = rows.length > MOST ? ' To find one, write “hold” and the name of its group.' : '';
  return filled({
    heading,
    say:
      moves.length === 0 ? 'There is nothing to put on hold.' : `Open one to put it on hold or to end a hold.${rest}`,
    text: `${heading}.`,
    sections: rows.length === 0 ? [] : [{ ...section('', rows, MOST), spacing: 'Medium' }],
    personal: false,
    style: 'default',
  });
}
