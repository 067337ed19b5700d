import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { applyScript, RequestProblem } from '../../src/retention/request.js';
import { TEAM_PROVED } from '../support/world.js';

/** There is no Windows here to run the scripts on, so they are looked at: every command that they can call, and their brackets. */
const read = (name: string) => readFileSync(new URL(`../../infra/${name}`, import.meta.url), 'utf8');
const EVIDENCE = read('retention-evidence.ps1');
const APPLY = read('retention-apply.ps1');

/** What changes nothing anywhere: signing in and out, reading, and working on what was read. */
const READING = [
  'Connect-ExchangeOnline',
  'Connect-IPPSSession',
  'Disconnect-ExchangeOnline',
  'Get-ConnectionInformation',
  'Get-Command',
  'Get-UnifiedGroup',
  'Get-RetentionCompliancePolicy',
  'Get-RetentionComplianceRule',
  'Get-AppRetentionCompliancePolicy',
  'Get-AppRetentionComplianceRule',
  'Get-AdaptiveScope',
  'Get-AdaptiveScopeMembers',
  'Get-Content',
  'ConvertTo-Json',
  'ForEach-Object',
  'Where-Object',
  'Select-Object',
  'Out-Null',
  'Write-Host',
];
/** Sends the signed document where -PostTo says. */
const SENDING = ['Invoke-RestMethod'];
/** The only ones that change Purview: none of them takes a team out of a policy, or a policy away. */
const CHANGING = ['New-RetentionCompliancePolicy', 'New-RetentionComplianceRule', 'Set-RetentionCompliancePolicy'];

/** A script without its comments and with its strings emptied, and the brackets that are open at its end. */
function tokens(script: string): { readonly code: string; readonly open: string } {
  let code = '';
  const open: string[] = [];
  const closing: Readonly<Record<string, string>> = { ')': '(', '}': '{', ']': '[' };
  for (let at = 0; at < script.length;) {
    const rest = script.slice(at);
    const string = /^'(?:[^']|'')*'|^"(?:[^"`]|""|`[^])*"/.exec(rest)?.[0];
    const comment = /^<#[^]*?#>|^#[^\n]*/.exec(rest)?.[0];
    const [char = ''] = rest;
    assert.ok(string !== undefined || !/['"]/.test(char), `a string is not closed: ${rest.slice(0, 40)}`);
    if (string?.startsWith('"'))
      code += `"${[...string.matchAll(/\$\((.*?)\)/g)].map(([, inner]) => inner).join(' ')}"`;
    else if (string !== undefined) code += "''";
    else if (comment === undefined) code += char;
    if (string === undefined && comment === undefined) {
      if ('({['.includes(char)) open.push(char);
      if (char in closing) assert.equal(open.pop(), closing[char], `a bracket too many: ${rest.slice(0, 40)}`);
    }
    at += (string ?? comment ?? char).length;
  }
  return { code, open: open.join('') };
}

/** Words of the language that stand where a command could. */
const KEYWORDS = [
  'if',
  'else',
  'elseif',
  'foreach',
  'while',
  'return',
  'continue',
  'throw',
  'try',
  'finally',
  'function',
  'param',
];

/**
 * Everything that the script calls, without the functions that it has itself: each word with a dash in it, and each word where a
 * command stands, since a command may have a short name (`rm`). PowerShell's names have no case.
 */
function commands(script: string): ReadonlySet<string> {
  const code = tokens(script).code.replaceAll(/\[(Parameter|CmdletBinding)\([^)]*\)\]/g, '');
  const own = new Set([...code.matchAll(/\bfunction ([a-z]+-[a-z]+)/gi)].map(([, name]) => name));
  const dashed = code.matchAll(/(?<![\w$.-])([a-z]+-[a-z]+)\b/gi);
  const first = code.matchAll(/(?:^|[|{};(=&])[ \t]*([a-z][\w-]*)(?=[ \t]+[^=\s]|[ \t]*[\n|;})])(?![ \t]*=)/gim);
  const called = [...dashed, ...first].map(([, name]) => name ?? '');
  return new Set(called.filter((name) => !own.has(name) && !KEYWORDS.includes(name)));
}

