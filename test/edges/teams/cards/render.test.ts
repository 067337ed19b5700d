import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { KINDS, render } from '../../../../src/edges/teams/cards/render.js';
import type { View } from '../../../../src/conversation/view.js';
import { question } from '../../../support/questions.js';
import { testScene } from '../../../support/scene.js';

const GOLDEN = new URL('../../../golden/cards/', import.meta.url);
const TEMPLATES = new URL('../../../../cards/', import.meta.url);

const ANSWER: View = { kind: 'answer', question: question() };
const HELP: View = { kind: 'help', greeting: 'help' };

describe('render()', () => {
  for (const kind of KINDS)
    it(`has a golden card for ${kind}`, () => {
      const states = readdirSync(GOLDEN).filter((file) => file.replace('.json', '').split('.')[0] === kind);

      assert.notDeepEqual(states, []);
    });

  for (const [title, view] of [
    ['a band', ANSWER],
    ['a plain heading', HELP],
  ] as const)
    it(`says that the sandbox is one, above ${title}`, () => {
      const [line, first] = render(view, testScene({ sandbox: true }))['body'] as Record<string, unknown>[];
      const [same] = render(view, testScene())['body'] as Record<string, unknown>[];

      assert.match(JSON.stringify(line), /Sandbox\. .*Practice data\. Nothing here is real\./);
      assert.deepEqual({ ...first, spacing: same?.['spacing'] }, { spacing: undefined, ...same });
      assert.equal(first?.['spacing'], same?.['bleed'] === true ? 'None' : same?.['spacing']);
    });

  it('says in a sentence what the card says, for the notification', () => {
    const said = 'Not allowed. Do not send times and reminders to parents on WhatsApp. This is a school rule.';

    assert.equal(render(ANSWER, testScene()).fallbackText, said);
    assert.equal(render(ANSWER, testScene({ sandbox: true })).fallbackText, `Sandbox: practice data. ${said}`);
  });

  it('says nothing of a sandbox outside one', () => {
    assert.doesNotMatch(JSON.stringify(render(ANSWER, testScene())), /Sandbox/);
  });
});

describe('cards/', () => {
  for (const file of readdirSync(TEMPLATES).filter((name) => name.endsWith('.json') && !name.startsWith('test-')))
    it(`${file} opens in the Adaptive Cards designer`, () => {
      const template = JSON.parse(readFileSync(new URL(file, TEMPLATES), 'utf8')) as Record<string, unknown>;

      assert.equal(template['$schema'], 'http://adaptivecards.io/schemas/adaptive-card.json');
      assert.equal(template['type'], 'AdaptiveCard');
      assert.equal(template['version'], '1.5');
      assert.ok(Array.isArray(template['body']));
    });
});
