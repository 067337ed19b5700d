import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TeamsClient } from './client.js';
import type { Demo } from './demo.js';
import { openStage, type Stage } from './stage.js';

/** Typed by the asker for the DPO: the first half has to be masked, the second to arrive. */
const TYPED = 'Ben Whitlock of 07700 900123 has asthma. May the coach company see the list?';
const MASKED = '[name] of [number] has [health]. May the coach company see the list?';
const REPLY = 'No. Give the coach company a number of seats and nothing else.';

describe('questions in a real Teams client', function () {
  this.timeout(90_000);
  let dataDir: string;
  let demo: Demo;
  let stage: Stage;
  let amara: TeamsClient;
  let ruth: TeamsClient;
  let meredith: TeamsClient;

  before(async function () {
    this.timeout(180_000);
    stage = await openStage('--people', '3');
    ({ dataDir, demo } = stage);
    [amara, ruth, meredith] = (await stage.enter()) as [TeamsClient, TeamsClient, TeamsClient];
  });

  after(async function () {
    this.timeout(60_000);
    await stage?.close();
  });

  it('answers a vague question after one detail, with what was understood changed by one tap', async () => {
    await amara.say('can I use whatsapp for this?');
    const clarify = await amara.card('One more detail');
    await clarify.choose('People', 'Parents');
    await clarify.tick('Photos');
    await clarify.press('Get the answer');

    const answer = await amara.card('✕ Not allowed');
    await answer.picture('30-question-clarified');
    assert.match(await answer.text(), /About: WhatsApp, parents, photos or screenshots/);
  });

  it('allows a leaving do only after the confirmation', async () => {
    await amara.say('Can we plan the leaving do with colleagues on WhatsApp?');
    const confirm = await amara.card('Confirm 3 things');
    await confirm.tickAll();
    await confirm.press('Get the answer');

    assert.match(await (await amara.card('✓ Allowed')).text(), /Keep to 3 conditions/);
  });

  it('goes on from there: “and for parents?”', async () => {
    await amara.say('and for parents?');
    const answer = await amara.card(/About: WhatsApp, parents, /);
    await answer.picture('31-question-followed-up');

    assert.doesNotMatch(await answer.text(), /✓ Allowed/);
  });

  it('gives the reasons for “why?”', async () => {
    await amara.say('Can I send trip times to parents on WhatsApp?');
    await amara.card('times and reminders');
    await amara.say('why?');
    const why = await amara.card('Why it is not allowed');
    await why.picture('32-question-why');

    assert.match(await why.text(), /Status: /);
  });

  it('takes a dispute and a question to the DPO: masked, shown, changed by nobody, sent', async () => {
    await (await amara.card('✕ Not allowed')).press('Ask the DPO');
    const write = await amara.card('What do you want to ask?');
    await write.fill('Your question to the DPO', TYPED);
    await write.tick('I think the answer on my card is wrong');
    await write.picture('33-ask-the-dpo');
    await write.press('Show the text');

    const check = await amara.card('Send this to the DPO?');
    await check.picture('34-ask-the-dpo-check');
    assert.equal(await check.value('What the DPO would read'), MASKED);
    await check.press('Send to the DPO');

    await (await amara.card('Waiting for the DPO')).picture('35-with-the-dpo');
  });

  it('reaches the DPO, who finds it in the queue too, and nobody else does', async () => {
    const question = await meredith.card('Needs you: a question');
    const text = await question.text();
    assert.ok(text.includes(MASKED));
    assert.match(text, /They say that the answer is wrong/);

    await meredith.say('queue');
    await (await meredith.card('1 question waits')).picture('36-queue');
    await ruth.say('queue');
    assert.doesNotMatch(await (await ruth.card('for the data protection officer')).text(), /Amara/);
  });

  it('brings the answer back to the asker', async () => {
    const question = await meredith.card('Needs you: a question');
    await question.fill('Your answer', REPLY);
    await question.picture('37-dpo-question');
    await question.press('Send answer');
    await (await meredith.card('A question, answered')).picture('38-dpo-answered');

    const answer = await amara.card('The DPO has answered');
    await answer.picture('39-dpo-answer');
    assert.ok((await answer.text()).includes(REPLY));
    await amara.say('status');
    assert.match(await (await amara.card('Your questions to the DPO')).text(), /Answered on/);
  });

  it('counts it for the administrator', async () => {
    await ruth.say('summary');
    const summary = await ruth.card('Summary for administrators');

    assert.match(await summary.text(), /no settled answer, 1 of them called wrong/);
  });

  it('writes none of it to a log', () => {
    const secrets = ['Whitlock', '900123', 'asthma', 'coach company', 'number of seats'];
    const files = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('bot.log'),
    );
    assert.equal(files.length, 1);
    const logs = [demo.output(), ...files.map((file) => readFileSync(join(dataDir, file), 'utf8'))].join('\n');
    assert.ok(logs.includes('the bot is ready'));
    assert.deepEqual(
      secrets.filter((words) => logs.includes(words)),
      [],
    );
  });
});
