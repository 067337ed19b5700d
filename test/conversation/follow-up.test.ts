import assert from 'node:assert/strict';
import { askText, questionActs, type Elsewhere } from '../../src/conversation/questions.js';
import type { View } from '../../src/conversation/view.js';
import type { Question } from '../../src/records/store.js';
import { testPolicy } from '../support/policy.js';
import { actor, OWNER, recorded, TEACHER, testWorld } from '../support/world.js';

type TestWorld = Awaited<ReturnType<typeof testWorld>>;

describe('a question that goes on from the one before', () => {
  let world: TestWorld;
  let clock: Date;
  beforeEach(async () => {
    clock = new Date('2026-11-24T10:00:00Z');
    world = await testWorld({ policy: testPolicy(), now: () => clock });
  });
  afterEach(() => world.close());

  const later = (minutes: number) => void (clock = new Date(clock.getTime() + minutes * 60_000));
  const say = (text: string, who = actor(OWNER)) => askText(world, who, text);
  const questionOf = (view: View | Elsewhere): Question => {
    assert.ok('question' in view && view.question !== null, `a view with a question, not ${view.kind}`);
    return view.question;
  };

  it('is a new question with what was named in place of what was said before', async () => {
    const first = await say('can I WhatsApp parents about the trip times?');
    later(9);
    const second = await say('and for pupils?');

    assert.equal(second.kind, 'answer');
    assert.notEqual(questionOf(second).id, questionOf(first).id);
    assert.deepEqual(questionOf(second).understood, { ...questionOf(first).understood, audience: 'pupils' });
    assert.equal((await recorded(world)).at(-1)?.['what'], 'question.answered');
  });

  it('is confirmed again, although the one before was', async () => {
    const social = await say('can we plan the leaving do with colleagues on WhatsApp?');
    const facts = ['social', 'no-school', 'choice'];
    const target = { id: questionOf(social).id, ver: questionOf(social).ver };
    const yes = await questionActs['ask.confirm'](world, actor(OWNER), target, { facts });
    assert.equal(questionOf(yes).verdict?.verdict, 'allowed');

    const next = await say('what about Signal?');

    assert.equal(next.kind, 'confirm');
    assert.equal(questionOf(next).confirmation, null);
  });

  for (const [what, minutes, who] of [
    ['eleven minutes later', 11, actor(OWNER)],
    ['by somebody else', 1, actor(TEACHER)],
    ['where others read along', 1, actor(OWNER, 'shared')],
  ] as const) {
    it(`is not understood ${what}`, async () => {
      await say('can I WhatsApp parents about the trip times?');
      later(minutes);
      assert.deepEqual(await say('and for pupils?', who), { kind: 'help', greeting: 'not-understood' });
    });
  }

  for (const [text, part] of [
    ['why?', 'why'],
    ['what instead?', 'instead'],
  ] as const) {
    it(`shows that part of the answer for “${text}”, and stores nothing`, async () => {
      const first = await say('can I WhatsApp parents about the trip times?');
      const before = await recorded(world);

      const view = await say(text);

      assert.deepEqual(view, { kind: 'recall', question: questionOf(first), part });
      assert.equal((await recorded(world)).length, before.length);
    });
  }

  it('answers a clarifying card in words, as the same question', async () => {
    const asked = await say('can I use WhatsApp?');
    const view = await say('for trip times');
    assert.equal(questionOf(view).id, questionOf(asked).id);
    assert.deepEqual(questionOf(view).understood.content, ['logistics']);
    assert.equal(questionOf(view).verdict?.verdict, 'not-allowed');
  });

  it('starts anew with a whole question', async () => {
    await say('can I WhatsApp parents about the trip times?');
    const view = await say('can I use Signal?');
    assert.equal(view.kind, 'clarify');
    assert.equal(questionOf(view).understood.audience, 'unknown');
  });

  it('lets a danger come first', async () => {
    await say('can I WhatsApp parents about the trip times?');
    const view = await say('a child just told me her dad hits her, she is scared to go home');
    assert.equal(view.kind === 'procedure' && view.procedure, 'P-DANGER');
  });
});
