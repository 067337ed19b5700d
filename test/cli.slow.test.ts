import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

function regroup(args: readonly string[], options: { readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {}) {
  return spawnSync(process.execPath, ['--import', 'tsx', CLI, ...args], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: '', REGROUP_DATA: '/nowhere', ...options.env },
    ...(options.input === undefined ? {} : { input: options.input }),
  });
}

describe('regroup', () => {
  it('lists its commands', () => {
    const { stdout, status } = regroup([]);
    for (const name of ['ask "', 'ask --jsonl', 'summary', 'audit verify', 'audit export', 'doctor', 'evidence record'])
      assert.ok(stdout.includes(`regroup ${name}`), name);
    assert.equal(status, 0);
  });

  const wrong: readonly [string, readonly string[], RegExp][] = [
    ['a command that it does not have', ['aks'], /^regroup: there is no command "aks"\.\n/],
    ['the name of something that every object has', ['constructor'], /^regroup: there is no command "constructor"\.\n/],
    ['an option that a command does not have', ['ask', '--loud'], /^regroup ask: Unknown option '--loud'/],
    [
      'a file that is not there',
      ['evidence', 'record', '/no.json'],
      /^regroup evidence: \/no\.json cannot be read \(ENOENT\)\.\n$/,
    ],
    ['a folder without a database', ['summary'], /^regroup summary: There is no database in \/nowhere\./],
  ];
  for (const [title, args, expected] of wrong) {
    it(`answers ${title} with a sentence and 1`, () => {
      const { stdout, stderr, status } = regroup(args);
      assert.match(stderr, expected);
      assert.doesNotMatch(stderr, /\n\s+at /);
      assert.equal(stdout, '');
      assert.equal(status, 1);
    });
  }

  it('names file and line of a policy pack that is broken', () => {
    const { stderr, status } = regroup(['ask', 'can I'], { env: { REGROUP_POLICY: 'tsconfig.json' } });
    assert.match(stderr, /^regroup ask: tsconfig\.json:\d+: /);
    assert.equal(status, 1);
  });

  it('answers lines of standard input', () => {
    const { stdout, status } = regroup(['ask', '--jsonl'], { input: '{"id":"1","text":"my phone was stolen"}\n' });
    assert.equal((JSON.parse(stdout) as { id: string }).id, '1');
    assert.equal(status, 0);
  });
});
