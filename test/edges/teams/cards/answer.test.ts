import assert from 'node:assert/strict';
import { answerCard } from '../../../../src/edges/teams/cards/answer.js';
import { decide } from '../../../../src/guidance/decide.js';
import { AUDIENCES, CONTENTS } from '../../../../src/guidance/form.js';
import type { Understood } from '../../../../src/guidance/types.js';
import type { Question } from '../../../../src/records/store.js';
import { cardProblems, testCards, type CardState } from '../../../support/cards.js';
import { question, ticked } from '../../../support/questions.js';
import { scenePolicy, testScene } from '../../../support/scene.js';
import { ORGANISATION } from '../../../support/world.js';

const ASKED = {
  'not-allowed': question(),
  staff: question({ audience: 'staff' }),
  pupils: question({ audience: 'pupils', content: ['images', 'pupil-data', 'special-category'] }),
  danger: question({ audience: 'staff', content: ['safeguarding'], danger: true }),
  procedure: question({ audience: 'staff', content: ['images'], procedure: 'P-BREACH' }),
  allowed: question({ audience: 'staff', content: ['social'] }, { confirmation: ticked('social') }),
  conditional: question({ audience: 'staff', content: ['emergency'] }, { confirmation: ticked('emergency') }),
  teams: question({ app: 'teams', audience: 'staff', content: ['pupil-data'] }),
};

const STATES: readonly CardState[] = Object.entries(ASKED).map(([name, asked]) => ({
  name: `answer.${name}`,
  view: { kind: 'answer', question: asked },
  scene: testScene(),
}));

/** The answers that these facets can get: with nothing ticked, and with everything. */
function everyWay(facets: Partial<Understood>): readonly Question[] {
  const open = question(facets);
  const outcome = decide(open.understood, null, scenePolicy());
  if (outcome.kind !== 'confirm') return open.verdict === null ? [] : [open];
  const { confirmation: kind } = outcome;
  const both = [
    question(facets, { confirmation: { kind, ticked: [] } }),
    question(facets, { confirmation: ticked(kind) }),
  ];
  return both.filter(({ verdict }) => verdict !== null);
}

describe('answerCard()', () => {
  testCards([
    ...STATES,
    {
      name: 'answer.sandbox',
      view: { kind: 'answer', question: ASKED['not-allowed'] },
      scene: testScene({ sandbox: true }),
    },
    {
      name: 'answer.danger-sandbox',
      view: { kind: 'answer', question: ASKED.danger },
      scene: testScene({ sandbox: true }),
    },
    {
      name: 'answer.shared',
      view: { kind: 'answer', question: ASKED['not-allowed'] },
      scene: testScene({ place: 'shared' }),
    },
  ]);

  for (const app of ['other-consumer', 'teams'] as const)
    it(`is as every card has to be for whatever is asked about ${app}`, () => {
      for (const audience of AUDIENCES)
        for (const content of CONTENTS) {
          const facets = { app, audience, content: [content, 'images'] } as const;
          for (const asked of everyWay(facets)) {
            const problems = cardProblems(answerCard({ kind: 'answer', question: asked }, testScene()));

            assert.deepEqual(problems, [], `${audience}, ${content}`);
          }
        }
    });

  for (const [title, facets] of [
    ['pupils read it', { audience: 'pupils' }],
    ['it is about a pupil', { content: ['pupil-data'] }],
    ['it is about a child’s health', { content: ['special-category'] }],
    ['it shows pupils', { content: ['images'] }],
    ['it is a worry about a child', { content: ['safeguarding'] }],
  ] as const)
    it(`says whom to ring when a child is at risk, where ${title}`, () => {
      const card = answerCard({ kind: 'answer', question: question(facets) }, testScene());

      assert.match(JSON.stringify(card), /Child at risk now\? .*Call 999\. Then ring the DSL on 01632 960177/);
    });

  it('puts “Call 999” above the verdict when somebody is in danger', () => {
    const [first] = answerCard({ kind: 'answer', question: ASKED.danger }, testScene())['body'] as unknown[];

    assert.match(JSON.stringify(first), /Call 999/);
  });

  it('offers no move for a worry about a child', () => {
    const asked = question({ audience: 'staff', content: ['safeguarding'] });

    assert.doesNotMatch(JSON.stringify(answerCard({ kind: 'answer', question: asked }, testScene())), /ask\.move/);
  });

  it('gives WhatsApp’s terms as a reason for WhatsApp, and not for Signal', () => {
    const whatsapp = JSON.stringify(answerCard({ kind: 'answer', question: question() }, testScene()));
    const signal = JSON.stringify(answerCard({ kind: 'answer', question: question({ app: 'signal' }) }, testScene()));

    assert.match(whatsapp, /WhatsApp’s UK terms/);
    assert.doesNotMatch(signal, /WhatsApp/);
  });

  it('says that an answer is older than the policy when its rule is gone', () => {
    const asked = question();
    const old = { ...asked, verdict: { ...asked.verdict!, rule: 'X-GONE', reasons: ['R-GONE'], instead: ['I-GONE'] } };

    const card = JSON.stringify(answerCard({ kind: 'answer', question: old }, testScene()));

    assert.match(card, /The policy has changed since this answer/);
    assert.match(card, /01632 960120/);
  });

  it('never offers a button that writes to others in a channel', () => {
    const scene = testScene({ place: 'shared' });

    const card = JSON.stringify(answerCard({ kind: 'answer', question: question() }, scene));

    assert.doesNotMatch(card, /Action\.Execute/);
  });

  it('shows no link to parent messaging where the school has none', () => {
    const scene = testScene({ organisation: { ...ORGANISATION, parentMessaging: null } });

    const card = JSON.stringify(answerCard({ kind: 'answer', question: question() }, scene));

    assert.doesNotMatch(card, /Action\.OpenUrl/);
  });
});
