import assert from 'node:assert/strict';
import { LONGEST_WORDS } from '../../src/conversation/escalating.js';
import { officerActs, LONGEST_ANSWER } from '../../src/conversation/officer.js';
import { askText, questionActs, type Elsewhere } from '../../src/conversation/questions.js';
import { readStatus } from '../../src/conversation/status.js';
import type { View } from '../../src/conversation/view.js';
import type { Question } from '../../src/records/store.js';
import { testPolicy } from '../support/policy.js';
import { actor, ADMIN, DPO, OWNER, recorded, TEACHER, testWorld } from '../support/world.js';

type TestWorld = Awaited<ReturnType<typeof testWorld>>;
const NOBODY = { id: 'none', ver: 0 };

describe('a question to the DPO', () => {
  let world: TestWorld;
  before(async () => {
    world = await testWorld({ policy: testPolicy() });
  });
  after(() => world.close());

  const questionOf = (view: View | Elsewhere): Question => {
    assert.ok('question' in view && view.question !== null, `a view with a question, not ${view.kind}`);
    return view.question;
  };
  const target = (view: View | Elsewhere) => ({ id: questionOf(view).id, ver: questionOf(view).ver });
  const entries = async (view: View | Elsewhere) =>
    (await recorded(world)).filter(({ subjectId }) => subjectId === questionOf(view).id);
  const stored = (view: View | Elsewhere) => world.store.transact((tx) => tx.question(questionOf(view).id));
  const answered = () => askText(world, actor(OWNER), 'can I WhatsApp parents about the trip?');
  const send = async (words: string, wrong: readonly string[] = []) => {
    const asked = await answered();
    return questionActs['ask.dpo-send'](world, actor(OWNER), target(asked), { words, wrong: [...wrong] });
  };
  const reply = (view: View | Elsewhere, answer: string, example: string[] = [], who = DPO) =>
    officerActs['dpo.answer'](world, actor(who), target(view), { answer, example });

  describe('on its way', () => {
    it('opens the card to write it, which sends and changes nothing', async () => {
      const asked = await answered();
      const before = (await recorded(world)).length;

      const view = await questionActs['ask.dpo'](world, actor(OWNER), target(asked), {});

      assert.equal(view.kind === 'ask-dpo' && view.mode, 'write');
      assert.equal((await recorded(world)).length, before);
      assert.deepEqual(await stored(asked), questionOf(asked));
    });

    it('shows what would be sent, masked, and keeps nothing of it yet', async () => {
      const asked = await answered();
      const words = 'May Nadia ring 07700 900123 about asthma?';

      const view = await questionActs['ask.dpo-check'](world, actor(OWNER), target(asked), { words, wrong: [] });

      assert.ok(view.kind === 'ask-dpo' && view.mode === 'check');
      assert.equal(view.words, 'May [name] ring [number] about [health]?');
      assert.deepEqual(await stored(asked), questionOf(asked));
    });

    it('sends exactly what stands on the card', async () => {
      const words = 'May the coach company have the link?';

      const view = await send(words);

      assert.equal(view.kind, 'with-dpo');
      assert.equal(questionOf(view).escalation?.words, words);
      assert.deepEqual((await entries(view)).at(-1)?.['what'], 'question.sent-to-dpo');
      assert.ok(world.told.includes(questionOf(view).id), 'its run is told');
    });

    it('does not send what was typed into the masked text: it masks it and shows it once more', async () => {
      const view = await send('May [name] ring Gareth Jolliffe on 07700 900123?');

      assert.ok(view.kind === 'ask-dpo' && view.mode === 'check' && view.notice !== null);
      assert.equal(view.words, 'May [name] ring [name] on [number]?');
      assert.equal((await stored(view))?.state, 'answered');
    });

    it('keeps no word that was taken out, in no table and no entry', async () => {
      const asked = await answered();
      const words = 'Zebedee Quill rang me';
      const check = await questionActs['ask.dpo-check'](world, actor(OWNER), target(asked), { words, wrong: [] });
      assert.ok(check.kind === 'ask-dpo');

      const view = await questionActs['ask.dpo-send'](world, actor(OWNER), target(check), {
        words: check.words,
        wrong: [],
      });

      assert.equal(view.kind, 'with-dpo');
      assert.doesNotMatch(JSON.stringify([await stored(view), await recorded(world)]), /zebedee|quill/i);
    });

    for (const words of ['', '   \n '])
      it(`asks for words when there are none (${JSON.stringify(words)})`, async () => {
        const view = await send(words);
        assert.equal(view.kind === 'ask-dpo' && view.complaints[0]?.field, 'words');
      });

    it('cuts what is too long, and says so', async () => {
      const view = await send('may the group meet '.repeat(100));
      assert.ok(view.kind === 'ask-dpo' && view.complaints.length === 1);
      assert.equal(view.words.length, LONGEST_WORDS);
    });

    it('sends only what was understood, when the asker wants that', async () => {
      const asked = await answered();
      const typed = { words: 'typed and not sent', wrong: [] };

      const view = await questionActs['ask.dpo-facets'](world, actor(OWNER), target(asked), typed);

      assert.equal(view.kind, 'with-dpo');
      assert.equal(questionOf(view).escalation?.words, null);
    });

    it('takes down that the asker disputes the answer', async () => {
      const view = await send('it is only about the time of the coach', ['wrong']);
      assert.equal(questionOf(view).escalation?.disputed, true);
      const details = (await entries(view)).at(-1)?.['details'] as Record<string, unknown>;
      assert.equal(details['disputed'], true);
    });

    it('disputes nothing where no answer was given', async () => {
      const asked = await askText(world, actor(OWNER), 'can I use WhatsApp?');
      const typed = { words: '', wrong: ['wrong'] };
      const view = await questionActs['ask.dpo-facets'](world, actor(OWNER), target(asked), typed);
      assert.equal(questionOf(view).escalation?.disputed, false);
    });

    it('is sent once', async () => {
      const asked = await answered();
      const typed = { words: 'May the coach company have the link?', wrong: [] };
      const first = await questionActs['ask.dpo-send'](world, actor(OWNER), target(asked), typed);
      const second = await questionActs['ask.dpo-send'](world, actor(OWNER), target(asked), typed);
      assert.deepEqual(second, first);
    });

    for (const verb of ['ask.open', 'ask.dpo', 'ask.dpo-check', 'ask.dpo-send', 'ask.dpo-facets'] as const)
      it(`is nobody else's to touch: ${verb} is refused and recorded`, async () => {
        const asked = await answered();
        const typed = { words: 'May I?', wrong: [] };
        const view = await questionActs[verb](world, actor(TEACHER), target(asked), typed as never);
        assert.equal(view.kind, 'refused');
        const entry = (await recorded(world)).at(-1);
        assert.deepEqual([entry?.['what'], entry?.['who']], ['access.refused', TEACHER]);
      });
  });

  describe('with the DPO', () => {
    it('stands in the queue with the others, oldest first, and reading it is recorded', async () => {
      const view = await send('May the coach company have the link?');

      const queue = await officerActs['home.queue'](world, actor(DPO), NOBODY, {});

      assert.ok(queue.kind === 'queue' && queue.questions.some(({ id }) => id === questionOf(view).id));
      const entry = (await recorded(world)).at(-1);
      assert.deepEqual([entry?.['what'], entry?.['details']], ['queue.read', { open: queue.questions.length }]);
    });

    for (const who of [OWNER, ADMIN, TEACHER])
      it(`shows the queue to nobody else (${who.slice(-2)})`, async () => {
        const view = await officerActs['home.queue'](world, actor(who), NOBODY, {});
        assert.equal(view.kind, 'refused');
        assert.equal((await recorded(world)).at(-1)?.['what'], 'access.refused');
      });

    it('does not show the queue where others read along', async () => {
      assert.equal((await officerActs['home.queue'](world, actor(DPO, 'shared'), NOBODY, {})).kind, 'refused');
    });

    it('is answered once, for the asker, and leaves the queue', async () => {
      const view = await send('May the coach company have the link?');

      const shown = await reply(view, '  Yes, by e-mail.\r\nNot by WhatsApp. ', ['example']);

      const question = questionOf(shown);
      assert.equal(question.state, 'dpo-answered');
      assert.equal(question.escalation?.answer?.text, 'Yes, by e-mail.\nNot by WhatsApp.');
      const entry = (await entries(shown)).at(-1);
      assert.deepEqual([entry?.['what'], entry?.['details']], ['question.dpo-answered', { example: true }]);
      assert.deepEqual(await reply(view, 'No.'), shown);
      const queue = await world.store.transact((tx) => tx.queue());
      assert.ok(!queue.some(({ id }) => id === question.id));
      const own = await questionActs['ask.open'](world, actor(OWNER), target(shown), {});
      assert.equal(own.kind, 'dpo-answer');
      const examples = await world.store.transact((tx) => tx.examples());
      assert.ok(examples.some(({ id }) => id === question.id));
    });

    it('puts no word of the answer into the record', async () => {
      const view = await send('May the coach company have the link?');
      await reply(view, 'Ask Philippa about the xylophone.');
      assert.doesNotMatch(JSON.stringify(await recorded(world)), /xylophone|philippa/i);
    });

    for (const [answer, length] of [
      ['', 0],
      ['word '.repeat(1_000), LONGEST_ANSWER],
    ] as const)
      it(`asks again for an answer of ${answer.length} characters`, async () => {
        const view = await send('May the coach company have the link?');
        const shown = await reply(view, answer);
        assert.ok(shown.kind === 'dpo-question' && shown.complaints?.length === 1);
        assert.equal(shown.typed?.length, length);
        assert.equal((await stored(view))?.state, 'with-dpo');
      });

    for (const who of [OWNER, ADMIN, TEACHER])
      it(`is answered, opened and passed on by nobody else (${who.slice(-2)})`, async () => {
        const view = await send('May the coach company have the link?');
        const answers = [
          await reply(view, 'Yes.', [], who),
          await officerActs['dpo.open'](world, actor(who), target(view), {}),
          await officerActs['dpo.pass'](world, actor(who), target(view), {}),
        ];
        assert.deepEqual(
          answers.map(({ kind }) => kind),
          ['refused', 'refused', 'refused'],
        );
        const last = (await recorded(world)).slice(-3);
        assert.ok(last.every(({ what, who: by }) => what === 'access.refused' && by === who));
        assert.equal((await stored(view))?.state, 'with-dpo');
      });

    it('does not open a question that nobody sent', async () => {
      const view = await officerActs['dpo.open'](world, actor(DPO), target(await answered()), {});
      assert.equal(view.kind, 'refused');
    });

    it('is passed on to another officer, and not by the last one who has it', async () => {
      const view = await send('May the coach company have the link?');
      const two = { ...world, organisation: { ...world.organisation, dpo: [DPO, ADMIN] } };

      const passed = await officerActs['dpo.pass'](two, actor(DPO), target(view), {});
      const kept = await officerActs['dpo.pass'](two, actor(ADMIN), target(passed), {});

      assert.deepEqual(questionOf(passed).escalation?.passedBy, [DPO]);
      assert.equal((await entries(passed)).at(-1)?.['what'], 'question.passed-on');
      assert.deepEqual(kept, passed);
    });
  });

  it('is counted for the administrator, with what it is about and how long it waits', async () => {
    const unclear = await askText(world, actor(ADMIN), 'can I use WhatsApp?');
    await questionActs['ask.dpo-facets'](world, actor(ADMIN), target(unclear), { words: '', wrong: [] });
    await send('it is only about the time of the coach', ['wrong']);
    await reply(await send('May the coach company have the link?'), 'Yes.');

    const { questions } = await world.store.transact((tx) => tx.figures(new Date('2026-11-01T00:00:00Z')));

    assert.deepEqual(questions, {
      asked: 3,
      answered: 0,
      withDpo: 2,
      open: 0,
      dpoAnswered: 1,
      disputed: 1,
      unsettled: [
        { audience: 'unknown', content: [], questions: 1 },
        { audience: 'parents', content: ['logistics'], questions: 1 },
      ],
      oldestWithDpo: world.now(),
    });
  });

  it('stands in the status of its asker and of the officer', async () => {
    const view = await send('May the coach company have the link?');
    const { id } = questionOf(view);
    const own = await readStatus(world, actor(OWNER));
    const officers = await readStatus(world, actor(DPO));
    const others = await readStatus(world, actor(TEACHER));
    assert.ok(own.kind === 'status' && officers.kind === 'status' && others.kind === 'status');
    assert.ok(own.asked.some((one) => one.id === id) && own.toAnswer.length === 0);
    assert.ok(officers.toAnswer.some((one) => one.id === id));
    assert.deepEqual([others.asked, others.toAnswer], [[], []]);
  });
});
