import assert from 'node:assert/strict';
import { WorkplaceProblem } from '../../../src/migration/ports.js';
import { OAKFIELD } from '../../../src/edges/sandbox/oakfield.js';
import { graphCheck } from '../../support/graph-check.js';
import { graphOn } from '../../support/graph.js';

const { people, personas, organisation } = OAKFIELD;
const NOBODY = '0a4f1e1d-0000-4000-8001-000000009999';

describe('the directory behind Microsoft Graph', () => {
  let graph: Awaited<ReturnType<typeof graphOn>>;

  beforeEach(async () => {
    graph = await graphOn();
  });
  afterEach(async function () {
    const check = await graphCheck();
    if (check !== null) assert.deepEqual(check(graph.tenant.requests()), []);
    await graph.tenant.close();
  });

  it('reads everybody, page by page, with blocked accounts and guests', async () => {
    const everyone = await graph.directory.everyone();

    assert.deepEqual(everyone, people);
    assert.equal(graph.tenant.requests().length, Math.ceil(people.length / 25));
  });

  it('reads everybody once for all who ask within a minute', async () => {
    await Promise.all([graph.directory.everyone(), graph.directory.everyone()]);
    await graph.directory.everyone();

    assert.equal(graph.tenant.requests().length, Math.ceil(people.length / 25));
  });

  it('does not keep a failure', async () => {
    graph.tenant.faults.add({ path: '/users$', effect: { kind: 'status', status: 400 } });

    await assert.rejects(graph.directory.everyone(), WorkplaceProblem);
    assert.equal((await graph.directory.everyone()).length, people.length);
  });

  it('reads one person, and sees at once that their account was blocked', async () => {
    const before = await graph.directory.person(personas.starter);
    graph.tenant.setAccount(personas.starter, false);
    const after = await graph.directory.person(personas.starter);

    assert.deepEqual(before, people[0]);
    assert.equal(after?.enabled, false);
  });

  it('knows nobody by an unknown id, and asks nobody about something that is no id', async () => {
    assert.equal(await graph.directory.person(NOBODY), null);
    assert.equal(await graph.directory.person('../groups'), null);
    assert.equal(await graph.directory.person('ruth.adeyemi@oakfield.example'), null);
    assert.equal(graph.tenant.requests().length, 1);
  });

  const memberships: readonly [string, string, string, boolean][] = [
    ['the deputy head is an approver through a nested group', personas.approver, organisation.approvers, true],
    ['the deputy head is an administrator', personas.approver, organisation.administrators, true],
    ['a teacher is no approver', personas.starter, organisation.approvers, false],
    ['a teacher is no administrator', personas.starter, organisation.administrators, false],
    ['somebody unknown is in no group', NOBODY, organisation.approvers, false],
    ['an id in capitals is the same person', personas.approver.toUpperCase(), organisation.approvers, true],
  ];
  for (const [title, person, group, expected] of memberships)
    it(`says that ${title}`, async () => {
      assert.equal(await graph.directory.inGroup(person, group), expected);
    });

  it('lists the people of a group in the order of their names, without the nested group', async () => {
    const members = await graph.directory.membersOf(organisation.approvers);

    assert.deepEqual(
      members.map(({ displayName }) => displayName),
      ['Hugo Brandreth', 'Josephine Arkwell', 'Ruth Adeyemi'],
    );
  });

  it('takes a group that does not exist for a wrong setting, not for an empty group', async () => {
    const expected = { code: 'not-found', who: 'administrator' };

    await assert.rejects(graph.directory.inGroup(personas.approver, NOBODY), expected);
    await assert.rejects(graph.directory.membersOf(NOBODY), expected);
  });

  it('never says yes or no when Microsoft does not answer', async () => {
    graph.tenant.faults.add({ times: 99, effect: { kind: 'cut', when: 'before' } });

    await assert.rejects(graph.directory.inGroup(personas.approver, organisation.approvers), {
      code: 'outage',
      who: 'us',
    });
  });

  it('names the permission that is missing', async () => {
    graph.tenant.grants.delete('GroupMember.Read.All');
    graph.tenant.grants.delete('User.Read.All');

    await assert.rejects(graph.directory.inGroup(personas.approver, organisation.approvers), {
      code: 'permission-missing',
      who: 'administrator',
      missing: 'GroupMember.Read.All',
    });
    await assert.rejects(graph.directory.everyone(), { missing: 'User.Read.All' });
  });
});
