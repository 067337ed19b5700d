import assert from 'node:assert/strict';
import { render } from '../../../../src/edges/teams/cards/render.js';
import { LONGEST_WORDS } from '../../../../src/conversation/escalating.js';
import { LONGEST_ANSWER } from '../../../../src/conversation/officer.js';
import type { Escalation, Question } from '../../../../src/records/store.js';
import { testCards } from '../../../support/cards.js';
import { question } from '../../../support/questions.js';
import { HOSTILE, NOW, testScene } from '../../../support/scene.js';
import { ADMIN, DPO, ORGANISATION, PEOPLE } from '../../../support/world.js';

const SENT: Escalation = { sentAt: NOW, words: null, disputed: false, passedBy: [], answer: null };
const WORDS = 'May [name] from the coach company join for one day?';
const REPLY = 'Yes, in a chat in Teams.\nTell the office first.';
const ASKED = question({ audience: 'staff', content: ['images'] }, { state: 'with-dpo', escalation: SENT });
const WRITTEN = { ...ASKED, escalation: { ...SENT, words: WORDS, disputed: true } };
const REPLIED: Question = {
  ...WRITTEN,
  state: 'dpo-answered',
  escalation: { ...WRITTEN.escalation, answer: { by: DPO, at: NOW, text: REPLY, example: true } },
};
const OPEN = question({ app: 'none' }, { state: 'with-dpo', verdict: null, escalation: SENT });
const TYPED = HOSTILE.join(' ');

const RECEIVED = question(
  { intent: 'incident', app: 'none', audience: 'unknown', content: ['none-stated'], procedure: 'P-RECEIVED' },
  { state: 'with-dpo', verdict: null, escalation: SENT },
);

const asking = { kind: 'ask-dpo', mode: 'write', words: '', wrong: false, complaints: [], notice: null } as const;
const ANSWERED = question();
const COMPLAINT = { field: 'words', label: 'Your question', text: 'write it, or send only what was understood' };

describe('askDpoCard()', () => {
  testCards([
    { name: 'ask-dpo.write', view: { ...asking, question: ANSWERED }, scene: testScene() },
    { name: 'ask-dpo.unanswered', view: { ...asking, question: question({ app: 'none' }) }, scene: testScene() },
    {
      name: 'ask-dpo.empty',
      view: { ...asking, question: ANSWERED, complaints: [COMPLAINT] },
      scene: testScene(),
    },
    {
      name: 'ask-dpo.check',
      view: { ...asking, question: ANSWERED, mode: 'check', words: WORDS, wrong: true },
      scene: testScene(),
      userText: [WORDS],
    },
    {
      name: 'ask-dpo.changed',
      view: {
        ...asking,
        question: question({ content: ['images'] }),
        mode: 'check',
        words: WORDS,
        notice: 'Regroup has taken something more out. Look at it once more.',
      },
      scene: testScene(),
      userText: [WORDS],
    },
    {
      name: 'ask-dpo.hostile',
      view: { ...asking, question: ANSWERED, mode: 'check', words: TYPED },
      scene: testScene(),
      userText: HOSTILE,
      golden: false,
    },
    {
      name: 'ask-dpo.longest',
      view: { ...asking, question: ANSWERED, mode: 'check', words: 'Ω'.repeat(LONGEST_WORDS) },
      scene: testScene(),
      userText: ['Ω'],
      golden: false,
    },
  ]);
});

describe('dpoAnswerCard()', () => {
  testCards([
    {
      name: 'dpo-answer',
      view: { kind: 'dpo-answer', question: REPLIED },
      scene: testScene(),
      userText: [REPLY, WORDS, 'Owain Tregarth'],
    },
    {
      name: 'dpo-answer.no-words',
      view: {
        kind: 'dpo-answer',
        question: { ...REPLIED, verdict: null, escalation: { ...REPLIED.escalation!, words: null } },
      },
      scene: testScene({ person: () => null }),
      userText: [REPLY],
    },
    {
      name: 'dpo-answer.hostile',
      view: {
        kind: 'dpo-answer',
        question: {
          ...REPLIED,
          escalation: { ...SENT, words: TYPED, answer: { by: DPO, at: NOW, text: TYPED, example: false } },
        },
      },
      scene: testScene(),
      userText: [...HOSTILE, 'Owain Tregarth'],
      golden: false,
    },
  ]);
});

