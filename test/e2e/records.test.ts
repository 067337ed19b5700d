import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OAKFIELD } from '../../src/edges/sandbox/oakfield.js';
import { found, leaveUncompressed, placesOf } from '../support/residue.js';
import { until } from '../support/until.js';
import { exported, zipped, type Line } from '../support/whatsapp.js';
import type { TeamsClient } from './client.js';
import { command, type Demo } from './demo.js';
import { NOT_OURS } from './leftovers.js';
import { tenantOf } from './microsoft.js';
import { Paperclip } from './paperclip.js';
import { declarationOf } from './read-out.js';
import { openStage, type Stage } from './stage.js';

const DAY_MS = 86_400_000;
const AMARA = 'Amara Osei';
const BEN = 'Ben Whitlock';
const GROUP = 'Year 6 residential';
const CHANNEL = 'Residential records';
const CLUBS = OAKFIELD.teams.find(({ name }) => name === 'Clubs and fixtures')!;
/** Of the message that is picked by a word, of the one that is picked on the second page, and of others. */
const PICKED = ['marmalade ratio agreed', 'turnip kayaks approved'] as const;
const OTHERS = ['thistle lunchbox', 'cobalt wellies', '07700 900771'] as const;

/** Twelve messages of three weeks ago; the day has a number that can be no month. */
function chat(): readonly Line[] {
  const day = new Date(Date.now() - 21 * DAY_MS);
  while (day.getUTCDate() <= 12) day.setTime(day.getTime() - DAY_MS);
  const texts = Array.from({ length: 12 }, (_, n) => `${OTHERS[n % 2] ?? ''} ${n}, ring ${OTHERS[2]}`);
  texts[4] = `one to eight: ${PICKED[0]}`;
  texts[9] = PICKED[1];
  return texts.map((text, n) => ({
    at: `${day.toISOString().slice(0, 10)}T10:${String(10 + n)}`,
    by: n % 2 === 0 ? AMARA : BEN,
    text,
  }));
}

describe('records picked from a chat in a real Teams client', function () {
  this.timeout(90_000);
  let dataDir: string;
  let demo: Demo;
  let stage: Stage;
  let clip: Paperclip;
  let amara: TeamsClient, ruth: TeamsClient, meredith: TeamsClient;
  const file = zipped(exported(chat(), { platform: 'android', order: 'dmy' }), 'android', GROUP);

  before(async function () {
    this.timeout(180_000);
    stage = await openStage('--people', '3');
    ({ dataDir, demo } = stage);
    await leaveUncompressed(dataDir);
    clip = await Paperclip.open(stage.browser, demo.attach);
    [amara, ruth, meredith] = (await stage.enter()) as [TeamsClient, TeamsClient, TeamsClient];
    writeFileSync(join(dataDir, 'said.json'), declarationOf(CLUBS.id));
    await command(demo, 'evidence', 'record', join(dataDir, 'said.json'));
  });

  after(async function () {
    this.timeout(60_000);
    await stage?.close();
  });

  it('are picked by a word and on another page, from the sealed export', async () => {
    assert.match(await clip.attach(AMARA, file.name, file.bytes), /^Sent\./);
    await (await amara.card(/entries/)).press('Use this');
    const group = await amara.card('Step 1 of 7');
    await group.choose('What is the group for?', /Trip/);
    await group.press('Continue');
    const gates = await amara.card('Step 2 of 7');
    await gates.pick('School staff, for work');
    await gates.pick('No, nothing is open');
    await gates.press('Continue');
    const people = await amara.card('Step 3 of 7');
    await people.choose('Match 1', 'Yes');
    await people.press('Continue');

    const history = await amara.card('Step 4 of 7');
    await history.choose('Old messages', 'Selected records');
    await history.press('Continue');
    await amara.card('Send the export once more');
    assert.match(await clip.attach(AMARA, file.name, file.bytes), /^Sent\./);
    const sealed = await amara.card('Sealed: pick the records');
    await sealed.picture('70-records-sealed');
    await sealed.press('Pick messages');

    const first = await amara.card('Messages 1 to 8 of 12');
    await first.picture('71-records-picker');
    await first.press('Find a word, name or day');
    await first.fill('A word, or who wrote it', 'marmalade');
    await first.press('Find messages');
    const one = await amara.card('Message 1 of 1');
    assert.match(await one.text(), new RegExp(PICKED[0]));
    await one.tick('Pick message 1');
    await one.fill('A word, or who wrote it', '');
    await one.press('Find messages');

    const all = await amara.card('Messages 1 to 8 of 12');
    assert.deepEqual([await all.ticked('Pick message 5'), await all.ticked(/Pick message/)], [1, 1]);
    await all.press('Next 8');
    const second = await amara.card('Messages 9 to 12 of 12');
    assert.equal(await second.ticked(/Pick message/), 0);
    await second.tick('Pick message 10');
    await second.tick('Pick message 11');
    await second.press('Add these');
    const kept = await amara.card('2 added. 3 in all.');
    await kept.picture('72-records-picked');
    await kept.clear('Pick message 11');
    await kept.press('Finish picking');

    const counted = await amara.card('Sealed: look at what is moved');
    await counted.picture('73-records-counted');
    assert.match(await counted.text(), /Moved: 2 messages, in one file[^]*Picked: 2 messages\./);
    await counted.press('Continue');
  });

  it('need an approver and the data protection officer', async () => {
    const destination = await amara.card('Step 5 of 7');
    await destination.choose('Which team?', `Team ${await destination.numberOf(CLUBS.name)}`);
    await destination.fill(/channel/i, CHANNEL);
    await destination.press('Continue');
    await (await amara.card('Step 6 of 7')).press('Continue');
    const review = await amara.card('Step 7 of 7');
    await review.choose(/approve|decide/i, `Approver ${await review.numberOf('Ruth Adeyemi')}`);
    await review.press('Submit for approval');
    const officer = await meredith.card('May this chat’s history go along?');
    await officer.picture('74-records-officer');
    assert.match(await officer.text(), /picked as records[^]*Moved: 2 messages, in one file/);
    await officer.press('Agree to this');
    await meredith.card('Agreed: the history goes along');
    await (await ruth.card('Approve this move?')).press('Approve move');
    // The officer's word has made it another version.
    await (await ruth.card('This card was out of date')).press('Approve move');
    await ruth.card(/approved this move/);
  });

  it('become one labelled file with these two messages, and the export is gone', async () => {
    const stored = async () => (await tenantOf(demo, 'state')).items.find(({ label }) => label !== null);
    await until(async () => (await stored()) !== undefined, 60_000);
    const html = Buffer.from((await stored())?.content ?? '', 'base64').toString();

    assert.equal(html.match(/<p class="who">/gu)?.length, 2);
    for (const words of PICKED) assert.ok(html.includes(words), words);
    for (const words of OTHERS) assert.ok(!html.includes(words), words);
    const progress = await amara.card('Waiting for proof of retention');
    assert.match(await progress.text(), /2 old messages in one file\s+Read back on/);
    assert.deepEqual(readdirSync(join(dataDir, 'seals')), ['seal.key']);
  });

  it('leave no word of the chat anywhere else', async () => {
    const places = await placesOf(demo.dataDir, NOT_OURS);

    assert.ok(found([CHANNEL, 'history.picked', 'history.looked'], places).length >= 3);
    assert.deepEqual(found([...PICKED, ...OTHERS], places), []);
  });
});
