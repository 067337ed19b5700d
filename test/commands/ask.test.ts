import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { ask } from '../../src/commands/ask.js';
import { CommandProblem } from '../../src/commands/command.js';
import { PolicyProblem } from '../../src/guidance/policy.js';
import { testPolicy } from '../support/policy.js';
import { terminal } from '../support/terminal.js';
import { until } from '../support/until.js';

const TRIP = 'can I use whatsapp to tell parents about the trip';

describe('ask', () => {
  it('says what was understood, the verdict with its rule, why, what instead, and from which policy', async () => {
    const at = terminal();
    assert.equal(await ask.run([TRIP], at), 0);
    const text = at.said.join('\n');

    assert.match(text, /^Understood: permission: WhatsApp, parents/);
    assert.match(text, /\nFrom the words: intent “can i use”, “can i”; app “whatsapp”; audience “parents/);
    assert.match(text, /\nVerdict: Not allowed \(rule /);
    assert.match(text, /\nBecause:\n {2}- /);
    assert.match(text, /\nInstead:\n {2}- /);
    assert.ok(text.endsWith(`Policy: ${testPolicy().name}`));
  });

  it('gives the steps of a procedure', async () => {
    const at = terminal();
    await ask.run(['my', 'phone', 'was', 'stolen'], at);
    assert.match(at.said.join('\n'), /\nProcedure P-LOST: [^]*\n {2}- /);
  });

  it('says that more has to be known', async () => {
    const at = terminal();
    await ask.run(['can I use whatsapp'], at);
    assert.match(at.said.join('\n'), /Verdict: One more detail is needed/);
  });

  for (const args of [[], ['--jsonl', 'text'], ['--json'], ['  ']]) {
    it(`refuses ${JSON.stringify(args)}`, () => assert.rejects(ask.run(args, terminal()), CommandProblem));
  }

  it('names a policy pack that is broken', async () => {
    await assert.rejects(ask.run([TRIP], terminal({ REGROUP_POLICY: 'package.json' })), PolicyProblem);
  });
});

describe('ask --jsonl', () => {
  it('answers each line with its id and the fields that were agreed on', async () => {
    const input = [
      { id: 'a', text: TRIP },
      { id: 'b', text: 'my phone was stolen' },
    ];
    const at = terminal({}, input.map((line) => JSON.stringify(line)).join('\n'));
    assert.equal(await ask.run(['--jsonl'], at), 0);
    const [a, b] = at.said.map((line) => JSON.parse(line) as Record<string, unknown>);

    const fields = ['id', 'intent', 'verdict', 'confirm', 'app', 'audience', 'content', 'circumstance', 'rule'];
    assert.deepEqual(Object.keys(a ?? {}).sort(), fields.sort());
    assert.deepEqual([a?.['id'], a?.['intent'], a?.['verdict']], ['a', 'permission', 'not-allowed']);
    assert.deepEqual([b?.['id'], b?.['intent'], b?.['verdict']], ['b', 'incident', null]);
  });

  it('reports a line that is no question with its number, answers the others, and ends with 1', async () => {
    const good = JSON.stringify({ id: 'a', text: TRIP });
    const lines = ['nonsense', good, '', '{"id":"c"}', '[]', '{"id":1,"text":"x"}', `\uFEFF${good}`];
    const at = terminal({}, lines.join('\r\n'));

    assert.equal(await ask.run(['--jsonl'], at), 1);

    assert.equal(at.said.length, 2);
    assert.deepEqual(
      at.complained.map((line) => line.split(':')[0]),
      ['line 1', 'line 4', 'line 5', 'line 6'],
    );
  });

  it('answers a line before the next one has come', async () => {
    const at = terminal();
    const input = new PassThrough();
    const running = ask.run(['--jsonl'], { ...at, input });

    input.write(`${JSON.stringify({ id: 'a', text: TRIP })}\n`);
    await until(() => at.said.length === 1);
    input.end();

    assert.equal(await running, 0);
  });
});
