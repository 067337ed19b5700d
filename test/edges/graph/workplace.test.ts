import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Added } from '../../../src/migration/migration.js';
import type { Person } from '../../../src/roster/person.js';
import { nameProblem } from '../../../src/edges/graph/channel-name.js';
import { OAKFIELD } from '../../../src/edges/sandbox/oakfield.js';
import { graphCheck } from '../../support/graph-check.js';
import { graphOn, QUICK } from '../../support/graph.js';
import { until } from '../../support/until.js';

const { people, personas, organisation } = OAKFIELD;
const [PROVED = ''] = organisation.governedTeams;
const NOBODY = '0a4f1e1d-0000-4000-8001-000000009999';
const LEAVER = people.find(({ enabled }) => !enabled)?.id ?? '';
const GUEST = people.find(({ kind }) => kind === 'guest')?.id ?? '';
const GROUP = { alias: 'regroup-mov-test0001', name: 'Residential', description: 'Trip', owner: personas.starter };
const CHANNEL = { teamId: PROVED, name: 'Year 6 residential', description: 'Trip', reference: 'mov-TEST0001' };

/** Directory ids of everybody in the team that is there from the start. */
const present = async ({ workplace }: Pick<Awaited<ReturnType<typeof graphOn>>, 'workplace'>) =>
  (await workplace.members(PROVED)).map(({ person }) => person);

