import assert from 'node:assert/strict';
import type { Actor } from '../../src/conversation/world.js';
import { askText, questionActs, type Elsewhere } from '../../src/conversation/questions.js';
import type { View } from '../../src/conversation/view.js';
import type { Question } from '../../src/records/store.js';
import { testPolicy } from '../support/policy.js';
import { actor, OWNER, recorded, TEACHER, testWorld } from '../support/world.js';

type TestWorld = Awaited<ReturnType<typeof testWorld>>;

describe('questions', () => {
  let world: TestWorld;
  before(async () => {
    world = await testWorld({ policy: testPolicy() });
  });
  after(() => world.close());

  const ask = (text: string, who: Actor = actor(OWNER)) => askText(world, who, text);
  const questionOf = (view: View | Elsewhere): Question => {
    assert.ok('question' in view && view.question !== null, `a view with a question, not ${view.kind}`);
    return view.question;
  };
  const target = (view: View | Elsewhere) => ({ id: questionOf(view).id, ver: questionOf(view).ver });
  const about = async (view: View | Elsewhere) => {
    const { id } = questionOf(view);
    return (await recorded(world)).filter(({ subjectId }) => subjectId === id);
  };
  const answer = (app: string, audience: string, content: readonly string[]) => ({
    app,
    audience,
    content: [...content],
  });

  describe('askText()', () => {
    it('answers what the policy refuses at once, and records the facets but no word', async () => {
      const view = await ask('can I send the trip times to parents on WhatsApp, says Zebedee?');

      assert.equal(view.kind, 'answer');
      assert.equal(questionOf(view).verdict?.verdict, 'not-allowed');
      const [entry] = await about(view);
      assert.equal(entry?.['what'], 'question.answered');
      assert.deepEqual((entry!['details'] as Record<string, unknown>)['audience'], ['parents']);
      assert.doesNotMatch(JSON.stringify(await recorded(world)), /zebedee/i);
      const stored = await world.store.transact((tx) => tx.question(questionOf(view).id));
      assert.doesNotMatch(JSON.stringify(stored), /zebedee/i);
    });

    it('never says yes to a private app before the confirmation', async () => {
      const view = await ask('can we plan the leaving do with colleagues on WhatsApp?');

      assert.equal(view.kind, 'confirm');
      assert.equal(questionOf(view).verdict, null);
      assert.equal((await about(view)).at(-1)?.['what'], 'question.asked-back');
    });

    it('asks one thing back when too little was said', async () => {
      const view = await ask('can I use WhatsApp?');

      assert.equal(view.kind, 'clarify');
      assert.equal(view.kind === 'clarify' && view.ask, 'content');
    });

    it('answers a governed tool without asking back', async () => {
      const view = await ask('can I use Teams chat for cover?');
      assert.equal(questionOf(view).verdict?.verdict, 'allowed');
    });

    for (const [text, to] of [
      ['summary', 'summary'],
      ['how many groups have been moved this term?', 'summary'],
      ['status', 'status'],
      ['move a group', 'move'],
      ['help', 'help'],
      ['hello', 'help'],
    ] as const) {
      it(`leaves "${text}" to ${to}`, async () => {
        assert.deepEqual(await ask(text), { kind: 'go', to });
      });
    }

    for (const [text, procedure] of [
      ["my phone's been stolen!! whatsapp was open", 'P-LOST'],
      ["I've just sent it to the wrong group", 'P-BREACH'],
      ['a parent has made a subject access request for our WhatsApp messages', 'P-SAR'],
      ['a TA left in July and she is still in the WhatsApp', 'P-LEAVER'],
      ['can I delete the WhatsApp group?', 'P-DELETE'],
      ['how do I delete the group chat', 'P-DELETE'],
      ['can the school read my WhatsApp?', 'P-MONITOR'],
      ['can you see my phone', 'P-MONITOR'],
      ['why not?', 'P-WHY'],
      ['ok so what CAN I use', 'P-INSTEAD'],
      ['I need to declare a WhatsApp group', 'P-REGISTER'],
      ['a child just told me her dad hits her, she is scared to go home', 'P-DANGER'],
    ] as const) {
      it(`answers "${text}" with ${procedure}`, async () => {
        // Somebody who has asked nothing before.
        const view = await ask(text, actor(`${procedure}-asker`));
        assert.equal(view.kind === 'procedure' && view.procedure, procedure);
        assert.equal((await about(view)).at(-1)?.['what'], 'procedure.shown');
      });
    }

    it('has a useful reply to what is not its business', async () => {
      assert.deepEqual(await ask('what is for lunch today'), { kind: 'help', greeting: 'not-understood' });
    });

    it('meets another language with the card that needs no words', async () => {
      const view = await ask('dzien dobry, co to jest i jak sie tego uzywa, prosze');
      assert.equal(view.kind, 'clarify');
    });

    it('asks back only where nobody reads along, and keeps nothing of it', async () => {
      const before = (await recorded(world)).length;
      const view = await ask('can I use WhatsApp?', actor(OWNER, 'shared'));
      assert.equal(view.kind, 'refused');
      assert.equal((await recorded(world)).length, before);
      const answered = await ask('can I WhatsApp parents about the trip?', actor(OWNER, 'shared'));
      assert.equal(answered.kind, 'answer');
    });
  });

  describe('ask.answer', () => {
    it('decides with what the card adds', async () => {
      const asked = await ask('can I use WhatsApp?');
      const view = await questionActs['ask.answer'](world, actor(OWNER), target(asked), answer('', '', ['logistics']));
      assert.equal(questionOf(view).verdict?.verdict, 'not-allowed');
    });

    it('leads to the confirmation when the answer could be yes', async () => {
      const asked = await ask('can my department have a whatsapp');
      const view = await questionActs['ask.answer'](
        world,
        actor(OWNER),
        target(asked),
        answer('', 'staff', ['social']),
      );
      assert.equal(view.kind, 'confirm');
    });

    it('comes back with a complaint when the one thing asked for is missing, and changes nothing', async () => {
      const asked = await ask('can I use WhatsApp?');
      const view = await questionActs['ask.answer'](world, actor(OWNER), target(asked), answer('whatsapp', '', []));
      assert.equal(view.kind === 'clarify' && view.complaints[0]?.field, 'content');
      assert.deepEqual(target(view), target(asked));
    });

    it('takes only values of the policy', async () => {
      const asked = await ask('can I use WhatsApp?');
      const view = await questionActs['ask.answer'](world, actor(OWNER), target(asked), answer('teams2', '', ['${x}']));
      assert.equal(view.kind === 'clarify' && view.complaints.length, 1);
    });

    it('hands over to the DPO after two rounds that did not help', async () => {
      const asked = questionOf(await ask('can I send it to the group?'));
      const vague = { ...asked.understood, app: 'none', content: ['none-stated'] } as const;
      const later = { ...asked, ver: asked.ver + 1, rounds: 2, understood: vague };
      await world.store.transact((tx) => tx.putQuestion(later));

      const view = await questionActs['ask.answer'](world, actor(OWNER), later, answer('snapchat', '', []));

      assert.equal(view.kind, 'with-dpo');
      assert.equal((await about(view)).at(-1)?.['what'], 'question.sent-to-dpo');
    });
  });

  describe('ask.confirm', () => {
    const social = async () => ask('can we plan the leaving do with colleagues on WhatsApp?');

    it('says yes when every statement is ticked', async () => {
      const view = await questionActs['ask.confirm'](world, actor(OWNER), target(await social()), {
        facts: ['social', 'no-school', 'choice'],
      });
      assert.equal(questionOf(view).verdict?.verdict, 'allowed');
      const entry = (await about(view)).at(-1);
      assert.equal((entry!['details'] as Record<string, unknown>)['confirmed'], true);
    });

    for (const facts of [[], ['social'], ['social', 'no-school'], ['social', 'no-school', 'invented']]) {
      it(`says no when only ${facts.join(', ') || 'nothing'} is ticked`, async () => {
        const view = await questionActs['ask.confirm'](world, actor(OWNER), target(await social()), { facts });
        assert.equal(questionOf(view).verdict?.verdict, 'not-allowed');
        const entry = (await about(view)).at(-1);
        assert.equal((entry!['details'] as Record<string, unknown>)['confirmed'], false);
      });
    }

    it('forgets the ticks when the asker changes what it is about', async () => {
      const view = await questionActs['ask.confirm'](world, actor(OWNER), target(await social()), {
        facts: ['social', 'no-school', 'choice'],
      });
      const open = await questionActs['ask.change'](world, actor(OWNER), target(view), {});
      assert.equal(open.kind, 'clarify');
      assert.equal(questionOf(open).confirmation, null);
      const next = await questionActs['ask.answer'](world, actor(OWNER), target(open), answer('', '', ['hr']));
      assert.equal(questionOf(next).verdict?.verdict, 'not-allowed');
    });
  });

  describe('who acts, and on what', () => {
    it('refuses everybody but the asker, and records it', async () => {
      const asked = await ask('can I use WhatsApp?');
      const view = await questionActs['ask.dpo'](world, actor(TEACHER), target(asked), {});
      assert.equal(view.kind, 'refused');
      const entry = (await recorded(world)).at(-1);
      assert.equal(entry?.['what'], 'access.refused');
      assert.equal(entry?.['who'], TEACHER);
    });

    it('answers an id that does not exist in the same way', async () => {
      const view = await questionActs['ask.cancel'](world, actor(OWNER), { id: 'ask-AAAAAAAA', ver: 1 }, {});
      assert.equal(view.kind, 'refused');
    });

    it('changes nothing on a stale or doubled click and shows how it stands', async () => {
      const asked = await ask('can I use WhatsApp?');
      const first = await questionActs['ask.answer'](world, actor(OWNER), target(asked), answer('', '', ['business']));
      const entries = (await about(first)).length;
      const second = await questionActs['ask.answer'](world, actor(OWNER), target(asked), answer('', '', ['social']));
      assert.deepEqual(second, first);
      assert.equal((await about(first)).length, entries);
    });

    it('does not open a card in a shared place', async () => {
      const answered = await ask('can I WhatsApp parents about the trip?', actor(OWNER, 'shared'));
      const view = await questionActs['ask.change'](world, actor(OWNER, 'shared'), target(answered), {});
      assert.equal(view.kind, 'refused');
    });
  });

  it('gives a question up, once', async () => {
    const asked = await ask('can I use WhatsApp?');
    const view = await questionActs['ask.cancel'](world, actor(OWNER), target(asked), {});
    assert.deepEqual(view, { kind: 'question-cancelled' });
    assert.equal((await about(asked)).at(-1)?.['what'], 'question.cancelled');
  });

  it('has the buttons of the first card', async () => {
    const none = { id: 'none', ver: 0 };
    assert.deepEqual(await questionActs['home.ask'](world, actor(OWNER), none, {}), {
      kind: 'help',
      greeting: 'ask-away',
    });
    assert.deepEqual(await questionActs['home.help'](world, actor(OWNER), none, {}), {
      kind: 'help',
      greeting: 'help',
    });
    const lost = await questionActs['home.lost'](world, actor(OWNER), none, {});
    assert.equal(lost.kind === 'procedure' && lost.procedure, 'P-LOST');
    const received = await questionActs['home.received'](world, actor(OWNER), none, {});
    assert.equal(received.kind === 'procedure' && received.procedure, 'P-RECEIVED');
  });
});
