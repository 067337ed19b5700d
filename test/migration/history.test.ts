import assert from 'node:assert/strict';
import { changed } from '../../src/migration/changed.js';
import { historyLeftOut } from '../../src/migration/history.js';
import { holdOn } from '../../src/migration/hold.js';
import type { Migration } from '../../src/migration/migration.js';
import { carry, channelIn, openTown, press, tend, type Carried, type Plan, type Town } from '../support/histories.js';
import { edit } from '../support/migrations.js';
import { DPO } from '../support/world.js';

const named = ({ audit }: Carried, what: string) =>
  audit.filter((one) => one['what'] === what).map((one) => one['details'] as Record<string, unknown>);
const states = ({ milestones }: Migration) => milestones.map(({ state }) => state);
const at = ({ milestones }: Migration, wanted: string) => milestones.find(({ state }) => state === wanted)?.at;

describe('moving history', function () {
  this.timeout(60_000);
  let town: Town;
  let count = 0;

  before(async () => {
    town = await openTown();
  });
  after(() => town.close());

  const carried = (plan: Omit<Plan, 'id'> = {}) => {
    count += 1;
    return carry(town, { id: `mov-HIST${String(count).padStart(4, '0')}`, ...plan });
  };
  const happened = (what: string, move: Migration) =>
    town.tenant.journal().filter((one) => one.what === what && one.facts['channel'] === move.outcome.channelId);

  it('puts every message that goes along into the channel, reads it back, and lets nobody in before', async () => {
    const found = await carried();
    const { move } = found;
    const channel = channelIn(town.tenant, move);

    assert.deepEqual(states(move), [
      'draft',
      'submitted',
      'approved',
      'provisioning',
      'objecting',
      'importing',
      'members',
      'retention-pending',
      'notifying',
      'closing',
      'closed',
    ]);
    // Twelve messages: two of somebody from outside, one (of a leaver) from two years ago.
    assert.deepEqual(named(found, 'history.planned'), [
      { sha256: move.outcome.history?.sha256, posts: 9, dropped: { outside: 2, 'past-period': 1 } },
    ]);
    assert.equal(channel?.messages.length, 9);
    assert.equal(channel?.migration, 'completed');
    assert.deepEqual(named(found, 'history.posted'), [{ session: 1, count: 9, already: 0 }]);
    assert.deepEqual(named(found, 'history.reconciled'), [{ posts: 9, files: 0, differences: {} }]);
    const { history, readBack, problem } = move.outcome;
    assert.deepEqual([history?.posted, history?.sessions, problem], [9, 1, null]);
    assert.deepEqual([readBack?.expected, readBack?.missing], [4, []]);
    const whats = found.audit.map(({ what }) => what);
    const order = [
      'migration.run-started',
      'migration.channel-created',
      'history.told',
      'history.planned',
      'history.import-started',
      'history.posted',
      'history.import-completed',
      'history.reconciled',
      'history.destroyed',
      'migration.members-added',
      'migration.closed',
    ];
    assert.deepEqual(
      [...new Set(whats)].filter((what) => order.includes(String(what))),
      order,
    );
  });

  it('begins when nobody is at school, five working days after members were told', async () => {
    const { move } = await carried();

    const told = at(move, 'objecting')?.getTime() ?? NaN;
    const began = move.outcome.history?.startedAt;

    assert.ok((at(move, 'importing')?.getTime() ?? 0) - told >= 7 * 86_400_000);
    const hour = Number(began?.toISOString().slice(11, 13));
    assert.ok(hour >= 17 || hour < 7, began?.toISOString());
  });

  it('destroys the upload, and nothing of it is in what the run remembers, in the record or in the database', async () => {
    const found = await carried();

    assert.equal(await town.vault.open(found.move.id), null);
    assert.ok(found.move.outcome.history?.destroyedAt instanceof Date);
    assert.deepEqual(
      named(found, 'history.destroyed').map(({ how }) => how),
      ['used'],
    );
    for (const place of [found.remembered, JSON.stringify(found.audit), JSON.stringify(found.move)])
      for (const word of ['secretword', 'Farah', 'Ben W', 'Bea centre'])
        assert.equal(place.includes(word), false, word);
  });

  it('leaves out whoever objected while there was time, and counts them', async () => {
    const found = await carried({
      change: (move) => ({ ...move, history: { ...move.history, objectors: ['p2'] } }),
    });

    const channel = channelIn(town.tenant, found.move);
    assert.equal(found.move.outcome.history?.dropped.objected, 2);
    assert.deepEqual(
      channel?.messages.filter(({ from }) => from.endsWith('000000000008')),
      [],
    );
    assert.equal(channel?.messages.length, 7);
  });

  it('waits for nobody and leaves nothing sealed once it has become a fresh start', async () => {
    const found = await carried({
      habit: async (stood, now) => {
        if (stood.state !== 'objecting' || stood.draft.history === 'fresh-start') return undefined;
        await edit(town.world, stood.id, (move) => {
          const change = historyLeftOut(move);
          return change === null ? move : changed(move, change, move.owner, now);
        });
        return true;
      },
    });

    const { move } = found;
    const waited = (at(move, 'importing')?.getTime() ?? Infinity) - (at(move, 'objecting')?.getTime() ?? 0);
    assert.equal(move.state, 'closed');
    assert.ok(waited < 3_600_000, `${waited} ms`);
    assert.equal(channelIn(town.tenant, move)?.messages.length, 0);
    assert.equal(await town.vault.sealed(move.id), null);
    assert.deepEqual(
      named(found, 'history.destroyed').map(({ how }) => how),
      ['left-out'],
    );
  });

  it('tells an officer who objected when the time was over', async () => {
    const shown = () =>
      town.messenger.shown.filter(({ kind, how }) => kind === 'history-approval' && how === 'reminder').length;
    let before = Infinity;
    await carried({
      habit: async (stood) => {
        if (stood.state !== 'notifying' || before !== Infinity) return undefined;
        before = shown();
        await edit(town.world, stood.id, (move) => ({
          ...move,
          ver: move.ver + 1,
          history: { ...move.history, late: ['p2'] },
        }));
        return true;
      },
    });

    assert.equal(shown() - before, 1);
  });

  it('shows the officer the move as it stands when the approver has changed it', async () => {
    const cards = () => town.messenger.shown.filter(({ kind }) => kind === 'history-approval').length;
    let before = -1;
    let after = -1;
    await carried({
      habit: async ({ id, state }) => {
        if (state !== 'submitted') return undefined;
        if (before >= 0) {
          after = after < 0 ? cards() : after;
          return undefined;
        }
        before = cards();
        await edit(town.world, id, (move) => ({
          ...move,
          ver: move.ver + 1,
          draft: { ...move.draft, groupName: 'Changed' },
        }));
        await town.world.store.transact((tx) => tx.tell(id, 'wake', `${id}/edited`));
        return true;
      },
    });

    assert.deepEqual([before >= 0, after - before], [true, 1]);
  });

  it('makes nothing before the officer has agreed', async () => {
    let waited = 0;
    const found = await carried({
      habit: async ({ state, outcome }) => {
        if (state !== 'approved' || outcome.problem === null || waited > 0) return undefined;
        waited += 1;
        assert.equal(outcome.problem.code, 'officer-approval');
        assert.equal(outcome.channelId, null);
        return false;
      },
    });

    assert.equal(waited, 1);
    assert.equal(found.move.state, 'closed');
  });

  it('survives a death after every single step, and does everything once', async () => {
    const quiet = await carried();
    const found = await carried({ dies: () => true });

    assert.equal(found.deaths, found.operations.length);
    const channel = channelIn(town.tenant, found.move);
    assert.equal(channel?.messages.length, 9);
    assert.equal(happened('migration.started', found.move).length, 1);
    assert.equal(happened('migration.completed', found.move).length, 1);
    assert.deepEqual(states(found.move), states(quiet.move));
    const whats = (one: Carried) => one.audit.map(({ what }) => what);
    assert.deepEqual(whats(found), whats(quiet));
    assert.equal(await town.vault.sealed(found.move.id), null);
  });

  it('completes the session when the move is stopped in the middle of it, and destroys the upload', async () => {
    let id = '';
    town.tenant.faults.add({
      method: 'POST',
      path: '/messages$',
      nth: 4,
      times: 9,
      effect: { kind: 'status', status: 403 },
    });
    const found = await carried({
      habit: async (move) => {
        id = move.id;
        return move.state === 'importing' && move.outcome.problem !== null
          ? press(town, move, 'run.stop-now')
          : undefined;
      },
    });
    town.tenant.faults.clear();

    assert.equal(found.move.state, 'stopped');
    assert.equal(channelIn(town.tenant, found.move)?.migration, 'completed');
    assert.equal(await town.vault.sealed(id), null);
    assert.deepEqual(
      named(found, 'history.import-completed').map(({ by }) => by),
      ['run'],
    );
    assert.deepEqual(
      named(found, 'history.destroyed').map(({ how }) => how),
      ['stopped'],
    );
  });

  it('moves nothing while the move is on hold, and goes on when the hold has ended', async () => {
    let looks = 0;
    const found = await carried({
      habit: async (move) => {
        if (move.state === 'objecting' && holdOn(move) === null) return press(town, move, 'run.hold-now');
        if (move.state !== 'importing' || holdOn(move) === null) return undefined;
        looks += 1;
        assert.equal(move.outcome.history?.sessions ?? 0, 0);
        return looks < 3 ? false : press(town, move, 'run.end-hold-now', DPO);
      },
    });

    assert.equal(looks, 3);
    assert.equal(found.move.state, 'closed');
    const whats = found.audit.map(({ what }) => what);
    assert.ok(whats.indexOf('migration.hold-ended') < whats.indexOf('history.import-started'));
  });

  it('opens the channel again when the move is put on hold in the middle of a session', async () => {
    town.tenant.faults.add({ method: 'POST', path: '/messages$', nth: 4, effect: { kind: 'status', status: 403 } });
    const found = await carried({
      habit: async (move) => {
        if (move.state !== 'importing') return undefined;
        if (move.outcome.problem !== null && holdOn(move) === null) return press(town, move, 'run.hold-now');
        if (move.outcome.problem !== null) return press(town, move, 'run.retry');
        if (holdOn(move) === null) return undefined;
        assert.equal(channelIn(town.tenant, move)?.migration, 'completed');
        return press(town, move, 'run.end-hold-now', DPO);
      },
    });
    town.tenant.faults.clear();

    assert.equal(found.move.state, 'closed');
    assert.equal(found.move.outcome.history?.sessions, 2);
    assert.equal(channelIn(town.tenant, found.move)?.messages.length, 9);
  });

  it('goes on in a new session after a problem, and posts nothing twice', async () => {
    town.tenant.faults.add({ method: 'POST', path: '/messages$', nth: 4, effect: { kind: 'status', status: 403 } });
    const found = await carried({
      habit: async (move) => {
        if (move.state !== 'importing' || move.outcome.problem === null) return undefined;
        assert.equal(channelIn(town.tenant, move)?.migration, 'completed');
        return press(town, move, 'run.retry');
      },
    });
    town.tenant.faults.clear();

    assert.equal(found.move.state, 'closed');
    assert.equal(found.move.outcome.history?.sessions, 2);
    assert.deepEqual(
      named(found, 'history.posted').map(({ count, already }) => [count, already]),
      [
        [0, 0],
        [6, 3],
      ],
    );
    assert.equal(channelIn(town.tenant, found.move)?.messages.length, 9);
  });

  it('says what differs, goes on when it was mended, and never passes it for moved', async () => {
    let tampered = false;
    let blocked = 0;
    const found = await carried({
      habit: async (move) => {
        if (move.state !== 'importing' || move.outcome.problem === null) return undefined;
        blocked += 1;
        assert.deepEqual(move.outcome.history?.differences, { 'post-missing': 1 });
        assert.deepEqual(move.outcome.history?.found, [{ kind: 'post-missing', index: 0 }]);
        assert.equal(move.outcome.problem.code, 'history-differs');
        return press(town, move, 'run.retry');
      },
      dies: (_, name) => {
        if (tampered || !name.endsWith('note the end')) return false;
        tampered = true;
        town.tenant.tamper(({ groups }) => {
          const all = groups.flatMap(({ team }) => team?.channels ?? []);
          const channel = all.findLast(({ messages }) => messages.length > 0);
          channel?.messages.splice(0, 1);
        });
        return false;
      },
    });

    assert.equal(blocked, 1);
    assert.equal(found.move.state, 'closed');
    assert.deepEqual(
      named(found, 'history.reconciled').map(({ differences }) => differences),
      [{ 'post-missing': 1 }, {}],
    );
  });

  for (const [mode, posts] of [
    ['sealed-transcript', 9],
    ['selected-records', 2],
  ] as const)
    it(`stores a ${mode} with its label, and reads both back`, async () => {
      const found = await carried({
        draft: { history: mode },
        change: (move) => ({ ...move, history: { ...move.history, picked: [0, 1, 11] } }),
      });
      const { history } = found.move.outcome;
      const [, itemId] = history?.file?.id.split('/') ?? [];
      const item = town.tenant.state().items.find(({ id }) => id === itemId);
      const html = Buffer.from(item?.content ?? '', 'base64').toString();

      assert.equal(found.move.state, 'closed');
      assert.equal(history?.file?.label, 'Keep 1 year');
      assert.equal(item?.label?.name, 'Keep 1 year');
      assert.equal(html.match(/<p class="who">/gu)?.length, history?.posts);
      assert.ok((history?.posts ?? 0) <= posts && (history?.posts ?? 0) > 0);
      assert.deepEqual(
        named(found, 'history.file-stored').map(({ sha256 }) => sha256),
        [history?.file?.sha256],
      );
      assert.deepEqual(named(found, 'history.reconciled'), [{ posts: 0, files: 1, differences: {} }]);
      assert.equal(await town.vault.sealed(found.move.id), null);
      assert.equal(states(found.move).includes('objecting'), mode === 'sealed-transcript');
    });

  for (const mode of ['native-import', 'sealed-transcript'] as const)
    it(`leaves what its owner marked as private out of a ${mode}, and counts it`, async () => {
      const found = await carried({
        draft: { history: mode },
        change: (move) => ({ ...move, history: { ...move.history, withheld: [1, 2] } }),
      });

      assert.deepEqual(
        named(found, 'history.planned').map(({ posts, dropped }) => [posts, (dropped as { private?: number }).private]),
        [[found.move.outcome.history?.posts, 2]],
      );
      assert.deepEqual(
        named(found, 'history.reconciled').map(({ differences }) => differences),
        [{}],
      );
      assert.equal(found.move.state, 'closed');
    });

  describe('the watchdog', () => {
    it('completes a session whose run is gone once it is overdue, and not before', async () => {
      let pausedAt: Migration | null = null;
      const gone = carried({
        dies: (_, name) => {
          if (!name.endsWith('has the import begun') || pausedAt !== null) return false;
          throw new Error('the run is gone');
        },
      });
      await assert.rejects(gone, /the run is gone/);
      const id = `mov-HIST${String(count).padStart(4, '0')}`;
      const stood = async () => (await town.world.store.transact((tx) => tx.migration(id)))!;
      pausedAt = await stood();
      assert.equal(channelIn(town.tenant, pausedAt)?.migration, 'inProgress');

      await tend(town);
      assert.equal(channelIn(town.tenant, await stood())?.migration, 'inProgress');
      town.pass(2 * 3_600_000);
      await tend(town);
      await tend(town);

      const move = await stood();
      assert.equal(channelIn(town.tenant, move)?.migration, 'completed');
      assert.ok(move.outcome.history?.completedAt instanceof Date);
      const told = (await town.recordedOf(id)).filter(({ what }) => what === 'history.import-completed');
      assert.deepEqual(
        told.map(({ details }) => (details as { by: string }).by),
        ['watchdog'],
      );
      town.pass(24 * 3_600_000);
      await tend(town);
      assert.equal(await town.vault.sealed(id), null);
      const destroyed = (await town.recordedOf(id)).filter(({ what }) => what === 'history.destroyed');
      assert.deepEqual(
        destroyed.map(({ details }) => (details as { how: string }).how),
        ['expired'],
      );
    });
  });
});