describe('the workplace behind Microsoft Graph', () => {
  let graph: Awaited<ReturnType<typeof graphOn>>;

  beforeEach(async () => {
    graph = await graphOn();
  });
  afterEach(async () => {
    const check = await graphCheck();
    if (check !== null) assert.deepEqual(check(graph.tenant.requests()), []);
    await graph.tenant.close();
  });

  const happened = (what: string) => graph.tenant.journal().filter((entry) => entry.what === what);
  const sent = (method: string, end: RegExp) =>
    graph.tenant.requests().filter((one) => one.method === method && end.test(one.target));

  describe('a team', () => {
    it('that exists has a name and an address', async () => {
      const team = await graph.workplace.team(PROVED);

      assert.equal(team?.name, 'Year 6 staff');
      assert.match(team?.url ?? '', /^http:\/\/127\.0\.0\.1:/);
    });

    it('that does not exist is null, and so is something that is no id', async () => {
      assert.equal(await graph.workplace.team(NOBODY), null);
      assert.equal(await graph.workplace.team("x') or true"), null);
    });

    it('is made from a group that is too young at first, and is there a while later', async () => {
      const { teamId } = await graph.workplace.createGroup(GROUP);
      const made = graph.workplace.createTeam(teamId);
      await until(() => sent('POST', /\/teams$/).some(({ status }) => status === 404));
      graph.later();
      await made;
      const atOnce = await graph.workplace.team(teamId);
      graph.later();

      assert.equal(atOnce, null);
      assert.equal((await graph.workplace.team(teamId))?.name, GROUP.name);
      assert.deepEqual(await graph.workplace.members(teamId), [{ person: personas.starter, isOwner: true }]);
    });

    it('is made once, however often it is asked for', async () => {
      const { teamId } = await graph.workplace.createGroup(GROUP);
      graph.later();
      await graph.workplace.createTeam(teamId);
      await graph.workplace.createTeam(teamId);

      assert.equal(happened('team.created').length, 1);
    });

    it('is known to be on its way before it is there', async () => {
      const { teamId } = await graph.workplace.createGroup(GROUP);
      graph.later();
      const before = await graph.workplace.hasTeam(teamId);
      await graph.workplace.createTeam(teamId);

      assert.equal(before, false);
      assert.equal(await graph.workplace.team(teamId), null);
      assert.equal(await graph.workplace.hasTeam(teamId), true);
      assert.equal(await graph.workplace.hasTeam(NOBODY), false);
    });

    it('whose owner has no licence is the administrator’s to mend', async () => {
      const { teamId } = await graph.workplace.createGroup(GROUP);
      graph.later();
      graph.tenant.setAccount(personas.starter, false);

      await assert.rejects(graph.workplace.createTeam(teamId), {
        code: 'permission-missing',
        who: 'administrator',
        missing: 'a Teams licence for the owner',
      });
    });

    it('of a group that never appears is given up in the end', async () => {
      const impatient = await graphOn({}, { ...QUICK, youngGroupMs: 0 });

      await assert.rejects(impatient.workplace.createTeam(NOBODY), { code: 'not-found' });
      await impatient.tenant.close();
    });
  });

  describe('the app', () => {
    const RIGHT = 'TeamsAppInstallation.ReadWriteSelfForTeam.All';

    it('is installed in a team once, and installing it again is no problem', async () => {
      graph.tenant.grants.add(RIGHT);
      await graph.installApp(PROVED, OAKFIELD.appId);
      await graph.installApp(PROVED, OAKFIELD.appId);

      assert.equal(happened('app.installed').length, 1);
    });

    it('names the permission that it takes, and says when the catalogue does not have it', async () => {
      const refused = { code: 'permission-missing', missing: RIGHT };
      await assert.rejects(graph.installApp(PROVED, OAKFIELD.appId), refused);
      graph.tenant.grants.add(RIGHT);
      await assert.rejects(graph.installApp(PROVED, NOBODY), { code: 'not-found' });
    });
  });

  describe('a group', () => {
    it('is found by its alias, or is not there', async () => {
      assert.equal(await graph.workplace.findGroup(GROUP.alias), null);
      const made = await graph.workplace.createGroup(GROUP);

      assert.deepEqual(await graph.workplace.findGroup(GROUP.alias), made);
    });

    it('is found again when it was made before', async () => {
      const first = await graph.workplace.createGroup(GROUP);
      const second = await graph.workplace.createGroup(GROUP);

      assert.deepEqual(second, first);
      assert.equal(happened('group.created').length, 1);
    });
  });

  describe('a channel', () => {
    it('is private when it has an owner, whom the team has already, and takes people one by one', async () => {
      graph.tenant.grants.add('ChannelMember.ReadWrite.All');
      const { approver, starter } = personas;
      await graph.workplace.addMembers(PROVED, [approver], []);
      const { id } = await graph.workplace.createChannel({ ...CHANNEL, owner: starter });
      graph.later();
      const added = await graph.workplace.addToChannel(PROVED, id, [starter, approver, NOBODY]);
      graph.later();
      const again = await graph.workplace.addToChannel(PROVED, id, [approver]);

      assert.deepEqual(
        added.map(({ person, result, problem }) => [person, result, problem]),
        [
          [starter, 'already', null],
          [approver, 'added', null],
          [NOBODY, 'refused', 'not-found'],
        ],
      );
      assert.deepEqual(again, [{ person: approver, result: 'already', problem: null }]);
      assert.deepEqual([...(await graph.workplace.channelMembers(PROVED, id))].sort(), [approver, starter].sort());
      assert.equal(happened('channel.created')[0]?.facts['membership'], 'private');
      assert.equal(happened('channel.member.added').length, 1);
    });

    it('is found again when it is private', async () => {
      const made = await graph.workplace.createChannel({ ...CHANNEL, owner: personas.starter });

      assert.deepEqual(await graph.workplace.createChannel({ ...CHANNEL, owner: personas.starter }), made);
      assert.deepEqual(await graph.workplace.findChannel(PROVED, CHANNEL.name, CHANNEL.reference), made);
    });

    it('names the permission that a private one takes', async () => {
      const { id } = await graph.workplace.createChannel({ ...CHANNEL, owner: personas.starter });

      await assert.rejects(graph.workplace.addToChannel(PROVED, id, [personas.starter]), {
        code: 'permission-missing',
        missing: 'ChannelMember.ReadWrite.All',
      });
    });

    it('carries the reference at the end of its description', async () => {
      const made = await graph.workplace.createChannel({ ...CHANNEL, description: 'x'.repeat(2_000) });
      const channel = graph.tenant.state().groups[0]?.team?.channels.at(-1);

      assert.equal(channel?.id, made.id);
      assert.match(channel?.description ?? '', / Reference: mov-TEST0001$/);
      assert.equal(channel?.description.length, 1_024);
    });

    it('is found by name and reference together', async () => {
      const made = await graph.workplace.createChannel(CHANNEL);
      const find = (name: string, reference: string) => graph.workplace.findChannel(PROVED, name, reference);

      assert.deepEqual(await find(CHANNEL.name, CHANNEL.reference), made);
      assert.equal(await find(CHANNEL.name, 'mov-TEST0002'), null);
      assert.equal(await find('Planning', CHANNEL.reference), null);
      assert.equal(await graph.workplace.findChannel(NOBODY, CHANNEL.name, CHANNEL.reference), null);
    });

    it('is made once, however often it is asked for with the same reference', async () => {
      const first = await graph.workplace.createChannel(CHANNEL);
      const second = await graph.workplace.createChannel(CHANNEL);

      assert.deepEqual(second, first);
      assert.equal(happened('channel.created').length, 1);
    });

    it('with the name of somebody else’s channel is the person’s to rename', async () => {
      await assert.rejects(graph.workplace.createChannel({ ...CHANNEL, name: 'Planning' }), {
        code: 'name-taken',
        who: 'person',
      });
    });

    const names: readonly [string | null, string, RegExp | null][] = [
      [PROVED, 'Year 6 residential', null],
      [PROVED, 'planning', /already/],
      [null, 'Planning', null],
      [null, 'general', /already/],
      [PROVED, 'Trips & visits', /punctuation/],
    ];
    for (const [team, name, expected] of names)
      it(`${expected === null ? 'can' : 'cannot'} be called "${name}" in ${team === null ? 'a new' : 'that'} team`, async () => {
        const problem = await graph.workplace.channelNameProblem(team, name);

        if (expected === null) assert.equal(problem, null);
        else assert.match(problem ?? '', expected);
      });
  });

  it('takes no name for a channel that Microsoft 365 then refuses', async () => {
    const parts = ['trip', ' ', '.', '_', '_vti_', 'con', '#', ',', "'", '\u0080', '\u202E', '-', '(6)', 'é', '😀'];
    const names = fc.sample(
      fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 6 }).map((some) => some.join('')),
      { numRuns: 300, seed: 7 },
    );
    const taken = [...new Set(names)].filter((name) => nameProblem(name) === null && name.trim() === name);
    const refused: string[] = [];
    for (const name of taken) {
      if ((await graph.workplace.channelNameProblem(PROVED, name)) !== null) continue;
      const made = graph.workplace.createChannel({ ...CHANNEL, name });
      await made.catch(() => refused.push(name));
    }

    assert.ok(taken.length > 15, `${taken.length} names were tried`);
    assert.deepEqual(refused, []);
  });

  it('says before the approval that a team has as many channels as there can be', async () => {
    graph.tenant.tamper(({ groups }) => {
      const channels = groups.find(({ id }) => id === PROVED)?.team?.channels ?? [];
      const [one] = channels;
      assert.ok(one !== undefined);
      for (let n = channels.length; n < 1_000; n += 1) channels.push({ ...one, id: `19:${n}`, name: `Channel ${n}` });
    });

    assert.match((await graph.workplace.channelNameProblem(PROVED, 'One more')) ?? '', /as many channels/);
  });

  it('cannot make a channel with the name of one that was deleted lately', async () => {
    const made = await graph.workplace.createChannel({ ...CHANNEL, reference: 'mov-OTHER' });
    graph.tenant.deleteChannel(PROVED, made.id);

    assert.equal(await graph.workplace.channelNameProblem(PROVED, CHANNEL.name), null);
    await assert.rejects(graph.workplace.createChannel(CHANNEL), { code: 'name-taken', who: 'person' });
  });

  describe('adding members', () => {
    it('says for each of them how it went, whatever order Microsoft answers in', async () => {
      const wanted = [people[12]?.id ?? '', personas.starter, LEAVER, GUEST, NOBODY, people[13]?.id ?? ''];
      const added = await graph.workplace.addMembers(PROVED, wanted, []);

      assert.deepEqual(added, [
        { person: wanted[0], result: 'added', problem: null },
        { person: personas.starter, result: 'already', problem: null },
        { person: LEAVER, result: 'refused', problem: 'account-blocked' },
        { person: GUEST, result: 'added', problem: null },
        { person: NOBODY, result: 'refused', problem: 'not-found' },
        { person: wanted[5], result: 'added', problem: null },
      ]);
      assert.equal(sent('POST', /members\/add$/)[0]?.status, 207);
    });

    it('shows them as members a while later, and never adds anybody twice', async () => {
      const wanted = [people[20]?.id ?? '', people[21]?.id ?? ''];
      await graph.workplace.addMembers(PROVED, wanted, []);
      const atOnce = await present(graph);
      const again = await graph.workplace.addMembers(PROVED, wanted, []);
      graph.later();
      const members = await present(graph);

      assert.ok(!atOnce.includes(wanted[0] ?? ''));
      assert.ok(wanted.every((person) => members.includes(person)));
      assert.ok(again.every(({ result }) => result !== 'refused'));
      assert.equal(happened('member.added').length, 2);
    });

    it('makes owners of those who are to be owners', async () => {
      await graph.workplace.addMembers(PROVED, [personas.itLead], [personas.itLead]);

      assert.equal(happened('member.added')[0]?.facts['role'], 'owner');
    });

    it('asks for nobody when all are there', async () => {
      const added = await graph.workplace.addMembers(PROVED, [personas.starter, personas.starter], []);

      assert.deepEqual(added, [{ person: personas.starter, result: 'already', problem: null }]);
      assert.equal(sent('POST', /members\/add$/).length, 0);
    });

    it('sends 450 people in batches of 200, and reads them back over many pages', async () => {
      const crowd = Array.from({ length: 450 }, (_, n): Person => {
        const id = `0a4f1e1d-0000-4000-8009-${String(n).padStart(12, '0')}`;
        return { ...(people[0] as Person), id, mail: `crowd${n}@oakfield.example`, mobilePhone: null };
      });
      const big = await graphOn({ data: { ...OAKFIELD, people: [...people, ...crowd] }, delays: { member: 0 } });
      const ids = crowd.map(({ id }) => id);
      const added: readonly Added[] = await big.workplace.addMembers(PROVED, ids, []);
      const members = await present(big);
      const batches = big.tenant
        .requests()
        .filter(({ target }) => target.endsWith('/members/add'))
        .map(({ body }) => (body as { values: unknown[] }).values.length);
      await big.tenant.close();

      assert.deepEqual(batches, [200, 200, 50]);
      assert.ok(added.every(({ result }) => result === 'added'));
      assert.deepEqual(
        added.map(({ person }) => person),
        ids,
      );
      assert.ok(ids.every((id) => members.includes(id)));
    });

    it('names the permission that is missing', async () => {
      graph.tenant.grants.delete('TeamMember.ReadWrite.All');

      await assert.rejects(graph.workplace.addMembers(PROVED, [GUEST], []), {
        code: 'permission-missing',
        who: 'administrator',
        missing: 'TeamMember.ReadWrite.All',
      });
    });
  });
});
