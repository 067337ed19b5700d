import assert from 'node:assert/strict';
import type { Verb } from '../../src/conversation/actions.js';
import type { View } from '../../src/conversation/view.js';
import { render } from '../../src/edges/teams/cards/render.js';
import { cardProblems } from '../support/cards.js';
import { nodes } from '../support/card-walk.js';
import { click, copyOf, moveIn, story } from '../support/clicks.js';
import { testPolicy } from '../support/policy.js';
import { HOSTILE, testScene } from '../support/scene.js';
import { APPROVER, LEAVER, OWNER, PEOPLE, TEACHER, testWorld, TWIN_A } from '../support/world.js';

type Answers = Readonly<Record<string, string>>;
type Click = readonly [Verb, Answers];

const TEAMS = ['Year 6 staff', 'Site team'];
const LONG = 'Ω'.repeat(10_000);

/** A person's way through the wizard: each click, in order, from a new draft. */
const WAYS: Readonly<Record<string, readonly Click[]>> = {
  'answering nothing': [
    ['move.group.next', {}],
    ['move.group.next', { name: 'Trip', purpose: 'T-TRIP' }],
    ['move.gates.next', {}],
    ['move.gates.next', { runBy: 'school', openRequest: 'no' }],
    ['move.people.next', {}],
    ['move.people.add', {}],
    ['move.people.find', {}],
    ['move.people.pick', {}],
    ['move.people.save', {}],
  ],
  'with 10,000 characters': [
    ['move.group.next', { name: LONG, purpose: 'T-TRIP' }],
    ['move.group.save', { name: LONG, purpose: 'T-TRIP' }],
    ['move.group.next', { name: 'Trip', purpose: 'T-TRIP' }],
    ['move.gates.next', { runBy: 'school', openRequest: 'no' }],
    ['move.people.add', { names: LONG }],
    ['move.people.find', { find: LONG }],
    ['move.people.next', { m_p2: 'outsider' }],
    ['move.history.next', {}],
    ['move.destination.next', { team: 'new', teamName: LONG, channelName: LONG }],
  ],
  'looking people up': [
    ['move.group.next', { name: 'Trip', purpose: 'T-TRIP' }],
    ['move.gates.next', { runBy: 'school', openRequest: 'no' }],
    ['move.people.find', { find: 'okonjo' }],
    ['move.people.pick', { pick: TWIN_A }],
    ['move.people.add', { names: 'Gareth J\nGareth Jolliffe\nTom Hollisworth\nDave\n+44 7700 900123\n🌸' }],
    ['move.people.next', { m_p3: 'yes', m_p4: 'yes', m_p5: 'unsure', m_p6: 'staff', m_p7: 'guest' }],
    ['move.people.next', { m_p4: 'other', m_p5: 'yes', m_p8: 'pupil' }],
    ['move.people.next', { m_p4: 'remove' }],
    ['move.people.find', { find: 'zzz' }],
    ['move.people.next', { m_p6: 'outsider' }],
    ['move.people.find', { find: 'tom' }],
    ['move.people.find', { find: 'bea' }],
    ['move.people.pick', { pick: 'none' }],
    ['move.people.next', { m_p7: 'outsider' }],
    ['move.people.back', {}],
    ['move.gates.next', { runBy: 'pta', openRequest: 'no' }],
    ['move.goto.gates', {}],
    ['move.gates.next', { runBy: 'school', openRequest: 'no' }],
    ['move.people.edit', {}],
    ['move.people.edit', { m_p3: 'leaver' }],
    ['move.cancel', {}],
  ],
};

/** What the person can do on a card that has inputs: their ids. */
function inputsOf(view: View): readonly string[] {
  const card = render(view, testScene());
  return nodes(card).flatMap(({ node }) => (String(node['type']).startsWith('Input.') ? [String(node['id'])] : []));
}

describe('what the wizard and the approval answer', () => {
  let world: Awaited<ReturnType<typeof testWorld>>;

  before(async () => {
    world = await testWorld({ policy: testPolicy() });
  });
  after(() => world.close());

  const drawn = (view: View, reader: string, words: readonly string[]) => {
    const userText = [...words, ...TEAMS, ...PEOPLE.map(({ displayName }) => displayName)];
    for (const sandbox of [true, false])
      assert.deepEqual(cardProblems(render(view, testScene({ reader, sandbox })), userText), [], view.kind);
  };

  for (const [title, way] of Object.entries(WAYS)) {
    it(`can be drawn, ${title}`, async () => {
      let view = await click(world, OWNER, 'home.move', { id: 'none', ver: 0 });
      for (const [verb, inputs] of way) {
        view = await click(world, OWNER, verb, moveIn(view), inputs);
        drawn(view, OWNER, ['🌸']);
      }
    });
  }

  it('can be drawn for every stage, and for both who decide', async () => {
    for (const migration of Object.values(await story(world))) {
      const copy = await copyOf(world, migration);
      drawn(await click(world, OWNER, 'move.open', copy), OWNER, ['Quarrington', 'Year 6 residential']);
      if (copy.state !== 'submitted') continue;
      for (const [verb, inputs] of [
        ['approval.open', {}],
        ['approval.pass', {}],
        ['approval.pass-to', {}],
        ['approval.send-back', { reason: LONG }],
        ['approval.send-back', { reason: 'Use the other team.' }],
        ['approval.approve', {}],
      ] as const)
        drawn(await click(world, APPROVER, verb, copy, inputs), APPROVER, ['Year 6 residential', 'other team']);
      drawn(await click(world, OWNER, 'move.open', copy), OWNER, ['Year 6 residential', 'other team']);
    }
  });

  for (const text of HOSTILE) {
    it(`is drawn as text: ${JSON.stringify(text)}`, async () => {
      let view = await click(world, OWNER, 'home.move', { id: 'none', ver: 0 });
      for (const [verb, inputs] of [
        ['move.group.next', { name: text, purpose: 'T-TRIP' }],
        ['move.gates.next', { runBy: 'school', openRequest: 'no' }],
        ['move.people.add', { names: `${text}\nGareth J` }],
        ['move.people.find', { find: text }],
        ['move.people.edit', {}],
      ] as const) {
        view = await click(world, OWNER, verb, moveIn(view), inputs);
        drawn(view, OWNER, [text]);
      }
    });
  }

  it('offers an input for whatever it asks next', async () => {
    const people = (await story(world)).people;
    const added = moveIn(
      await click(world, OWNER, 'move.people.add', await copyOf(world, people), { names: 'Gareth J\nDave' }),
    );
    const asking = await click(world, OWNER, 'move.people.next', added, {});
    const finding = await click(world, OWNER, 'move.people.next', moveIn(asking), { m_p2: 'yes', m_p3: 'staff' });
    const found = await click(world, OWNER, 'move.people.find', moveIn(finding), { find: 'tom' });
    const alone = await click(world, OWNER, 'move.people.find', await copyOf(world, people), { find: 'gareth' });

    assert.ok(['m_p2', 'm_p3'].every((field) => inputsOf(asking).includes(field)));
    assert.ok(inputsOf(finding).includes('find'));
    assert.ok(inputsOf(found).includes('pick') && moveIn(found).draft.found.includes(LEAVER));
    assert.ok(inputsOf(alone).includes('pick') && moveIn(alone).draft.found.includes(TEACHER));
  });
});
