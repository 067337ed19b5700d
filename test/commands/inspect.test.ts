import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandProblem } from '../../src/commands/command.js';
import { inspect } from '../../src/commands/inspect.js';
import type { Inspection } from '../../src/whatsapp/findings.js';
import { terminal } from '../support/terminal.js';
import { zipOf } from '../support/zip.js';

const CHAT = [
  '25/03/2024, 13:50 - Priya Nair created group "PE staff"',
  '25/03/2024, 13:55 - Priya Nair: Good morning, his asthma is back',
  '25/03/2024, 13:56 - Sam Okafor: Hello',
  '',
].join('\n');
const OPEN = '05/01/2024, 13:55 - Priya Nair: Good morning\n05/01/2024, 13:56 - Sam Okafor: Hello\n';

const folder = mkdtempSync(join(tmpdir(), 'regroup-command-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(content: string | Uint8Array, name = 'WhatsApp Chat with PE staff.txt'): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe('inspect FILE', () => {
  it('reports who was in the group, and how many entries have a word of the policy', async () => {
    const at = terminal();
    assert.equal(await inspect.run([fileWith(CHAT)], at), 0);
    const text = at.said.join('\n');
    assert.match(text, /^WhatsApp export from an Android phone\n {2}Group +PE staff\n/);
    assert.match(text, /\nPeople: 2, of whom 2 wrote\n/);
    assert.match(text, /\n {8}1 {2}with a word for health, SEND or similar information\n/);
    assert.doesNotMatch(text, /Good morning|asthma is/);
  });

  it('says on top that dates are open, with both, and no more when the order is said', async () => {
    const [open, decided] = [terminal(), terminal()];
    await inspect.run([fileWith(OPEN)], open);
    await inspect.run([fileWith(OPEN), '--order', 'mdy'], decided);
    assert.match(open.said[0] ?? '', /^DATES ARE OPEN/);
    assert.match(open.said[1] ?? '', /5 January 2024.*1 May 2024|1 May 2024.*5 January 2024/);
    assert.match(decided.said.join('\n'), /\n {2}From +1 May 2024, 13:55\n/);
  });

  it('reads a zip', async () => {
    const at = terminal();
    await inspect.run([fileWith(zipOf([{ path: 'WhatsApp Chat with PE staff.txt', text: CHAT }]), 'a.zip')], at);
    assert.match(at.said.join('\n'), /Group +PE staff/);
  });

  const wrong: readonly [string, readonly string[]][] = [
    ['no file', []],
    ['two files', ['a.txt', 'b.txt']],
    ['both sorts of answer', [fileWith(CHAT), '--json', '--entries']],
    ['a folder', [folder]],
    ['an order that there is not', [fileWith(CHAT), '--order', 'myd']],
    ['a zone that there is not', [fileWith(CHAT), '--zone', 'Oakfield']],
  ];
  for (const [title, args] of wrong)
    it(`refuses ${title}`, () => assert.rejects(inspect.run(args, terminal()), CommandProblem));

  for (const option of ['--json', '--entries', '--order=dmy'])
    it(`says why a file cannot be read, without a word of it, with ${option}`, () =>
      assert.rejects(inspect.run([fileWith('Dear Priya, 07700 900123\n', 'letter.txt'), option], terminal()), {
        name: 'ExportProblem',
        code: 'nothing-recognised',
        message: /^(?!.*(?:Dear|Priya|07700|letter))/s,
      }));
});

describe('inspect FILE --json', () => {
  it('is the inspection as one line, in the zone that was said, without the text of any message', async () => {
    const at = terminal();
    assert.equal(await inspect.run([fileWith(CHAT), '--json', '--zone', 'Asia/Tokyo'], at), 0);
    assert.equal(at.said.length, 1);
    const found = JSON.parse(at.said[0] ?? '') as Inspection;
    assert.deepEqual(Object.keys(found).sort(), ['bytes', 'readings', 'sha256', 'traces']);
    assert.deepEqual([found.readings[0].zone, found.readings[0].entries], ['Asia/Tokyo', 3]);
    assert.doesNotMatch(at.said[0] ?? '', /Good morning|asthma is/);
  });
});

describe('inspect FILE --entries', () => {
  const linesOf = (said: readonly string[]) =>
    said
      .join('\n')
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('is a line for each entry in the order of the file, the app’s own without an author', async () => {
    const at = terminal();
    assert.equal(await inspect.run([fileWith(CHAT), '--entries'], at), 0);
    assert.deepEqual(linesOf(at.said), [
      { at: '2024-03-25T13:50', author: null, system: true },
      { at: '2024-03-25T13:55', author: 'Priya Nair', system: false },
      { at: '2024-03-25T13:56', author: 'Sam Okafor', system: false },
    ]);
    assert.deepEqual(at.complained, []);
  });

  it('has the other reading where dates are open, and warns of it apart', async () => {
    const at = terminal();
    await inspect.run([fileWith(OPEN), '--entries'], at);
    const [first] = linesOf(at.said);
    assert.deepEqual([first?.['at'], first?.['or']].sort(), ['2024-01-05T13:55', '2024-05-01T13:55']);
    assert.match(at.complained.join('\n'), /whether the day or the month comes first/);
  });

  it('reads no further than the lines are taken', async () => {
    const at = terminal();
    let waits = 0;
    let writtenAtFirst = 0;
    const drained = async () => {
      waits += 1;
      if (waits === 1) writtenAtFirst = at.said.length;
    };
    const line = '25/03/2024, 13:55 - Priya Nair: Good morning\n';
    await inspect.run([fileWith(line.repeat(40_000)), '--entries'], { ...at, drained });
    assert.ok(waits > 10, `${waits} times`);
    assert.equal(linesOf(at.said).length, 40_000);
    assert.ok(writtenAtFirst < at.said.length / 2);
  });
});
