import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { settings } from '../src/config.js';
import { readEvidence } from '../src/commands/evidence.js';
import { inspect } from '../src/guidance/inspect.js';
import { SWITCHES } from '../src/guidance/settings.js';
import { laidOver } from './support/packs.js';
import { PERMISSIONS } from '../src/edges/graph/permissions.js';

const ROOT = new URL('../', import.meta.url);
const README = readFileSync(new URL('README.md', ROOT), 'utf8');
const ARCHITECTURE = readFileSync(new URL('ARCHITECTURE.md', ROOT), 'utf8');

/** The code words at the start of each row of a section's table. */
function firstCells(heading: string): readonly string[] {
  const section = README.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const cells = section.split('\n').flatMap((line) => /^\| ?(`[^|]*) ?\|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word ?? ''));
}

describe('README.md', () => {
  it('has every setting, and no other', () => {
    const known = settings({ REGROUP_SANDBOX: '1' }).map(({ name }) => name);
    assert.deepEqual([...firstCells('Settings')].sort(), [...known].sort());
  });

  it('has every permission with its reason, and no other: those that are needed, and those that are optional', () => {
    const names = (isOptional: boolean) => PERMISSIONS.filter(({ optional }) => optional === isOptional);
    for (const [heading, expected] of [
      ['Permissions', names(false)],
      ['Permissions for what is optional', names(true)],
    ] as const)
      assert.deepEqual(
        firstCells(heading),
        expected.map(({ name }) => name),
      );
    for (const { name, reason } of PERMISSIONS) assert.ok(README.includes(`| \`${name}\` | ${reason} |`), name);
  });

  it('gives an example of evidence that is taken', () => {
    const example = /```json\n([^]*?)```/.exec(README)?.[1] ?? '';
    assert.equal(readEvidence(Buffer.from(example), new Date('2026-11-24T10:00:00Z')).length, 1);
  });

  it('has every setting of the policy that can be switched on, and no other', () => {
    assert.deepEqual([...firstCells('The policy')].sort(), [...SWITCHES].sort());
  });

  it('gives an example of a policy of one’s own that can be used', () => {
    const text = /```yaml\n([^]*?)```/.exec(README)?.[1] ?? '';
    const { policy, problems } = inspect(laidOver(text), '2026-11-25');
    assert.deepEqual(problems, []);
    assert.deepEqual([policy?.status, policy?.settings.lowRiskOneToOne], ['adopted', true]);
  });

  it('names scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as { scripts: object };
    const named = [...README.matchAll(/npm run (?:-s )?([a-z0-9:]+)/g)].map(([, name]) => name ?? '');
    assert.ok(named.length > 5);
    for (const name of named) assert.ok(Object.hasOwn(scripts, name), name);
  });

  for (const [file, text] of [
    ['README.md', README],
    ['ARCHITECTURE.md', ARCHITECTURE],
  ] as const) {
    it(`links from ${file} to files that there are`, () => {
      const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link]) => link ?? '');
      for (const link of links) assert.ok(existsSync(new URL(link, ROOT)), link);
    });
  }

  it('lives in a house with the folders that ARCHITECTURE.md names', () => {
    const folders = [...ARCHITECTURE.matchAll(/^ {2}([a-z]+)\/ /gm)].map(([, folder]) => folder ?? '');
    assert.ok(folders.length >= 9);
    for (const folder of folders) assert.ok(existsSync(new URL(`src/${folder}/`, ROOT)), folder);
  });
});
