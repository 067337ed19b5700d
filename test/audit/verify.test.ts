import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { evidenceOf, inWords, isCanonical, newCheck, verifyFolder, type Report } from '../../infra/verify.mjs';
import { canonicalJson } from '../../src/audit/log.js';
import { Details, type What } from '../../src/audit/entry.js';
import { drawsOf, sampleEvent, sampleEvents } from '../../src/audit/sample.js';
import { canonical } from '../../src/audit/log.js';
import { logLine } from '../../src/audit/lines.js';
import { filesOf, inMemory, leafOf, rootOf, sampleLog, type Log } from './verify-support.js';

const NOTHING = { checkpoints: [], keys: [] } as const;

describe('isCanonical', () => {
  const value = fc.jsonValue({ maxDepth: 4, noUnicodeString: false }).map((any) => wholeNumbers(any));

  it('takes what RFC 8785 writes of any value', () => {
    fc.assert(fc.property(value, (any) => assert.ok(isCanonical(canonicalJson(any)))));
  });

  it('takes no other way to write a value', () => {
    fc.assert(
      fc.property(value, fc.nat(), (any, n) => {
        const text = canonicalJson(any);
        const at = n % (text.length + 1);
        const spaced = `${text.slice(0, at)} ${text.slice(at)}`;
        if (isSame(spaced, text)) assert.ok(!isCanonical(spaced), spaced);
      }),
    );
  });

  it('takes exactly the texts that parsing and writing anew leaves as they are', () => {
    const near = fc.oneof(
      value.map(canonicalJson),
      fc.stringMatching(/^[[\]{}",:\\u0-9a-f.e+-]{0,12}$/),
      fc.tuple(value, fc.nat(), fc.constantFrom(...'{}[]",:\\0e- ')).map(([any, n, unit]) => {
        const text = canonicalJson(any);
        const at = n % text.length;
        return text.slice(0, at) + unit + text.slice(at + 1);
      }),
    );
    fc.assert(
      fc.property(near, (text) => assert.equal(isCanonical(text), writtenAnew(text) === text, text)),
      { numRuns: 3000 },
    );
  });

  for (const [text, expected] of [
    ['{"a":1,"b":2}', true],
    ['{"b":2,"a":1}', false],
    ['{"a":1,"a":1}', false],
    ['{"10":1,"9":2}', true],
    ['{"9":2,"10":1}', false],
    ['{"€":1,"😀":2,"\ufb33":3}', true],
    ['{"€":1,"\ufb33":3,"😀":2}', false],
    ['"\\u001f"', true],
    ['"\\u001F"', false],
    ['"\\u0008"', false],
    ['"\\b"', true],
    ['"\\/"', false],
    ['"\\u0041"', false],
    ['"\\ud83d\\ude00"', false],
    ['"\\ud83d"', false],
    ['"\ud83d"', false],
    ['1', true],
    ['1.0', false],
    ['-0', false],
    ['1e21', false],
    ['1e+21', true],
    ['01', false],
    ['[]', true],
    ['[1,]', false],
    ['[1 ,2]', false],
    ['{}', true],
    ['{"a":}', false],
    ['', false],
    ['tru', false],
    ['null', true],
    ['nullnull', false],
  ] as const) {
    it(`${expected ? 'takes' : 'refuses'} ${JSON.stringify(text)}`, () => {
      assert.equal(isCanonical(text), expected);
    });
  }
});

describe('the sample', () => {
  it('has an event of every kind that may be recorded, each in its form', () => {
    for (const what of Object.keys(Details) as What[]) {
      const event = sampleEvent(what, new Date(0), drawsOf(what.length));
      assert.ok(isCanonical(canonical(event)), what);
    }
  });

  it('has every kind in a thousand entries', async () => {
    const { entries } = await sampleLog(1000);
    const kinds = new Set(
      entries.flatMap((entry) => ('canonical' in entry ? [/"what":"([^"]*)"/.exec(entry.canonical)?.[1]] : [])),
    );
    const missing = Object.keys(Details).filter((what) => !kinds.has(what));
    assert.deepEqual(missing, ['checkpoint.refused']);
  });

  it('has the same events for the same seed', () => {
    const take = (seed: number) => {
      const events = sampleEvents(drawsOf(seed), 100);
      return Array.from({ length: 50 }, () => events.next().value);
    };
    assert.deepEqual(take(3), take(3));
    assert.notDeepEqual(take(3), take(4));
  });

  for (const count of [0, 1, 2, 19, 20, 21, 100]) {
    it(`of ${count} entries is intact`, async () => {
      const log = await sampleLog(count);
      const report = verifyFolder(inMemory(filesOf(log)), { checkpoints: [], keys: [log.keys[0]!] });
      assert.deepEqual(
        [report.state, report.entries, report.anchored, report.findings],
        ['intact-anchored', count, count, []],
      );
      assert.equal(report.root, rootOf(log.entries).toString('hex'));
    });
  }
});

describe('newCheck', () => {
  let log: Log;
  before(async () => (log = await sampleLog(60)));

  function checked(change: (lines: string[]) => string[], leaves = true): Report {
    const check = newCheck({
      checkpoints: log.notes.map((text, at) => ({ name: `checkpoint ${at + 1}`, text })),
      keys: `${log.keys.join('\n')}\n`,
      given: NOTHING,
      leaves: leaves ? () => log.entries.map(leafOf) : null,
    });
    for (const line of change(log.entries.map(logLine))) if (!check.line(line)) break;
    return check.end();
  }

  it('checks lines as they come', () => {
    assert.equal(checked((lines) => lines).state, 'intact-not-anchored');
  });

  it('finds whatever single entry is changed, removed, doubled or moved, and never names a later one', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 59 }),
        fc.nat({ max: 59 }),
        fc.constantFrom('drop', 'double', 'move', 'salt'),
        fc.boolean(),
        (at, to, how, leaves) => {
          const report = checked((lines) => attacked(lines, at, to, how), leaves);
          if (how === 'move' && at === to) return;
          if (how === 'salt' && at === 21) return;
          assert.ok(report.exit >= 20, `${how} ${at} ${to}`);
          const [first] = report.findings;
          const wrong = how === 'move' ? Math.min(at, to) : how === 'double' ? at + 1 : at;
          assert.ok(
            first !== undefined && first.seq !== null && first.seq <= wrong,
            `${how} ${at} ${to}: ${first?.seq}`,
          );
          assert.ok((first.to ?? 0) >= wrong || how === 'move', `${how} ${at}: ${first.to}`);
        },
      ),
    );
  });

  it('gives evidence a name that its content decides', () => {
    const one = evidenceOf(checked((lines) => lines.slice(0, -1)));
    assert.deepEqual(one, evidenceOf(checked((lines) => lines.slice(0, -1))));
    assert.notEqual(one.name, evidenceOf(checked((lines) => lines.slice(0, -2))).name);
  });

  it('says nothing of anchors that it does not have', () => {
    for (const line of inWords(checked((lines) => lines))) assert.doesNotMatch(line, /intact and anchored/);
  });
});

function attacked(lines: readonly string[], at: number, to: number, how: string): string[] {
  const line = lines[at]!;
  if (how === 'drop') return lines.filter((_, seq) => seq !== at);
  if (how === 'double') return lines.flatMap((one, seq) => (seq === at ? [one, one] : [one]));
  if (how === 'salt')
    return lines.map((one, seq) =>
      seq === at ? one.replace(/"salt":"./, (m) => `"salt":"${m.endsWith('0') ? '1' : '0'}`) : one,
    );
  const rest = lines.filter((_, seq) => seq !== at);
  return [...rest.slice(0, to), line, ...rest.slice(to)];
}

/** What one gets by reading the text with Node's parser and writing it with the bot's own writer; null when either refuses. */
function writtenAnew(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    const anew = canonicalJson(value);
    return /\\ud[89a-f]/.test(anew) ? null : anew;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

function isSame(one: string, other: string): boolean {
  try {
    return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Only whole numbers are recorded. */
function wholeNumbers(value: unknown): unknown {
  if (typeof value === 'number') return Math.trunc(value % 2 ** 40) + 0;
  if (Array.isArray(value)) return value.map(wholeNumbers);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wholeNumbers(inner)]));
  return value;
}
