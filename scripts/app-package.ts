import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { readPng } from './png.js';
import { unzip, zip } from './zip.js';

const FOLDER = new URL('../manifest/', import.meta.url);
const SCHEMA = '@microsoft/app-manifest/build/json-schemas/teams/v1.29/MicrosoftTeams.schema.json';
const FILES = ['manifest.json', 'color.png', 'outline.png'];

/** What differs from one organisation to the next. */
export type PackageSettings = {
  /** The bot's client id in Entra (`MICROSOFT_APP_ID`). */
  readonly botId: string;
  /** The id of the app in the Teams catalogue. */
  readonly appId: string;
  /** The package's own version: Teams updates an app only when it grows. */
  readonly version: string;
  readonly appName: string;
  readonly developer: string;
  readonly website: string;
  readonly privacy: string;
  readonly terms: string;
};

/** The app package that an administrator uploads: manifest and icons at the root of a zip. */
export function makePackage(settings: PackageSettings): Buffer {
  const values: Readonly<Record<string, string>> = {
    VERSION: settings.version,
    TEAMS_APP_ID: settings.appId,
    BOT_ID: settings.botId,
    APP_NAME: settings.appName,
    DEVELOPER_NAME: settings.developer,
    WEBSITE_URL: settings.website,
    PRIVACY_URL: settings.privacy,
    TERMS_URL: settings.terms,
  };
  const filled = mapStrings(JSON.parse(readFileSync(new URL('manifest.json', FOLDER), 'utf8')), (text) =>
    text.replace(/\$\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole),
  );
  const manifest = Buffer.from(`${JSON.stringify(filled, null, 2)}\n`, 'utf8');
  return zip(
    FILES.map((name) => ({
      name,
      bytes: name === 'manifest.json' ? manifest : readFileSync(new URL(name, FOLDER)),
    })),
  );
}

/** What is wrong with a package, in sentences; empty when nothing is. */
export async function checkPackage(
  archive: Buffer,
  expected: Pick<PackageSettings, 'botId' | 'appId'>,
): Promise<readonly string[]> {
  const files = new Map(unzip(archive).map(({ name, bytes }) => [name, bytes]));
  const names = [...files.keys()].sort();
  if (names.join() !== [...FILES].sort().join()) return [`the zip holds ${names.join(', ')}, not ${FILES.join(', ')}`];
  const text = files.get('manifest.json')?.toString('utf8') ?? '';
  const manifest = JSON.parse(text) as Manifest;
  return [
    ...(text.includes('${{') ? ['a placeholder of the manifest is not filled'] : []),
    ...(await schemaProblems(manifest)),
    ...idProblems(manifest, expected),
    ...urlProblems(manifest),
    ...permissionProblems(manifest),
    ...iconProblems('color.png', files.get('color.png'), 192),
    ...iconProblems('outline.png', files.get('outline.png'), 32),
    ...outlineProblems(files.get('outline.png')),
  ];
}

type Manifest = {
  readonly id: string;
  readonly bots?: readonly { readonly botId: string }[];
  readonly developer: Readonly<Record<string, string>>;
  readonly authorization?: unknown;
};

/** Microsoft's schema for 1.29 out of the package's own folder: nothing is fetched. */
async function schemaProblems(manifest: Manifest): Promise<readonly string[]> {
  const schema = JSON.parse(readFileSync(createRequire(import.meta.url).resolve(SCHEMA), 'utf8'));
  const found = await AppManifestUtils.validateAgainstSchema(manifest as never, schema);
  return found.map((problem) => `schema: ${problem}`);
}

function idProblems(manifest: Manifest, { botId, appId }: { botId: string; appId: string }): readonly string[] {
  const bots = (manifest.bots ?? []).map((bot) => bot.botId);
  return [
    ...(manifest.id === appId ? [] : [`the app's id is ${manifest.id}, not ${appId}`]),
    ...(bots.join() === botId ? [] : [`the bot's id is ${bots.join() || 'missing'}, not ${botId}`]),
  ];
}

/** The schema takes http too, Teams' store does not. */
function urlProblems({ developer }: Manifest): readonly string[] {
  const urls = Object.entries(developer).filter(([name]) => name.endsWith('Url'));
  return urls.filter(([, url]) => !isHttps(url)).map(([name, url]) => `${name} is not an https address: ${url}`);
}

function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}

/** Regroup reads only what is written to it, so its manifest asks for no permission over chats or channels. */
function permissionProblems({ authorization }: Manifest): readonly string[] {
  return authorization === undefined ? [] : ['the manifest asks for permissions over chats or channels'];
}

function iconProblems(name: string, bytes: Buffer | undefined, size: number): readonly string[] {
  const { width, height } = readPng(bytes ?? Buffer.alloc(0));
  return width === size && height === size ? [] : [`${name} is ${width}×${height}, not ${size}×${size}`];
}

/** Teams wants the outline white on a transparent ground. */
function outlineProblems(bytes: Buffer | undefined): readonly string[] {
  const { rgba } = readPng(bytes ?? Buffer.alloc(0));
  const pixels = Array.from({ length: rgba.length / 4 }, (_, i) => rgba.subarray(i * 4, i * 4 + 4));
  const drawn = pixels.filter(([, , , alpha]) => alpha !== 0);
  return [
    ...(drawn.length < pixels.length / 2 ? [] : ['outline.png is not transparent']),
    ...(drawn.length > 0 && drawn.every(([r, g, b]) => r === 255 && g === 255 && b === 255)
      ? []
      : ['outline.png is not white']),
  ];
}

function mapStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapStrings(one, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapStrings(one, change)]));
}
