import type { World } from '../../conversation/world.js';
import { ChannelProblem, type Channel } from './channel.js';
import { Stored } from './messenger.js';
import { present } from './presenter.js';
import { forOneTurn } from './memory.js';
import type { Report } from './host.js';

/** What became of a post: `unclear` when Teams did not answer, so that it may be there. */
export type Posted = 'posted' | 'refused' | 'unclear';

export type PosterOptions = {
  readonly world: World;
  readonly channel: Pick<Channel, 'post'>;
  readonly sandbox: boolean;
  readonly report: Report;
};

/** Posts the welcome of a move in its channel. Where Teams is reached is known from the owner's own chat. */
export async function postWelcome(options: PosterOptions, migrationId: string): Promise<Posted> {
  const { world, channel, sandbox, report } = options;
  const { migration, acquaintance } = await world.store.transact(async (tx) => {
    const migration = await tx.migration(migrationId);
    return { migration, acquaintance: migration === null ? null : await tx.acquaintance(migration.owner) };
  });
  if (migration === null || migration.outcome.channelId === null || acquaintance === null) return 'refused';
  const audience = { reader: migration.owner, place: 'shared', sandbox } as const;
  const card = await present(forOneTurn(world), { kind: 'welcome', migration }, audience);
  try {
    await channel.post(Stored.parse(acquaintance.reference), migration.outcome.channelId, card);
    return 'posted';
  } catch (error) {
    if (!(error instanceof ChannelProblem)) throw error;
    report('a welcome was not taken', { status: error.status, migration: migrationId });
    const isAnswer = error.status >= 400 && error.status < 500;
    return isAnswer ? 'refused' : 'unclear';
  }
}
