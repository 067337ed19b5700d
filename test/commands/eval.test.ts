import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandProblem } from '../../src/commands/command.js';
import { evaluate } from '../../src/commands/eval.js';
import { testPolicy } from '../support/policy.js';
import { terminal } from '../support/terminal.js';

const ROWS = [
  {
    id: 'a',
    text: 'can I use WhatsApp for the duty rota',
    intent: 'permission',
    verdict: 'not-allowed',
    app: 'whatsapp',
    audience: 'staff',
    content: ['logistics'],
    circumstance: [],
    note: 'indirect',
  },
  { id: 'b', text: 'my phone was stolen', intent: 'lost-device', note: 'indirect; emotional' },
  { id: 'c', text: 'is Teams ok for the duty rota', intent: 'permission', verdict: 'not-allowed', app: 'teams' },
  { id: 'd', text: 'hello', intent: 'why' },
];

describe('eval questions', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'regroup-eval-'))));
  after(() => rmSync(folder, { recursive: true }));

  function fileOf(...lines: readonly string[]): string {
    const file = join(folder, 'questions.jsonl');
    writeFileSync(file, lines.join('\n'));
    return file;
  }

  it('says for a person how well the labels are met', async () => {
    const at = terminal();
    assert.equal(await evaluate.run(['questions', fileOf(...ROWS.map((row) => JSON.stringify(row)))], at), 1);
    assert.deepEqual(at.said, [
      '4 questions',
      '  intent            75.0 % (3/4)',
      '  verdict           50.0 % (1/2)',
      '  intent + verdict  50.0 % (2/4)',
      'not allowed by the label, but answered',
      '  allowed                        1: c   (cardinal)',
      '  allowed if                     0   (unsafe)',
      '  allowed, after confirmation    0',
      '  allowed if, after confirmation 0',
      'asked back: 0, 0 of them needed, 0 needless',
      'facets, where the intent is right',
      '  app               100.0 % (2/2)',
      '  audience          100.0 % (1/1)',
      '  circumstance      100.0 % (1/1)',
      '  content precision 100.0 % (1/1)',
      '  content recall    100.0 % (1/1)',
      'by kind of message',
      '  emotional         intent 100.0 % (1/1)  verdict none  both 100.0 % (1/1)',
      '  indirect          intent 100.0 % (2/2)  verdict 100.0 % (1/1)  both 100.0 % (2/2)',
      'intent: label, then answers',
      '  incident          incident 1',
      '  permission        permission 2',
      '  why               help 1',
      'verdict: label, then answers',
      '  not-allowed       not-allowed 1, allowed 1',
      'wrong',
      '  c: permission, not-allowed -> permission, allowed',
      '  d: why -> help',
    ]);
  });

  it('says the same for a machine, in one object', async () => {
    const at = terminal();
    await evaluate.run(['questions', fileOf(...ROWS.map((row) => JSON.stringify(row))), '--json'], at);
    assert.equal(at.said.length, 1);
    const found = JSON.parse(at.said[0] ?? '') as Record<string, unknown>;
    assert.equal(found['policy'], testPolicy().name);
    assert.equal(found['questions'], 4);
    assert.deepEqual(found['cardinal'], ['c']);
    assert.deepEqual(found['intent'], { right: 3, of: 4, share: 0.75 });
  });

  it('answers with 0 when nothing was allowed that must not be', async () => {
    assert.equal(
      await evaluate.run(['questions', fileOf(JSON.stringify(ROWS[0]), '', JSON.stringify(ROWS[1]))], terminal()),
      0,
    );
  });

  for (const [what, lines, problem] of [
    ['a line that is not JSON', [JSON.stringify(ROWS[0]), '{'], /line 2: not a labelled question\.$/],
    ['a question without a text', ['{"id":"x","intent":"why"}'], /line 1: not a labelled question at "text"\.$/],
    ['a verdict that there is not', ['{"id":"x","text":"y","intent":"why","verdict":"maybe"}'], /at "verdict"\.$/],
    ['an empty file', [''], /holds no questions\.$/],
  ] as const) {
    it(`names ${what}`, async () => {
      await assert.rejects(
        evaluate.run(['questions', fileOf(...lines)], terminal()),
        (error) => error instanceof CommandProblem && problem.test(error.message),
      );
    });
  }

  for (const args of [[], ['questions'], ['answers', 'x'], ['questions', 'x', 'y'], ['questions', 'x', '--xml']]) {
    it(`refuses ${JSON.stringify(args)}`, () => assert.rejects(evaluate.run(args, terminal()), CommandProblem));
  }
});