/** Ways to call something that is not written out. */
const HIDDEN =
  /Invoke-(Expression|Command)|\biex\b|^\s*&\s|[;|{]\s*&\s|\[scriptblock\]|Add-Type|Start-Process|-EncodedCommand/im;

describe('infra/', () => {
  for (const [name, script] of [
    ['retention-evidence.ps1', EVIDENCE],
    ['retention-apply.ps1', APPLY],
  ] as const) {
    it(`closes every string and bracket of ${name}`, () => {
      assert.equal(tokens(script).open, '');
    });

    it(`calls nothing in ${name} that is not written out`, () => {
      assert.doesNotMatch(tokens(script).code, HIDDEN);
    });

    it(`has nothing but ASCII in ${name}: Windows PowerShell takes other letters for another code page`, () => {
      assert.match(script, /^[\t\n\x20-\x7e]*$/);
    });

    it(`says in ${name} that it has not been run against a live tenant`, () => {
      assert.match(script, /not been run against a live tenant/);
    });

    it(`asks in ${name} for details of the distribution with every policy`, () => {
      const asked = [...tokens(script).code.matchAll(/Get-(App)?RetentionCompliancePolicy\b[^|)\n]*/g)];
      assert.ok(asked.length > 0);
      for (const [call] of asked) assert.match(call, /-DistributionDetail/);
    });
  }

  it('has a tokenizer that finds what it looks for', () => {
    assert.throws(() => tokens("Write-Host 'a"), /not closed/);
    assert.throws(() => tokens('(}'), /bracket too many/);
    assert.equal(tokens('if ($a) { "}" # }').open, '{');
    const script =
      'get-this \'Set-That\' # Set-Those\nfunction Do-It { Set-It }; Do-It "$(Remove-It)"\n$a = rm $b | del\n@{ x = 1 }';
    assert.deepEqual([...commands(script)].sort(), ['Remove-It', 'Set-It', 'del', 'get-this', 'rm']);
    for (const hidden of ["& 'Set-X'", '$a | iex', "[ScriptBlock]::Create('x')"]) assert.match(hidden, HIDDEN);
  });

  describe('retention-evidence.ps1', () => {
    it('calls commands that read, and no others', () => {
      const allowed = new Set([...READING, ...SENDING]);
      assert.deepEqual(
        [...commands(EVIDENCE)].filter((name) => !allowed.has(name)),
        [],
      );
    });

    it('reads both families, and adaptive scopes with their members', () => {
      const called = commands(EVIDENCE);
      for (const name of READING.filter((one) => one.includes('Retention') || one.includes('Adaptive')))
        assert.ok(called.has(name), name);
    });

    it('writes every field that the reader needs', () => {
      const fields = [
        'schema',
        'tenantId',
        'readAt',
        'nonce',
        'groups',
        'policies',
        'rules',
        'appPolicies',
        'appRules',
        'scopes',
      ];
      for (const name of fields) assert.match(EVIDENCE, new RegExp(`^ {8}${name} += `, 'm'));
      assert.match(EVIDENCE, /'regroup-read-out\/1'/);
      assert.match(EVIDENCE, /schema = 'regroup-signed\/1'; payload = .*; hmac = \$hmac/);
    });

    it('never writes the display name of a team, or what a rule looks for', () => {
      const { code } = tokens(EVIDENCE);
      assert.doesNotMatch(code, /= ConvertTo-\w+ \$\w+\.(DisplayName|Comment|ContentMatchQuery)/);
    });
  });

  describe('retention-apply.ps1', () => {
    const request = { teamId: TEAM_PROVED, days: 730, reference: 'mov-EV23DE4C' };
    const filled = applyScript(APPLY, request);

    it('calls commands that read, and three that add', () => {
      const allowed = new Set([...READING, ...CHANGING]);
      assert.deepEqual(
        [...commands(filled)].filter((name) => !allowed.has(name)),
        [],
      );
    });

    it('names no parameter that takes a team out, locks a policy, or is for all', () => {
      const { code } = tokens(filled);
      assert.doesNotMatch(
        code,
        /-Remove\w+|-RestrictiveRetention|-ForceDeletion|Location\s+(All|''|"")|-\w+LocationException/i,
      );
    });

    it('changes nothing without -Apply: every change comes after the way out', () => {
      const { code } = tokens(filled);
      const [before = '', after = ''] = code.split(/if \(-not \$Apply\) \{[^}]*return\s*\}/);
      for (const name of CHANGING) {
        assert.ok(!before.includes(name), name);
        assert.ok(after.includes(name), name);
      }
    });

    it('stops before it adds to a policy that is for all, empty, not delivered or of another period', () => {
      const { code } = tokens(filled);
      const [check = ''] = /function Assert-Extendable[^]*?\n\}/.exec(filled) ?? [];
      assert.match(check, /Count -eq 0 -or \$listed -contains 'All'\) \{ throw/);
      assert.match(check, /DistributionStatus\)" -ne 'Success'\) \{ throw/);
      assert.match(check, /RetentionDuration\)" -ne "\$days"/);
      assert.ok(code.lastIndexOf('Assert-Extendable') < code.indexOf('Set-RetentionCompliancePolicy'));
    });

    it('asks for exactly this team and period', () => {
      const lines = APPLY.split('\n');
      const changed = filled.split('\n').filter((line, index) => line !== lines[index]);
      assert.deepEqual(changed, [`$teamId = [guid] '${TEAM_PROVED}'`, '$days = 730', "$reference = 'mov-EV23DE4C'"]);
    });

    it('is filled from a clone with Windows line ends too', () => {
      assert.equal(applyScript(APPLY.replaceAll('\n', '\r\n'), request), filled);
    });

    for (const [title, template] of [
      ['without a place for the team', APPLY.replace('$teamId = [guid]', '$team = [guid]')],
      ['with two places for the period', `${APPLY}\n$days = 0\n`],
    ] as const)
      it(`refuses to fill a script ${title}`, () =>
        assert.throws(() => applyScript(template, request), RequestProblem));

    it('stops when it was not filled in', () => {
      assert.match(APPLY, /if \(\$teamId -eq \[guid\]::Empty -or \$days -lt 1\) \{ throw/);
    });
  });
});
