import assert from 'node:assert/strict';
import { askLine } from '../../src/guidance/report.js';
import { understand } from '../../src/guidance/understand.js';
import type { Policy } from '../../src/guidance/types.js';
import { testPolicy } from '../support/policy.js';

const policy = testPolicy();

/** The same policy without the words that count two points. */
const untold: Policy = {
  ...policy,
  lexicon: {
    ...policy.lexicon,
    cues: Object.fromEntries(Object.entries(policy.lexicon.cues).filter(([name]) => !name.startsWith('tell-'))),
  },
};

describe('telling words, where no phrase of an intent stands', () => {
  for (const [intent, text] of [
    ['incident', 'A misdirected message of mine about a family sits in a chat that I cannot edit'],
    ['incident', 'Someone spoofed our caretaker in the premises chat'],
    ['incident', 'Crikey. The whole cast list, dinner money and all, went to a gatecrasher on signal'],
    ['incident', 'eek, how would one retract a post from the allotment chat'],
    ['subject-access', 'the coroner has written to us about a thread'],
    ['subject-access', 'a union rep mentions litigation over our chats'],
    ['leaver', 'Our Dilys is emigrating with her phone and half the chats'],
    ['leaver', "The chair's successor cannot see any of the chat"],
    ['leaver', 'predecessor of mine runs the boiler room chat from Leeds'],
    ['leaver', 'the outgoing treasurer and that thread of theirs'],
    ['move-group', 'our lot fancies being rehomed, forty members and a thread'],
    ['move-group', 'decommission the lettings chat, everybody to the new place'],
    ['register-group', 'there is a rogue whatsapp for the minibus drivers'],
    ['register-group', 'fess up time, a thread with nine members'],
    ['status', 'what is the ETA for our chat'],
    ['status', 'no outcome on the thread from last Tuesday'],
    ['status', 'chasing you about the lettings thread'],
    ['admin-summary', 'KPIs on chats'],
    ['alternative', 'a workaround for sharing 300 sports day photos'],
    ['why', 'convince me about this messaging ban'],
  ] as const) {
    it(`${text}: ${intent}`, () => {
      assert.equal(understand(text, policy).understood.intent, intent);
      assert.notEqual(understand(text, untold).understood.intent, intent, 'a phrase says so already');
    });
  }

  for (const text of [
    'a decent caterer for the farewell of the coroner',
    'the ETA of the caretaker with the ladder',
    'KPIs on attendance at breakfast club',
  ]) {
    it(`say nothing where nothing is ours to answer: ${text}`, () => {
      assert.equal(understand(text, policy).understood.intent, 'out-of-scope');
    });
  }

  for (const text of [
    'can I whatsapp the coroner about the dates',
    'is it ok to signal my successor the rota',
    'may we use telegram for the KPIs of the science team',
  ]) {
    it(`give way to a question whether an app may be used: ${text}`, () => {
      assert.equal(understand(text, policy).understood.intent, 'permission');
    });
  }

  it('turn no answer into a yes', () => {
    for (const word of ['gatecrasher', 'successor', 'decommission', 'outcome', 'KPIs', 'workaround', 'convince me']) {
      const { verdict } = askLine('1', `${word}, the parents and their whatsapp`, policy);
      assert.ok(verdict === null || verdict === 'not-allowed', `${word}: ${verdict}`);
    }
  });

  it('count once, however many phrases hold them', () => {
    const { words } = understand('convince me about this messaging ban', policy);
    assert.deepEqual(words.intent, ['convince me']);
  });
});

describe('a plan, and a question after it', () => {
  for (const text of [
    'The PTA are keen on a Telegram. What can we give them that is safe?',
    'My trainees want to join one on Signal, which tool should they have',
    'Lettings are thinking of a Facebook group. Which approved tool can I point them to?',
  ]) {
    it(`is answered with what to use: ${text}`, () => {
      assert.equal(understand(text, policy).understood.intent, 'alternative');
    });
  }

  for (const text of [
    'The PTA are keen on a Telegram, is that ok and if not what can we give them',
    'My trainees want to join one on Signal. What do I tell them?',
    'Can lettings have a Facebook group, or what should they use?',
    'What about a Signal for the cooks? They want to swap shifts on it',
  ]) {
    it(`is answered with whether they may: ${text}`, () => {
      assert.equal(understand(text, policy).understood.intent, 'permission');
    });
  }
});

describe('short questions', () => {
  for (const [text, verdict] of [
    ['allowed a thread with the bell ringers?', 'needs-detail'],
    ['may I pass this on to her', 'needs-detail'],
    ['Czy moge pisac do rodzicow na messengerze?', 'not-allowed'],
    ['is it a breach if I send the SEN list to my gmail', 'not-allowed'],
  ] as const) {
    it(`${text}: ${verdict}`, () => {
      const line = askLine('1', text, policy);
      assert.deepEqual([line.intent, line.verdict], ['permission', verdict]);
    });
  }
});