describe('queueCard()', () => {
  const days = (n: number) => new Date(NOW.getTime() - n * 86_400_000);
  const aged = Array.from({ length: 12 }, (_, n) => ({ ...WRITTEN, escalation: { ...SENT, sentAt: days(12 - n) } }));
  testCards([
    { name: 'queue.empty', view: { kind: 'queue', questions: [] }, scene: testScene({ reader: DPO }) },
    {
      name: 'queue.some',
      view: {
        kind: 'queue',
        questions: [{ ...WRITTEN, escalation: { ...WRITTEN.escalation, sentAt: days(2) } }, OPEN],
      },
      scene: testScene({ reader: DPO }),
      userText: ['Nadia Fernsby'],
    },
    {
      name: 'queue.many',
      view: { kind: 'queue', questions: aged },
      scene: testScene({ reader: DPO }),
      userText: ['Nadia Fernsby'],
      golden: false,
    },
  ]);
});

describe('withDpoCard()', () => {
  testCards([
    { name: 'with-dpo.answered', view: { kind: 'with-dpo', question: ASKED }, scene: testScene(), userText: ['Owain'] },
    { name: 'with-dpo.open', view: { kind: 'with-dpo', question: OPEN }, scene: testScene(), userText: ['Owain'] },
    {
      name: 'with-dpo.words',
      view: { kind: 'with-dpo', question: WRITTEN },
      scene: testScene(),
      userText: ['Owain', WORDS],
    },
    {
      name: 'with-dpo.procedure',
      view: { kind: 'with-dpo', question: RECEIVED },
      scene: testScene(),
      userText: ['Owain'],
    },
  ]);

  it('names nobody in a channel', () => {
    const card = render({ kind: 'with-dpo', question: ASKED }, testScene({ place: 'shared' }));

    for (const { displayName } of PEOPLE) assert.ok(!JSON.stringify(card).includes(displayName), displayName);
  });
});

describe('dpoQuestionCard()', () => {
  testCards([
    {
      name: 'dpo-question.procedure',
      view: { kind: 'dpo-question', question: RECEIVED },
      scene: testScene(),
      userText: ['Nadia Fernsby', 'Year 6 teacher'],
    },
    {
      name: 'dpo-question.answered',
      view: { kind: 'dpo-question', question: ASKED },
      scene: testScene(),
      userText: ['Nadia Fernsby', 'Year 6 teacher'],
    },
    {
      name: 'dpo-question.words',
      view: { kind: 'dpo-question', question: WRITTEN },
      scene: testScene({ reader: DPO, organisation: { ...ORGANISATION, dpo: [DPO, ADMIN] } }),
      userText: ['Nadia Fernsby', 'Year 6 teacher', WORDS],
    },
    {
      name: 'dpo-question.missing',
      view: {
        kind: 'dpo-question',
        question: WRITTEN,
        complaints: [{ field: 'answer', label: 'Answer', text: 'write what the asker should know' }],
      },
      scene: testScene({ reader: DPO }),
      userText: ['Nadia Fernsby', 'Year 6 teacher', WORDS],
    },
    {
      name: 'dpo-question.passed',
      view: { kind: 'dpo-question', question: { ...WRITTEN, escalation: { ...WRITTEN.escalation, passedBy: [DPO] } } },
      scene: testScene({ reader: DPO, organisation: { ...ORGANISATION, dpo: [DPO, ADMIN] } }),
      userText: ['Nadia Fernsby', 'Year 6 teacher', WORDS],
    },
    {
      name: 'dpo-question.replied',
      view: { kind: 'dpo-question', question: REPLIED },
      scene: testScene({ reader: DPO }),
      userText: ['Nadia Fernsby', 'Year 6 teacher', WORDS, REPLY, 'Owain Tregarth'],
    },
    {
      name: 'dpo-question.longest',
      view: {
        kind: 'dpo-question',
        question: { ...WRITTEN, escalation: { ...SENT, words: 'Ω'.repeat(LONGEST_WORDS) } },
        complaints: [{ field: 'answer', label: 'Answer', text: 'only 2,000 characters fit, and the end was cut off' }],
        typed: 'Ω'.repeat(LONGEST_ANSWER),
      },
      scene: testScene({ reader: DPO }),
      userText: ['Nadia Fernsby', 'Year 6 teacher', 'Ω'],
      golden: false,
    },
    {
      name: 'dpo-question.gone',
      view: { kind: 'dpo-question', question: OPEN },
      scene: testScene({ person: () => null }),
    },
    {
      name: 'dpo-question.hostile',
      view: { kind: 'dpo-question', question: ASKED },
      scene: testScene({
        person: (id) => ({ ...PEOPLE[0]!, id, displayName: HOSTILE.join(' '), jobTitle: HOSTILE[2]! }),
      }),
      userText: HOSTILE,
      golden: false,
    },
  ]);
});

describe('questionCancelledCard()', () => {
  testCards([{ name: 'question-cancelled', view: { kind: 'question-cancelled' }, scene: testScene() }]);
});
