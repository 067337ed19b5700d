import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandProblem } from '../../src/commands/command.js';
import { policy, policyOf } from '../../src/commands/policy.js';
import { PACKS } from '../support/packs.js';
import { testPolicy } from '../support/policy.js';
import { terminal } from '../support/terminal.js';

const TODAY = ['--today', '2026-11-25'];

describe('policy check', () => {
  let folder: string;
  let own: string;
  let good: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'regroup-policy-'));
    own = join(folder, 'own.yaml');
    good = join(folder, 'good.yaml');
    writeFileSync(own, 'extends: uk-schools\nreasons:\n  R-FOI: { text: it is illegal. }\n');
    writeFileSync(good, 'extends: uk-schools\nstatus: adopted\nsettings: { sector: independent }\n');
  });

  after(() => rmSync(folder, { recursive: true }));

  it('finds nothing in the policy that ships, and says how many sources nobody has checked', async () => {
    const at = terminal();
    assert.equal(await policy.run(['check', ...TODAY], at), 0);
    assert.equal(at.said[0], `${testPolicy().name}, proposed: nothing to mend.`);
    assert.match(at.said[1] ?? '', /^\d+ of \d+ sources have not been checked by a person\.$/);
  });

  it('takes the files that are set', async () => {
    const at = terminal({ REGROUP_POLICY: own });
    assert.equal(await policy.run(['check', ...TODAY], at), 1);
    assert.match(at.said[0] ?? '', /own\.yaml:3: reasons\.R-FOI\.text: do not write “illegal”/);
    assert.match(at.said[1] ?? '', /1 to mend\.$/);
  });

  it('takes each file that is named as a policy of its own', async () => {
    const at = terminal();
    assert.equal(await policy.run(['check', ...PACKS, ...TODAY], at), 0);
    assert.equal(at.said.filter((line) => line.endsWith('nothing to mend.')).length, PACKS.length);
    assert.equal(at.said.filter((line) => line.includes('draft, not reviewed')).length, PACKS.length - 1);
  });

  it('gives the same as JSON', async () => {
    const at = terminal();
    assert.equal(await policy.run(['check', own, good, '--json', ...TODAY], at), 1);
    const [bad, fine] = JSON.parse(at.said.join('')) as Record<string, unknown>[];
    assert.deepEqual(bad?.['problems'], [
      {
        file: own,
        line: 3,
        key: 'reasons.R-FOI.text',
        what: 'do not write “illegal”: say whose rule it is: “not allowed under the school’s rules”',
      },
    ]);
    assert.deepEqual([fine?.['problems'], fine?.['status']], [[], 'adopted']);
  });

  it('finds a source that ran out, on the day that is given', async () => {
    const at = terminal();
    assert.equal(await policy.run(['check', '--today', '2028-01-01'], at), 1);
    assert.match(at.said.join('\n'), /sources\.WA-TOS-UK\.checkedOn: was to be looked at again by 2027-07-23/);
  });

  for (const args of [[], ['look'], ['check', '--today', 'soon'], ['check', '--all']]) {
    it(`refuses ${JSON.stringify(args)}`, async () => {
      await assert.rejects(async () => policy.run(args, terminal()), CommandProblem);
    });
  }

  it('lets the error of a file that is not there through', async () => {
    await assert.rejects(async () => policy.run(['check', join(folder, 'none.yaml')], terminal()), { code: 'ENOENT' });
  });
});

describe('policyOf()', () => {
  it('lays the files that are set over each other', () => {
    const folder = mkdtempSync(join(tmpdir(), 'regroup-policy-'));
    try {
      const over = join(folder, 'over.yaml');
      writeFileSync(over, 'settings: { sector: independent }');
      const { settings } = policyOf(
        terminal({ REGROUP_POLICY: `${PACKS.find((file) => file.endsWith('uk-schools.yaml'))}, ${over}` }),
      );
      assert.equal(settings.sector, 'independent');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
