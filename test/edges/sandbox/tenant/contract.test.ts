import assert from 'node:assert/strict';
import { graphCheck, type SentRequest } from '../../../support/graph-check.js';
import { assertKnown, shapeOf, startTenant } from '../../../support/tenant.js';
import { visit } from './visit.js';

const adding = (body: unknown): SentRequest => ({ method: 'POST', target: '/v1.0/teams/0a4f/members/add', body });

describe('a simulated tenant in a test', () => {
  it('does not close when it got a request that Microsoft’s metadata does not know', async function () {
    if ((await graphCheck()) === null) return this.skip();
    for (const [path, body] of [
      ['/teams/1/chanels', {}],
      ['/teams/1/members/add', { members: [] }],
    ] as const) {
      const tenant = await startTenant();
      await (await visit(tenant)).post(path, body);

      await assert.rejects(tenant.close(), /does not know these requests/);
    }
  });

  it('closes after a wrong request that a test sent to have it refused', async () => {
    const tenant = await startTenant({}, 'test');
    await (await visit(tenant)).post('/teams/1/chanels', {});

    await tenant.close();
  });

  it('says the same again of a request whose shape it has seen', async function () {
    if ((await graphCheck()) === null) return this.skip();
    const wrong = adding({ members: [] });
    await assert.rejects(assertKnown([wrong]));

    await assert.rejects(assertKnown([wrong]));
  });

  it('looks at each shape once: ids, digits and long texts make no other', () => {
    const post = (id: string, at: string, content: string) =>
      shapeOf({ method: 'POST', target: `/v1.0/teams/${id}/channels/19%3a${id}/messages`, body: { at, content } });
    const long = (word: string) => `${word} `.repeat(20);

    assert.equal(post('1a', '2026-01-02T03:04:05Z', long('see')), post('2b', '2025-11-12T13:14:15Z', long('you')));
    assert.notEqual(post('1a', '2026-01-02T03:04:05Z', ''), post('1a', '2026-01-02', ''));
    assert.notEqual(shapeOf(adding({ values: [] })), shapeOf(adding({ members: [] })));
    assert.notEqual(
      shapeOf(adding({ type: '#microsoft.graph.team' })),
      shapeOf(adding({ type: '#microsoft.graph.chat' })),
    );
  });
});
