import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { checkPackage, makePackage, type PackageSettings } from '../../scripts/app-package.js';
import { readPng } from '../../scripts/png.js';
import { unzip, zip } from '../../scripts/zip.js';

const SETTINGS: PackageSettings = {
  botId: '7b1c7d0e-4c0a-4f5e-9f43-2f6f0a1d5e11',
  appId: '0d5b9a34-93f1-4c1a-8a58-6a2f51b2c7aa',
  version: '1.2.3',
  appName: 'Regroup',
  developer: 'Testwick School',
  website: 'https://testwick.example/regroup',
  privacy: 'https://testwick.example/privacy',
  terms: 'https://testwick.example/terms',
};

type Manifest = {
  id: string;
  bots?: { botId: string; scopes: string[] }[];
  name: { short: string };
  description: { short: string };
  developer: { privacyUrl: string };
  authorization?: unknown;
  packageName?: string;
};

/** The package with its manifest, or one of its other files, changed. */
function changed(change: (manifest: Manifest) => void, files: Readonly<Record<string, Buffer>> = {}): Buffer {
  return zip(
    unzip(makePackage(SETTINGS)).map(({ name, bytes }) => {
      if (name !== 'manifest.json') return { name, bytes: files[name] ?? bytes };
      const manifest = JSON.parse(bytes.toString('utf8')) as Manifest;
      change(manifest);
      return { name, bytes: Buffer.from(JSON.stringify(manifest)) };
    }),
  );
}

describe('makePackage()', () => {
  it('makes a package with nothing wrong with it', async () => {
    assert.deepEqual(await checkPackage(makePackage(SETTINGS), SETTINGS), []);
  });

  it('is the same for the same settings', () => {
    assert.deepEqual(makePackage(SETTINGS), makePackage(SETTINGS));
  });

  it('declares what a school needs, and no permission to read messages', () => {
    const manifest = JSON.parse(String(unzip(makePackage(SETTINGS))[0]?.bytes));

    assert.equal(manifest.supportsChannelFeatures, 'tier1');
    assert.equal(manifest.bots[0].supportsFiles, true);
    assert.deepEqual(manifest.bots[0].scopes, ['personal', 'team', 'groupChat']);
    assert.equal(manifest.authorization, undefined);
    assert.equal(manifest.version, SETTINGS.version);
  });
});

describe('checkPackage()', () => {
  const color = readFileSync(new URL('../../manifest/color.png', import.meta.url));
  const cases: readonly [string, Buffer, RegExp][] = [
    ['a field that the schema does not know', changed((m) => (m.packageName = 'x')), /^schema: .*packageName/],
    ['a bot scope that does not exist', changed((m) => m.bots![0]!.scopes.push('groupchat')), /^schema: /],
    ['a short description of 81 characters', changed((m) => (m.description.short = 'x'.repeat(81))), /^schema: /],
    ['another bot', changed((m) => (m.bots![0]!.botId = SETTINGS.appId)), /^the bot's id is 0d5b/],
    ['no bot', changed((m) => delete m.bots), /^the bot's id is missing/],
    ['another app', changed((m) => (m.id = SETTINGS.botId)), /^the app's id is 7b1c/],
    ['an http address', changed((m) => (m.developer.privacyUrl = 'http://x.example/')), /^privacyUrl is not an https/],
    ['a placeholder', changed((m) => (m.name.short = '${{APP_NAME}}')), /placeholder/],
    ['a permission', changed((m) => (m.authorization = { permissions: {} })), /asks for permissions/],
    ['a small icon in colour', changed(() => {}, { 'color.png': icon('outline') }), /^color.png is 32×32, not 192×192/],
    ['an outline with a ground', changed(() => {}, { 'outline.png': color }), /^outline.png is not transparent/],
    [
      'a folder in the zip',
      zip([{ name: 'regroup/manifest.json', bytes: Buffer.alloc(1) }]),
      /^the zip holds regroup\//,
    ],
  ];
  for (const [title, archive, expected] of cases) {
    it(`reports ${title}`, async () => {
      const problems = await checkPackage(archive, SETTINGS);
      assert.ok(
        problems.some((problem) => expected.test(problem)),
        problems.join('\n'),
      );
    });
  }
});

describe('zip()', () => {
  it('gives back what was put in', () => {
    const entry = fc.record(
      { name: fc.string({ minLength: 1 }), bytes: fc.uint8Array().map((a) => Buffer.from(a)) },
      { noNullPrototype: true },
    );
    fc.assert(fc.property(fc.array(entry, { maxLength: 5 }), (list) => assert.deepEqual(unzip(zip(list)), list)));
  });

  it('finds a changed byte', () => {
    const archive = zip([{ name: 'a', bytes: Buffer.from('abc') }]);
    archive.writeUInt32LE(1, archive.length - 22 - 47 + 16);
    assert.throws(() => unzip(archive), /a is damaged/);
  });
});

describe('readPng()', () => {
  it('reads the colours of the icon', () => {
    const { width, rgba } = readPng(icon('color'));
    const at = (x: number, y: number) => [...rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];

    assert.deepEqual(at(1, 1), [0x3d, 0x5a, 0x80, 255]);
    assert.deepEqual(at(60, 88), [255, 255, 255, 255]);
    assert.deepEqual(at(96, 88), [0xee, 0x9b, 0x5a, 255]);
  });

  for (const [title, bytes] of [
    ['something else', Buffer.from('GIF89a')],
    ['nothing', Buffer.alloc(0)],
  ] as const) {
    it(`refuses ${title}`, () => assert.throws(() => readPng(bytes), /not a PNG/));
  }
});

function icon(name: 'color' | 'outline'): Buffer {
  return readFileSync(new URL(`../../manifest/${name}.png`, import.meta.url));
}
