import assert from 'node:assert/strict';
import { gateClosedCard } from '../../../../src/edges/teams/cards/draft.js';
import { testCards, type CardState } from '../../../support/cards.js';
import { move } from '../../../support/moves.js';
import { HOSTILE, testScene } from '../../../support/scene.js';

const scene = testScene();
const never = scene.policy.schedule.filter((line) => line.never !== null);
const gates = (openRequest: 'yes' | 'unsure' | 'no', runBy: 'school' | 'parents' | 'social' = 'school') =>
  move({}, { step: 'gates', gates: { openRequest, runBy } });

const STATES: readonly CardState[] = [
  {
    name: 'gate-closed.open-request',
    view: { kind: 'gate-closed', migration: gates('yes'), gate: 'open-request' },
    scene,
  },
  {
    name: 'gate-closed.not-sure',
    view: { kind: 'gate-closed', migration: gates('unsure'), gate: 'open-request' },
    scene,
  },
  {
    name: 'gate-closed.no-dpo',
    view: { kind: 'gate-closed', migration: gates('yes'), gate: 'open-request' },
    scene: testScene({ organisation: { ...scene.organisation, dpo: [] } }),
    golden: false,
  },
  {
    name: 'gate-closed.parents',
    view: { kind: 'gate-closed', migration: gates('no', 'parents'), gate: 'run-by' },
    scene,
  },
  {
    name: 'gate-closed.social',
    view: { kind: 'gate-closed', migration: gates('no', 'social'), gate: 'run-by' },
    scene,
  },
  ...never.map(({ id }) => ({
    name: `gate-closed.${id}`,
    view: { kind: 'gate-closed', migration: move({}, { step: 'group', purpose: id }), gate: 'purpose' } as const,
    scene,
    golden: id === 'N-SAFEGUARD',
  })),
  { name: 'draft-saved.people', view: { kind: 'draft-saved', migration: move({}, { step: 'people' }) }, scene },
  {
    name: 'draft-saved.nameless',
    view: { kind: 'draft-saved', migration: move({}, { step: 'group', groupName: '' }) },
    scene,
  },
  ...HOSTILE.map((text, index) => ({
    name: `draft-saved, hostile ${index}`,
    view: { kind: 'draft-saved', migration: move({}, { groupName: text }) } as const,
    scene,
    userText: [text],
    golden: false,
  })),
  { name: 'draft-cancelled', view: { kind: 'draft-cancelled' }, scene },
];

const userText = ['Year 6 residential', 'Owain Tregarth'];

describe('gateClosedCard(), draftSavedCard() and draftCancelledCard()', () => {
  testCards(STATES.map((state) => ({ userText, ...state })));

  for (const { id, never: line } of never)
    it(`says where a group of ${id} belongs instead`, () => {
      const migration = move({}, { purpose: id });

      const card = JSON.stringify(gateClosedCard({ kind: 'gate-closed', migration, gate: 'purpose' }, scene));

      assert.ok(card.includes(line!.text), id);
      assert.match(card, /Child at risk now\?.*01632 960177/);
    });

  it('tells everybody to keep everything while something is open, and never to delete', () => {
    const view = { kind: 'gate-closed', migration: gates('yes'), gate: 'open-request' } as const;

    const card = JSON.stringify(gateClosedCard(view, scene));

    assert.match(card, /Keep everything: /);
    assert.match(card, /Nothing was deleted and nothing was created/);
    assert.match(card, /Owain Tregarth/);
  });
});
