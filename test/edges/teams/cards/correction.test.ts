import type { ChangedAnswer } from '../../../../src/guidance/told.js';
import type { Correction } from '../../../../src/records/store.js';
import { testCards } from '../../../support/cards.js';
import { question, ticked, understood } from '../../../support/questions.js';
import { NOW, testScene } from '../../../support/scene.js';
import { ADMIN, OWNER } from '../../../support/world.js';

const SOCIAL = question({ audience: 'staff', content: ['social'] }, { confirmation: ticked('social') });
const REFUSED = question({ content: ['images'] });

function changed(index: number, people: number, overrides: Partial<ChangedAnswer> = {}): ChangedAnswer {
  return {
    id: `chg-TEST000${index}`,
    understood: understood({ content: ['images', 'logistics'] }),
    from: 'allowed',
    to: 'not-allowed',
    decision: null,
    people: Array.from({ length: people }, (_, n) => ({ asker: `person-${n}`, questionId: `ask-TEST000${n}` })),
    ...overrides,
  };
}

const overview = { kind: 'corrections', asking: null, notice: null } as const;
const CHANGES = [changed(1, 7), changed(2, 1, { from: 'conditional', to: 'needs-detail' })];
const ORDERED: Correction = {
  change: 'chg-TEST0001',
  person: OWNER,
  batch: 'cor-TEST0001',
  questionId: SOCIAL.id,
  from: 'allowed',
  decision: REFUSED.verdict,
  orderedBy: ADMIN,
  orderedAt: NOW,
  state: 'ordered',
};

describe('correctionsCard()', () => {
  testCards([
    {
      name: 'corrections.none',
      view: { ...overview, changes: [], notice: 'The corrections are on their way, one a second.' },
      scene: testScene(),
    },
    { name: 'corrections.some', view: { ...overview, changes: CHANGES }, scene: testScene() },
    { name: 'corrections.asking', view: { ...overview, changes: CHANGES, asking: 'chg-TEST0001' }, scene: testScene() },
    {
      name: 'corrections.many',
      view: { ...overview, changes: Array.from({ length: 9 }, (_, n) => changed(n, 9 - n)), asking: 'chg-TEST0003' },
      scene: testScene(),
      golden: false,
    },
  ]);
});

describe('correctionCard()', () => {
  testCards([
    {
      name: 'correction.stricter',
      view: { kind: 'correction', question: REFUSED, correction: ORDERED },
      scene: testScene(),
    },
    {
      name: 'correction.milder',
      view: {
        kind: 'correction',
        question: SOCIAL,
        correction: { ...ORDERED, from: 'not-allowed', decision: SOCIAL.verdict },
      },
      scene: testScene(),
    },
    {
      name: 'correction.ask-again',
      view: { kind: 'correction', question: SOCIAL, correction: { ...ORDERED, decision: null } },
      scene: testScene(),
    },
  ]);
});
