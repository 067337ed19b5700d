import assert from 'node:assert/strict';
import { writeCheckpoint } from '../../../../src/audit/checkpoint.js';
import { checkpointCard } from '../../../../src/edges/teams/cards/checkpoint.js';
import { testCards } from '../../../support/cards.js';
import { testScene } from '../../../support/scene.js';

const signedAt = new Date('2026-11-25T03:01:00Z');
const text = writeCheckpoint({ origin: 'regroup/sandbox', size: 12_345, root: Buffer.alloc(32, 0xab), time: signedAt });
const signature = `— regroup/sandbox ${Buffer.alloc(68, 7).toString('base64')}`;
const checkpoint = { size: 12_345, root: Buffer.alloc(32, 0xab), note: `${text}\n${signature}\n`, signedAt };

describe('checkpointCard()', () => {
  testCards([{ name: 'checkpoint', view: { kind: 'checkpoint', checkpoint }, scene: testScene(), userText: [] }]);

  it('holds the whole note, line by line, so that it can be copied from the chat', () => {
    const card = checkpointCard({ kind: 'checkpoint', checkpoint });
    const body = card['body'] as readonly { readonly type: string; readonly inlines?: readonly { text: string }[] }[];
    const lines = body.filter(({ type }) => type === 'RichTextBlock').map(({ inlines }) => inlines?.[0]?.text);
    assert.equal(lines.map((line) => (line === ' ' ? '' : line)).join('\n'), checkpoint.note.trimEnd());
  });
});
