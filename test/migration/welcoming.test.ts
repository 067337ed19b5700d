import assert from 'node:assert/strict';
import type { Welcoming } from '../../src/migration/course.js';
import { WorkplaceProblem } from '../../src/migration/ports.js';
import { named, openLives, type Lives } from '../support/lives.js';

describe('a welcome in the new channel', () => {
  let lives: Lives;
  before(async () => {
    lives = await openLives();
  });
  after(() => lives.close());

  const wanted = async (welcoming: Welcoming) => {
    const town = await lives.setUp();
    Object.assign(town.world, { welcoming });
    return town.run();
  };
  const installs = async () => undefined;

  it('installs Regroup and posts, once, before it goes on to retention', async () => {
    const done: string[] = [];
    const { move, audit, whats } = await wanted({
      install: async (teamId) => void done.push(`install ${teamId}`),
      post: async (id) => {
        done.push(`post ${id}`);
        return 'posted';
      },
    });

    assert.deepEqual(done, [`install ${move.outcome.teamId}`, `post ${move.id}`]);
    assert.deepEqual(move.outcome.welcome, { result: 'posted', problem: null, missing: null });
    const { channelId } = move.outcome;
    assert.deepEqual(named(audit, 'migration.welcomed'), [{ channelId, result: 'posted', problem: null }]);
    assert.ok(whats.indexOf('migration.welcomed') < whats.indexOf('retention.checked'));
    assert.equal(move.state, 'closed');
  });

  it('tries again while the channel does not take it yet, and gives up in the end', async () => {
    let tries = 0;
    const late = await wanted({ install: installs, post: async () => ((tries += 1) < 3 ? 'refused' : 'posted') });
    assert.equal(tries, 3);
    assert.equal(late.move.outcome.welcome?.result, 'posted');

    const never = await wanted({ install: installs, post: async () => 'refused' });
    assert.deepEqual(never.move.outcome.welcome, { result: 'not-posted', problem: 'channel-refused', missing: null });
    assert.equal(never.move.state, 'closed');
  });

  it('goes on without it where the permission is missing, and says which', async () => {
    const right = 'TeamsAppInstallation.ReadWriteSelfForTeam.All';
    const { move, audit } = await wanted({
      install: async () => {
        throw new WorkplaceProblem('permission-missing', 'administrator', 'c', right);
      },
      post: async () => assert.fail('nothing is posted where Regroup is not'),
    });

    assert.deepEqual(move.outcome.welcome, { result: 'not-posted', problem: 'permission-missing', missing: right });
    assert.deepEqual(named(audit, 'migration.failed'), []);
    assert.equal(move.state, 'closed');
  });

  it('is patient with an outage, but not for ever', async () => {
    let tries = 0;
    const { move } = await wanted({
      install: async () => {
        tries += 1;
        throw new WorkplaceProblem('outage', 'us', 'c');
      },
      post: async () => assert.fail('nothing is posted where Regroup is not'),
    });

    assert.ok(tries > 2);
    assert.equal(move.outcome.welcome?.problem, 'outage');
    assert.equal(move.state, 'closed');
  });

  it('is never posted a second time: where the process died while posting, it may be there', async () => {
    let posts = 0;
    const town = await lives.setUp();
    Object.assign(town.world, {
      welcoming: {
        install: installs,
        post: async () => {
          posts += 1;
          return 'posted';
        },
      },
    });

    const { move } = await town.run((_, name) => name.startsWith('once welcome'));

    assert.equal(posts, 1);
    assert.equal(move.outcome.welcome?.result, 'unclear');
  });
});
