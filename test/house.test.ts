import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The rules of the house, as ARCHITECTURE.md gives them. */
const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** The only places where edges and core are joined, and that nothing else imports. */
const JOINING = /^(config|join|main|cli|demo|log)\.ts$|^(commands|config|demo|join)\//;
/** Packages that only compute; everything else is met at an edge. */
const PURE = ['zod', 'yaml', 'libphonenumber-js', 'yauzl'];
/** What does the work for `conversation/`, and does not know it. */
const BELOW_CONVERSATION = /^(guidance|migration|retention|roster|whatsapp|history|summary|audit|records|calendar)\//;

const FILES = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(sep).join('/'))
  .filter((file) => file.endsWith('.ts'));
const IMPORTS = new Map(FILES.map((file) => [file, importsOf(file)]));

/** What a file imports or re-exports: packages as they are written, our own files as paths below src/. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(ROOT, 'src', file), 'utf8');
  const found = text.matchAll(/^(?:import|export)\b[^;'"]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm);
  return [...found].map(([, a, b, c]) => {
    const name = a ?? b ?? c ?? '';
    return name.startsWith('.') ? posix.join(posix.dirname(file), name).replace(/\.js$/, '.ts') : name;
  });
}

const isOurs = (name: string) => IMPORTS.has(name);
/** `teams` for `edges/teams/cards/render.ts`; null outside the edges. */
const edgeOf = (file: string) => /^edges\/([^/]+)\//.exec(file)?.[1] ?? null;

/** `file imports name` for every import that is not allowed. */
function offences(allowed: (file: string, name: string) => boolean): readonly string[] {
  return [...IMPORTS].flatMap(([file, names]) =>
    names.filter((name) => !allowed(file, name)).map((name) => `${file} imports ${name}`),
  );
}

describe('the house', () => {
  it('finds the files and their imports', () => {
    assert.ok(FILES.length > 30);
    assert.ok(offences(() => false).length > 100);
  });

  it('imports node:, a few pure libraries and other folders of the core into a folder outside edges/, nothing else', () => {
    const isCore = (file: string) => edgeOf(file) === null && !JOINING.test(file);
    const found = offences(
      (file, name) =>
        !isCore(file) || name.startsWith('node:') || PURE.includes(name) || (isOurs(name) && isCore(name)),
    );
    assert.deepEqual(found, []);
  });

  it('never imports one edge into another, nor a joining place into an edge', () => {
    const found = offences((file, name) => {
      const edge = edgeOf(file);
      return edge === null || !isOurs(name) || (!JOINING.test(name) && (edgeOf(name) ?? edge) === edge);
    });
    assert.deepEqual(found, []);
  });

  it('keeps conversation/ above the folders that it uses', () => {
    const found = offences((file, name) => !BELOW_CONVERSATION.test(file) || !name.startsWith('conversation/'));
    assert.deepEqual(found, []);
  });

  it('has no circular imports, types included', () => {
    const done = new Set<string>();
    const cycleFrom = (file: string, path: readonly string[]): readonly string[] | null => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return null;
      for (const next of (IMPORTS.get(file) ?? []).filter(isOurs)) {
        const cycle = cycleFrom(next, [...path, file]);
        if (cycle !== null) return cycle;
      }
      done.add(file);
      return null;
    };
    assert.deepEqual(
      FILES.map((file) => cycleFrom(file, [])).filter((cycle) => cycle !== null),
      [],
    );
  });

  it('starts the simulated tenant in one place of the tests, which holds its requests against Microsoft’s metadata', () => {
    const tests = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const starting = tests.filter((file) =>
      /import \{[^}]*\bstartTenant\b[^}]*\} from '[^']*src\/edges\/sandbox\/tenant\.js'/.test(
        readFileSync(join(ROOT, 'test', file), 'utf8'),
      ),
    );
    assert.deepEqual(starting, [join('support', 'tenant.ts')]);
  });

  it('has no default export', () => {
    const found = FILES.filter((file) => /^export default\b/m.test(readFileSync(join(ROOT, 'src', file), 'utf8')));
    assert.deepEqual(found, []);
  });

  it('keeps files to 250 lines', () => {
    const lines = (file: string) =>
      readFileSync(join(ROOT, 'src', file), 'utf8')
        .trimEnd()
        .split('\n').length;
    assert.deepEqual(
      FILES.map((file) => `${file}: ${lines(file)}`).filter((text) => Number(text.split(': ')[1]) > 250),
      [],
    );
  });

  it('keeps 95 % of the functions to 40 lines and every one to 60', () => {
    // One-line functions do not count, or any number of them would make room for a long one.
    const lengths = functionLengths().filter((length) => length > 1);
    const long = lengths.filter((length) => length > 40).length;
    assert.ok(lengths.length > 50);
    assert.ok(long <= lengths.length * 0.05, `${long} of ${lengths.length} functions have more than 40 lines`);
    assert.ok(Math.max(...lengths) <= 60);
  });

  it('mentions no folder outside the repository, tests apart', () => {
    const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0');
    const text = tracked.filter((file) =>
      /\.(ts|mjs|cjs|js|json|md|ya?ml|svg|sql|ps1|sh|html|css)$|^\.ci\//.test(file),
    );
    const found = text.filter((file) => {
      if (dirname(file).split('/')[0] === 'test') return false;
      return /\.\.\/shared\b|\/work\/|\.library\b/.test(readFileSync(join(ROOT, file), 'utf8'));
    });
    assert.ok(text.length > 50);
    assert.deepEqual(found, []);
  });
});

/** The linter's own count of the lines of each function in src/: with a limit of 0 it reports every one. */
function functionLengths(): readonly number[] {
  const folder = mkdtempSync(join(tmpdir(), 'regroup-lint-'));
  try {
    const config = join(folder, 'oxlint.json');
    const rule = ['error', { max: 0, skipBlankLines: false, skipComments: false, IIFEs: true }];
    writeFileSync(
      config,
      JSON.stringify({
        plugins: [],
        categories: { correctness: 'off' },
        rules: { 'eslint/max-lines-per-function': rule },
      }),
    );
    const oxlint = join(ROOT, 'node_modules', 'oxlint', 'bin', 'oxlint');
    const args = [oxlint, '-c', config, '-f', 'json', relative(process.cwd(), join(ROOT, 'src')) || '.'];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly { readonly message: string }[] };
    return diagnostics.map(({ message }) => Number(/too many lines \((\d+)\)/.exec(message)?.[1]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
