import assert from 'node:assert/strict';
import type { View } from '../../../../src/conversation/view.js';
import { clarifyCard } from '../../../../src/edges/teams/cards/clarify.js';
import type { Understood } from '../../../../src/guidance/types.js';
import { nodes } from '../../../support/card-walk.js';
import { testCards } from '../../../support/cards.js';
import { question } from '../../../support/questions.js';
import { testScene } from '../../../support/scene.js';

type Clarify = Extract<View, { readonly kind: 'clarify' }>;

function view(ask: Clarify['ask'], facets: Partial<Understood>, complaints: Clarify['complaints'] = []): Clarify {
  return { kind: 'clarify', question: question(facets, { verdict: null, state: 'open' }), ask, complaints };
}

function inputs(asked: Clarify): Readonly<Record<string, unknown>> {
  const found = nodes(clarifyCard(asked, testScene())).filter(({ node }) => node['type'] === 'Input.ChoiceSet');
  return Object.fromEntries(found.map(({ node }) => [String(node['id']), node['value']]));
}

describe('clarifyCard()', () => {
  testCards([
    {
      name: 'clarify.content',
      view: view('content', { audience: 'staff', content: ['none-stated'] }),
      scene: testScene(),
    },
    { name: 'clarify.app', view: view('app', { app: 'none', content: ['logistics', 'images'] }), scene: testScene() },
    {
      name: 'clarify.audience',
      view: view('audience', { audience: 'unknown', content: ['none-stated'], danger: true }),
      scene: testScene({ place: 'shared' }),
    },
    {
      name: 'clarify.complaint',
      view: view('content', { audience: 'staff', content: ['none-stated'] }, [
        { field: 'content', label: 'What the messages are about', text: 'tick at least one' },
      ]),
      scene: testScene(),
    },
  ]);

  it('stands on what was understood, and leaves the open question open', () => {
    assert.deepEqual(inputs(view('content', { audience: 'staff', content: ['none-stated'] })), {
      app: 'whatsapp',
      audience: 'staff',
      content: '',
    });
  });

  it('keeps several things that were understood together', () => {
    assert.equal(inputs(view('app', { app: 'none', content: ['logistics', 'images'] }))['content'], 'logistics,images');
  });
});
