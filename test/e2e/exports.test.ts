import assert from 'node:assert/strict';
import { found, leaveUncompressed, placesOf, type Places } from '../support/residue.js';
import { exported, residential, SECRETS, zipped, type Line } from '../support/whatsapp.js';
import type { TeamsClient } from './client.js';
import type { Demo } from './demo.js';
import { Paperclip } from './paperclip.js';
import { openStage, type Stage } from './stage.js';

const AMARA = 'Amara Osei';
const GROUP = 'Year 6 residential';
/** In every message of the large export. */
const FILLER = 'marmalade toast under the gazebo';
/** The client's own files are not ours; the simulated tenant keeps the directory, which has the numbers of staff. */
const NOT_OURS = /\/demo\/(?:client-\d+\/|tenant\.json)/;

describe('an export of a WhatsApp group in a real Teams client', function () {
  this.timeout(90_000);
  let dataDir: string;
  let demo: Demo;
  let stage: Stage;
  let clip: Paperclip;
  let amara: TeamsClient;
  let ruth: TeamsClient;
  let meredith: TeamsClient;

  before(async function () {
    this.timeout(180_000);
    stage = await openStage('--people', '3');
    ({ dataDir, demo } = stage);
    await leaveUncompressed(dataDir);
    clip = await Paperclip.open(stage.browser, demo.attach);
  });

  after(async function () {
    this.timeout(60_000);
    await stage?.close();
  });

  it('has to be sent by somebody who has written to Regroup', async () => {
    const said = await clip.attach(AMARA, 'a.txt', 'hello');

    assert.match(said, /^Error: Write hello to Regroup first/);
    [amara, ruth, meredith] = (await stage.enter()) as [TeamsClient, TeamsClient, TeamsClient];
  });

  it('is sent from a page that works by keyboard, on a small screen, in the dark', async () => {
    const { page } = clip;
    await page.setViewportSize({ width: 320, height: 700 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.reload();

    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 320);
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.getByRole('radio', { name: 'Ruth Adeyemi' }).isChecked(), true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await clip.said(), 'Error: choose a file first.');
    assert.equal(await page.evaluate('document.activeElement.id'), 'file');
    assert.equal(await page.locator('#status').getAttribute('aria-live'), 'polite');
    await clip.picture('40-paperclip-dark');
    await page.setViewportSize({ width: 640, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('is explained before anything is sent, with the way to the page', async () => {
    await amara.say('use an export');
    const how = await amara.card('Use a WhatsApp export');
    await how.picture('41-export-how');

    assert.match(await how.text(), /Never kept: message text, numbers and the file/);
    assert.match(await how.text(), /Choose a file/);
  });

  it('is not taken for one when it is something else', async () => {
    assert.match(await clip.attach(AMARA, 'notes.txt', `Shopping\n${FILLER}\n`), /^Sent\./);
    const problem = await amara.card('✕ Not read');
    await problem.picture('42-export-not-read');

    assert.match(await problem.text(), /Nothing of the file is kept/);
  });

  it('is read from an iPhone’s zip, shown before anything is kept, and discarded', async () => {
    const text = exported(residential({ ambiguous: false }), { platform: 'ios', order: 'dmy' });
    const { name, bytes } = zipped(text, 'ios', GROUP);
    assert.match(await clip.attach(AMARA, name, bytes), /^Sent\./);
    const card = await amara.card('iPhone');

    assert.match(await card.text(), /17 Mar 2026 to 28 Apr 2026/);
    assert.doesNotMatch(await card.text(), /Was the first message on/);
    await card.press('Discard');
    await amara.card('Discarded');
  });

  it('is read after the answer when it is large: the same card becomes what was found', async () => {
    const cards = await amara.count(/./);
    assert.match(await clip.attach(AMARA, 'WhatsApp Chat with Staff.txt', large()), /^Sent\./);
    const card = await amara.card(/120,\d{3} entries/);

    assert.equal(await amara.count(/./), cards + 1);
    assert.equal(await amara.count('Reading the export'), 0);
    await card.press('Discard');
  });

  it('asks which date it is when nobody can tell from the file, and does not guess', async () => {
    const text = exported(residential({ ambiguous: true }), { platform: 'android', order: 'dmy' });
    await clip.attach(AMARA, `WhatsApp Chat with ${GROUP}.txt`, text);
    const card = await amara.card('Was the first message on 5 March or 3 May 2026?');
    await card.picture('43-export-ambiguous');
    await card.press('Use this');

    const missing = await amara.card('1 answer is missing');
    await missing.choose(/Was the first message on/, '5 March 2026');
    await missing.press('Use this');
    const group = await amara.card('From the export: 4 people added');
    await group.picture('44-export-used');
    assert.equal(await group.value('Name of the WhatsApp group'), GROUP);
  });

  it('names people whom the owner confirms one by one', async () => {
    const group = await amara.card('Step 1 of 7');
    await group.choose('What is the group for?', /Trip/);
    await group.press('Continue');
    const gates = await amara.card('Step 2 of 7');
    await gates.pick('School staff, for work');
    await gates.pick('No, nothing is open');
    await gates.press('Continue');

    const people = await amara.card('Confirm 2 matches');
    await people.picture('45-export-people');
    assert.match(await people.text(), /Nan Pemberlow\. .*Left on 5 Mar 2026/);
    await people.choose('Match 1', 'Yes');
    await people.choose('Match 2', 'Yes');
    await people.choose('Who is Unknown person 1?', /Outside person/);
    await people.choose('Who is Unknown person 2?', /Outside person/);
    await people.press('Continue');
    await amara.card('Step 4 of 7');
  });

  it('goes on to the approver with the move', async () => {
    await (await amara.card('Step 4 of 7')).press('Continue');
    const destination = await amara.card('Step 5 of 7');
    await destination.choose(/Where|team/i, /Team 1/);
    await destination.press('Continue');
    await (await amara.card('Step 6 of 7')).press('Continue');
    const review = await amara.card('Step 7 of 7');
    await review.picture('46-export-review');
    await review.choose(/approve|decide/i, `Approver ${await review.numberOf('Ruth Adeyemi')}`);
    await review.press('Submit for approval');

    await amara.card(/Waiting/);
    await ruth.card('Approve this move?');
  });

  it('makes an incident of those outside, with what they could see and since when, and no name', async () => {
    const incident = await meredith.card(/outside/i);
    await incident.picture('47-export-incident');

    const text = await incident.text();
    assert.match(text, /5 Mar 2026/);
    for (const name of SECRETS.names) assert.ok(!text.includes(name), name);
  });

  it('leaves no message and no number anywhere, and no name of somebody unknown in a row or a log', async () => {
    const places = await placesOf(dataDir, NOT_OURS);
    const said = { name: 'what the demo wrote', bytes: Buffer.from(demo.output()) };
    const all: Places = { rows: places.rows, files: [...places.files, said] };
    const kept = { rows: all.rows, files: all.files.filter(({ name }) => !/\/(?:base|pg_wal)\//.test(name)) };

    // The search finds what is there: in the rows, in the tables' own files and in the log.
    const there = found([GROUP, 'export.used', 'the bot is ready'], all);
    for (const place of [/ in a row$/, /\/pg_wal\//, /\/base\//, /bot\.log$/])
      assert.ok(
        there.some((line) => place.test(line)),
        `nothing was found at ${place}`,
      );
    assert.deepEqual(found([...SECRETS.texts, ...SECRETS.numbers, FILLER], all), []);
    assert.deepEqual(found(SECRETS.names, kept), []);
  });

  function large(): string {
    const by = ['Ben Whitlock', 'Dave Coaches', '+44 7700 900771'];
    const lines = Array.from({ length: 120_000 }, (_, index): Line => {
      const at = new Date(Date.UTC(2025, 0, 1, 8, index)).toISOString().slice(0, 16);
      return { at, by: by[index % 3] ?? null, text: `${FILLER} ${index}` };
    });
    return exported(lines, { platform: 'android', order: 'dmy' });
  }
});
