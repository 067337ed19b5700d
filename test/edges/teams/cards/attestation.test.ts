import assert from 'node:assert/strict';
import type { View } from '../../../../src/conversation/view.js';
import { attestationCard } from '../../../../src/edges/teams/cards/attestation.js';
import type { Attestation } from '../../../../src/migration/migration.js';
import { testCards, type CardState } from '../../../support/cards.js';
import { APPROVED, attestations, moveIn } from '../../../support/moves.js';
import { HOSTILE, testScene } from '../../../support/scene.js';
import { TEACHER } from '../../../support/world.js';

type AttestationView = Extract<View, { kind: 'attestation' }>;

const scene = testScene({ reader: TEACHER });

function view(attestation: Partial<Attestation>, rest: Partial<AttestationView> = {}): AttestationView {
  const [base] = attestations([attestation.state ?? 'asked']);
  return {
    kind: 'attestation',
    migration: moveIn('closing'),
    attestation: { ...base!, ...attestation },
    complaints: [],
    ...rest,
  };
}

const TICK_ALL = { field: 'done', label: 'What you have done', text: 'tick all 5, or select “I cannot do this”.' };
const NOTE = { field: 'note', label: 'Note', text: 'use 300 characters at most.' };

const held = moveIn('closing', { holds: [{ by: TEACHER, at: APPROVED, attested: 1, ended: null }] });

const STATES: readonly CardState[] = [
  { name: 'attestation.asked', view: view({}), scene },
  { name: 'attestation.missing', view: view({ done: ['left'] }, { complaints: [TICK_ALL] }), scene },
  {
    name: 'attestation.note-too-long',
    view: view({ note: 'a'.repeat(900) }, { complaints: [TICK_ALL, NOTE] }),
    scene,
    golden: false,
  },
  { name: 'attestation.attested', view: view({ state: 'attested' }), scene },
  { name: 'attestation.cannot', view: view({ state: 'cannot', done: ['left'], note: 'My old phone is lost' }), scene },
  { name: 'attestation.held', view: view({}, { migration: held }), scene },
  { name: 'attestation.held-attested', view: view({ state: 'attested' }, { migration: held }), scene },
  { name: 'attestation.closed-without-them', view: view({}, { migration: moveIn('closed') }), scene },
  { name: 'attestation.stopped', view: view({}, { migration: { ...moveIn('closing'), state: 'stopped' } }), scene },
  ...HOSTILE.map((text, index) => ({
    name: `attestation, hostile ${index}`,
    view: view(
      { state: index % 2 === 0 ? 'cannot' : 'attested', note: text },
      {
        migration: moveIn(
          'closing',
          {},
          { groupName: text, destination: { kind: 'new-team', teamName: text, channelName: text } },
        ),
      },
    ),
    scene,
    userText: [text],
    golden: false,
  })),
];

const userText = ['Year 6 residential', 'Year 6 staff', 'My old phone is lost'];

describe('attestationCard()', () => {
  testCards(STATES.map((state) => ({ userText, ...state })));

  it('keeps the ticks and the words that could not be taken', () => {
    const card = JSON.stringify(
      attestationCard(view({ done: ['left', 'chat'], note: 'No backup' }, { complaints: [TICK_ALL] }), scene),
    );

    assert.match(card, /"value":"left,chat"/);
    assert.match(card, /"value":"No backup"/);
    assert.match(card, /Error: tick all 5/);
  });

  it('lets somebody attest who could not before, or who was late', () => {
    for (const later of [view({ state: 'cannot' }), view({}, { migration: moveIn('closed') })])
      assert.match(JSON.stringify(attestationCard(later, scene)), /attest\.confirm/);
  });

  it('has no button once the statement is made, or when the move was stopped', () => {
    const stopped = { ...moveIn('closing'), state: 'stopped' } as const;

    for (const over of [view({ state: 'attested' }), view({}, { migration: stopped })])
      assert.doesNotMatch(JSON.stringify(attestationCard(over, scene)), /Action\.Execute/);
  });

  it('says attested, and verified only to say that nobody did', () => {
    for (const state of ['asked', 'attested', 'cannot'] as const) {
      const card = JSON.stringify(attestationCard(view({ state }), scene)).replaceAll('attested, not verified', '');

      assert.doesNotMatch(card, /verified|deleted it/i);
    }
  });
});
