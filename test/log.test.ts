import assert from 'node:assert/strict';
import { openLog } from '../src/log.js';

describe('openLog()', () => {
  const lines: string[] = [];
  const log = openLog({ write: (line) => void lines.push(line) });

  beforeEach(() => void (lines.length = 0));

  it('writes a line of JSON for each message, with the facts beside it', () => {
    log.info('the bot is ready', { port: 3978, sandbox: true });
    log.warn('a turn failed', { code: 'outage' });

    const [first, second] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual([first?.['msg'], first?.['port'], first?.['sandbox']], ['the bot is ready', 3978, true]);
    assert.deepEqual([second?.['level'], second?.['code']], [40, 'outage']);
  });

  it('does not write objects out, which could hold what people typed', () => {
    const smuggled = { error: new Error('Nadia Fernsby'), activity: { text: 'my secret' } } as never;

    log.warn('a turn failed', smuggled);

    assert.doesNotMatch(lines.join(''), /Nadia|secret/);
    assert.match(lines.join(''), /not shown/);
  });
});
