import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { OAKFIELD } from '../../src/edges/sandbox/oakfield.js';
import type { State } from '../../src/edges/sandbox/tenant.js';
import type { Channel } from '../../src/edges/sandbox/tenant/state.js';
import { temporaryFolder } from '../support/database.js';
import { graphCheck } from '../support/graph-check.js';
import { found, leaveUncompressed, placesOf, type Places } from '../support/residue.js';
import { until } from '../support/until.js';
import { exported, zipped } from '../support/whatsapp.js';
import { TeamsClient } from './client.js';
import { command, program, setClock, startDemo, type Demo } from './demo.js';
import { london, oldChat, saturday, WORDS } from './old-chat.js';
import { Paperclip } from './paperclip.js';
import { readOutOf } from './read-out.js';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

const DAY_MS = 86_400_000;
const AMARA = 'Amara Osei';
const GROUP = 'Year 6 residential';
const CHANNEL = 'Residential 2026';
/** The client's own files are not ours; the simulated tenant is Microsoft's side. */
const NOT_OURS = /\/demo\/(?:client-\d+\/|tenant\.json)/;
const CLUBS = OAKFIELD.teams.find(({ name }) => name === 'Clubs and fixtures')!;

describe('the history of a chat in a real Teams client', function () {
  this.timeout(90_000);
  let dataDir: string;
  let demo: Demo;
  let browser: Browser;
  let clip: Paperclip;
  let amara: TeamsClient;
  let ruth: TeamsClient;
  let meredith: TeamsClient;
  let ben: TeamsClient;
  let migrationId = '';
  let now = saturday();
  const chat = oldChat();
  const file = zipped(
    exported(
      chat.map(({ line }) => line),
      { platform: 'android', order: 'dmy' },
    ),
    'android',
    GROUP,
  );

  before(async function () {
    this.timeout(180_000);
    dataDir = temporaryFolder();
    demo = await startDemo(dataDir, '--people', '4');
    await leaveUncompressed(dataDir);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: [...FLAGS, ...QUIET] });
    clip = await Paperclip.open(browser, demo.attach);
    const clients = demo.clients.map(({ url }) => TeamsClient.open(browser, url));
    [amara, ruth, meredith, ben] = (await Promise.all(clients)) as [TeamsClient, TeamsClient, TeamsClient, TeamsClient];
    for (const client of [amara, ruth, meredith, ben]) await client.card('Ask before you message');
  });

  after(async function () {
    this.timeout(60_000);
    await browser?.close();
    const left = await demo?.stop();
    rmSync(dataDir, { recursive: true, force: true });
    assert.deepEqual(left, [], 'processes are left after Ctrl-C');
  });

  async function sandbox(noun: 'state' | 'journal' | 'requests'): Promise<unknown> {
    return (await fetch(`${demo.tenant}/sandbox/${noun}`)).json();
  }

  function read(found: {
    readonly at: Date;
    readonly days: number;
    readonly action: 'KeepAndDelete' | 'Delete';
  }): Buffer {
    const teams = OAKFIELD.teams.filter(({ name }) => name !== 'Site and premises');
    return readOutOf(teams, { ...found, keyFile: demo.evidenceKey });
  }

  async function channel(): Promise<Channel> {
    const { groups } = (await sandbox('state')) as Pick<State, 'groups'>;
    const found = groups.flatMap(({ team }) => team?.channels ?? []).find(({ name }) => name === CHANNEL);
    return found ?? assert.fail('there is no channel');
  }

  it('begins with a team of whose retention the school has only said something', async () => {
    const said = { kind: 'declaration', at: new Date().toISOString(), by: OAKFIELD.personas.dpo, days: 365 };
    const declared = (['messages', 'files'] as const).map((location) => ({
      team: CLUBS.id,
      location,
      ...said,
      action: 'keep-and-delete',
      covers: null,
      enabled: null,
      distribution: null,
    }));
    const path = join(dataDir, 'declared.json');
    writeFileSync(path, JSON.stringify(declared));

    assert.match((await command(demo, 'evidence', 'record', path)).out, /declaration about the files/);
  });

  it('reads the export, and has its people confirmed', async () => {
    assert.match(await clip.attach(AMARA, file.name, file.bytes), /^Sent\./);
    await (await amara.card(/entries/)).press('Use this');
    const group = await amara.card('Step 1 of 7');
    await group.choose('What is the group for?', /Trip/);
    await group.press('Continue');
    const gates = await amara.card('Step 2 of 7');
    await gates.pick('School staff, for work');
    await gates.pick('No, nothing is open');
    await gates.press('Continue');

    const people = await amara.card('Confirm 3 matches');
    await people.picture('50-history-people');
    for (const number of [1, 2, 3]) await people.choose(`Match ${number}`, 'Yes');
    await people.choose('Who is Unknown person 1?', /Outside person/);
    await people.press('Continue');
  });

  it('counts what an import would move before it moves anything, from the sealed export', async () => {
    const history = await amara.card('Step 4 of 7');
    await history.picture('51-history-step');
    await history.choose('Old messages', 'Import');
    await history.press('Continue');
    const again = await amara.card('Send the export once more');
    await again.picture('52-history-again');
    assert.match(await clip.attach(AMARA, file.name, file.bytes), /^Sent\./);
    const sealed = await amara.card('Sealed: look at what is moved');
    await sealed.picture('53-history-sealed');
    const text = await sealed.text();
    assert.match(text, /Moved: 7 messages/);
    assert.match(text, /Left out: 8 entries/);
    assert.match(text, /Without account: 1 message posted by a school account/);
    migrationId = /mov-[A-Z0-9]{8}/.exec(readdirSync(join(dataDir, 'seals')).join(' '))?.[0] ?? '';
    assert.notEqual(migrationId, '');
    await sealed.press('Continue');
  });

  it('goes on to the approver with the move', async () => {
    const destination = await amara.card('Step 5 of 7');
    await destination.choose('Which team?', `Team ${await destination.numberOf(CLUBS.name)}`);
    await destination.press('Continue');
    const retention = await amara.card('Step 6 of 7');
    await retention.picture('54-history-retention');
    await retention.press('Continue');
    const review = await amara.card('Step 7 of 7');
    await review.picture('55-history-review');
    await review.choose(/approve|decide/i, `Approver ${await review.numberOf('Ruth Adeyemi')}`);
    await review.press('Submit for approval');
    await amara.card(/Waiting/);
  });

  it('is changed by the approver before they approve it', async () => {
    const approval = await ruth.card('Approve this move?');
    await approval.picture('56-history-approval');
    await approval.press('Change it first');
    const change = await ruth.card('Change it before you decide');
    await change.picture('57-history-change');
    await change.fill('Name of the new channel', CHANNEL);
    await change.press('Keep the change');
    const changed = await ruth.card('Approve this move?');
    await changed.picture('58-history-changed');
    await changed.press('Approve move');
    await ruth.card(/approved this move/);
  });

  it('needs the data protection officer', async () => {
    const officer = await meredith.card('May this chat’s history go along?');
    await officer.picture('59-history-officer');
    await officer.pick('Leave them out');
    await officer.press('Agree to this');
    const newer = await meredith.card('This card was out of date');
    assert.match(await newer.text(), /May this chat’s history go along/);
    await newer.pick('Leave them out');
    await newer.press('Agree to this');
    const agreed = await meredith.card('Agreed: the history goes along');
    await agreed.picture('60-history-agreed');
  });

  it('tells members, one of whom objects', async () => {
    const told = await ben.card('Your old messages go to Teams');
    await told.picture('61-history-told');
    await told.press('Leave my messages out');
    await (await ben.card('Your messages are left out')).picture('62-history-objected');
    assert.equal((await channel()).messages.length, 0);
  });

  it('moves the rest when five working days are over and nobody is at school', async () => {
    setClock(demo, now);
    await until(async () => (await channel()).migration === 'completed', 60_000);
    const { messages } = await channel();
    const posts = chat.flatMap(({ line, post }) => (post === null ? [] : [{ at: london(line.at), ...post }]));

    assert.deepEqual(
      messages.map(({ createdAt, from }) => [Math.floor(createdAt / 60_000) * 60_000, from]),
      posts.map(({ at, author }) => [at, author]),
    );
    for (const [index, { words }] of posts.entries()) assert.ok(messages[index]?.content.includes(words), words);
    const times = messages.map(({ createdAt }) => createdAt);
    assert.deepEqual(
      times,
      [...new Set(times)].toSorted((a, b) => a - b),
    );
    const all = messages.map(({ content }) => content).join();
    for (const word of [...WORDS.left, ...WORDS.numbers, ...WORDS.names]) assert.ok(!all.includes(word), word);
    assert.match(all, /Written by Tom Hollis/);
  });

  it('began and completed the import once, and left no channel in migration mode', async () => {
    const journal = (await sandbox('journal')) as readonly { readonly what: string }[];
    const of = (what: string) => journal.filter((one) => one.what === what).length;

    assert.deepEqual([of('migration.started'), of('migration.completed'), of('message.posted')], [1, 1, 5]);
    assert.ok(!JSON.stringify(await sandbox('state')).includes('"inProgress"'));
  });

  it('leaves nothing of the sealed export, and says when it was seen gone', async () => {
    const progress = await amara.card('Waiting for proof of retention');
    await progress.picture('63-history-imported');
    const text = await progress.text();
    const { rows } = await placesOf(dataDir, NOT_OURS);

    assert.match(text, /5 old messages in the channel\s+Read back on Sat/);
    assert.match(text, /1 person objected\./);
    assert.match(text, /The sealed export is destroyed, seen gone on Sat/);
    assert.match(text, /Messages: declared, not proved\. Files: declared, not proved\./);
    assert.deepEqual(readdirSync(join(dataDir, 'seals')), ['seal.key']);
    assert.ok(rows.includes('history.destroyed'));
    assert.ok(!rows.includes('wrapped_key'));
  });

  it('goes from declared to distributed by a read-out that an administrator sends, and by nobody else’s', async () => {
    const readOut = read({ at: now, days: 365, action: 'KeepAndDelete' });
    assert.match(await clip.attach(AMARA, 'read-out.json', readOut), /^Sent\./);
    await amara.card('Read-outs of retention are taken from administrators only');
    assert.match(await clip.attach('Ruth Adeyemi', 'read-out.json', readOut), /^Sent\./);
    const taken = await ruth.card(/Evidence taken/);
    await taken.picture('64-history-evidence');

    const moved = /Clubs and fixtures\s+Messages: ! delivered, not proved\. Before: ! declared, not proved\./;
    assert.match(await taken.text(), moved);
    await amara.card('Messages: delivered, not proved. Files: delivered, not proved.');
  });

  it('lets the move go on once what was delivered has taken effect, and closes it', async () => {
    now = new Date(now.getTime() + 8 * DAY_MS);
    setClock(demo, now);
    await (await amara.card('I have posted it')).press('I have posted it');
    const progress = await amara.card('Close without the rest');
    await progress.press('Close without the rest');
    const report = await amara.card('What Regroup did not do');
    await report.picture('65-history-closed');
    const text = await report.text();
    assert.match(text, /Nothing differs\. Agreed by Meredith Vance\./);
    assert.match(text, /Proved for messages and files on/);
    const left = text.slice(text.indexOf('What Regroup did not do'));
    for (const line of [
      /Move 10 entries of the chat/,
      /4: written by the app itself/,
      /3: written by somebody who is not in the organisation/,
      /2: written by somebody who objected/,
      /1: holds a word that points to special category data/,
      /Delete the WhatsApp group/,
    ])
      assert.match(left, line);
  });

  it('tells the officer when newer evidence says otherwise', async () => {
    const readOut = read({ at: now, days: 30, action: 'Delete' });
    assert.match(await clip.attach('Ruth Adeyemi', 'read-out.json', readOut), /^Sent\./);
    await ruth.card(/Clubs and fixtures\s*Messages: ✕ contradicted\. Before: ✓ proved/);
    const lapse = await meredith.card('a team is not kept as the schedule wants');
    await lapse.picture('66-history-contradicted');
    assert.match(await lapse.text(), /Team: Clubs and fixtures/);
    await lapse.press('I have looked at it');
    await meredith.card('Looked at: the retention of a team');
  });

  it('is proved by a pack that a stranger verifies in a fresh folder', async () => {
    const folder = join(dataDir, 'pack');
    mkdirSync(folder);
    const made = await command(demo, 'pack', migrationId, '--out', join(folder, 'pack.zip'));
    assert.equal(made.code, 0, made.out);
    await program('unzip', ['-q', 'pack.zip'], { cwd: folder });
    const verify = (...more: readonly string[]) =>
      program(process.execPath, ['verify.mjs', '.', ...more], { cwd: folder });

    const alone = await verify();
    assert.equal(alone.code, 10, alone.out);
    assert.match(alone.out, /^intact, not anchored/);
    // The officer has kept what was signed for, in a chat that whoever runs Regroup cannot change.
    const checkpoint = await meredith.card('Checkpoint of the audit record');
    await checkpoint.picture('67-history-checkpoint');
    writeFileSync(join(dataDir, 'kept.txt'), noteIn(await checkpoint.text()));
    const anchored = await verify('--checkpoint', join(dataDir, 'kept.txt'));
    assert.equal(anchored.code, 0, anchored.out);
    assert.match(anchored.out, /^intact and anchored/);

    const proofs = join(folder, 'proofs.jsonl');
    writeFileSync(proofs, readFileSync(proofs, 'utf8').replace('migration.approved', 'migration.sent-back'));
    assert.equal((await verify()).code, 20);
  });

  it('leaves no message and no number anywhere but in the channel', async () => {
    const places = await placesOf(dataDir, NOT_OURS);
    const { out: audit } = await command(demo, 'audit', 'export');
    const said = [demo.output(), audit].map((text, index) => ({ name: `output ${index}`, bytes: Buffer.from(text) }));
    const all: Places = { rows: places.rows, files: [...places.files, ...said] };
    const kept = { rows: all.rows, files: all.files.filter(({ name }) => !/\/(?:base|pg_wal)\//.test(name)) };

    const there = found([CHANNEL, 'history.destroyed', 'the bot is ready'], all);
    for (const place of [/ in a row$/, /\/pg_wal\//, /\/base\//, /bot\.log$/, /output 1$/, /\/pack\//])
      assert.ok(
        there.some((line) => place.test(line)),
        `nothing was found at ${place}`,
      );
    assert.deepEqual(found([...WORDS.moved, ...WORDS.left, ...WORDS.numbers], all), []);
    assert.deepEqual(found(WORDS.names, kept), []);
  });

  it('asked Graph for nothing that its metadata does not have', async function () {
    const check = await graphCheck();
    if (check === null) this.skip();
    const requests = (await sandbox('requests')) as Parameters<typeof check>[0];

    assert.ok(requests.some(({ target }) => target.endsWith('/completeMigration')));
    assert.deepEqual(check(requests), []);
  });
});

/** The lines to copy from the officer's card. */
function noteIn(card: string): string {
  const note = card.slice(card.indexOf('regroup/sandbox\n', card.indexOf('Copy the lines')));
  return `${note.replaceAll(/^[^\S\n]+$/gmu, '').trimEnd()}\n`;
}
