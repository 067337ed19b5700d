import { rmSync } from 'node:fs';
import { openServer } from '../src/edges/storage/server.js';
import { Pace } from '../src/history/pace.js';
import { POSTS_PER_SECOND, requestsFor } from '../src/history/posts.js';
import { SERVER, temporaryFolder } from '../test/support/database.js';
import { carry, openTown, type Town } from '../test/support/histories.js';
import type { Bench, Found } from './main.js';

/** Of these, some five thousand go along: the others are somebody's from outside, or too old. */
const MESSAGES = 7_000;
const FEWEST = 5_000;
const MOST_REQUESTS = 1.1;
const LEAST_RATE = 0.95;
const CHANNELS = 20;
const EACH = 250;
/** Looking for the team, making the channel, adding the members, reading them back, reading the directory once. */
const REQUESTS_BESIDE = 5;

/**
 * A whole native import into an existing team, through the edge that the bot uses, on a simulated tenant and clock: its requests
 * beside the least that the job takes, its rate beside what Microsoft 365 allows, and twenty channels that share one pace.
 */
export const migration: Bench = async () => {
  const folder = temporaryFolder();
  const server = await openServer({ dataDir: folder });
  process.env[SERVER] = server.url;
  const town = await openTown({ largestPage: 999 });
  try {
    return found(await importMany(town), await manyChannels());
  } finally {
    await town.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

type Imported = { readonly posts: number; readonly requests: number; readonly seconds: number };

async function importMany(town: Town): Promise<Imported> {
  const { place } = town.world.history;
  const times: number[] = [];
  Object.assign(town.world.history, {
    place: {
      ...place,
      post: async (...given: Parameters<typeof place.post>) => {
        const answer = await place.post(...given);
        times.push(town.clock().getTime());
        return answer;
      },
    },
  });
  const { move } = await carry(town, { id: 'mov-BENCH001', messages: MESSAGES });
  if (move.state !== 'closed') throw new Error(`the move ended as ${move.state}`);
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000;
  return { posts: times.length, requests: town.tenant.requests().length, seconds };
}

type Many = { readonly mostInASecond: number; readonly inOrder: boolean; readonly rate: number };

/** Twenty channels at once, each with its own posts, on one pace and one clock. */
async function manyChannels(): Promise<Many> {
  const clock = eventClock();
  const pace = new Pace(POSTS_PER_SECOND, clock);
  const seen = Array.from({ length: CHANNELS }, () => [] as { readonly at: number; readonly index: number }[]);
  const all = seen.map(async (posted, channel) => {
    for (let index = 0; index < EACH; index += 1) {
      await pace.turn(String(channel));
      posted.push({ at: clock.now(), index });
      await clock.sleep(40 + ((channel * 7 + index * 13) % 120));
    }
  });
  await clock.run(Promise.all(all));
  const inASecond = seen.flatMap((posted) =>
    posted.map(({ at }) => posted.filter((one) => one.at > at - 1_000 && one.at <= at).length),
  );
  const slowest = Math.max(...seen.map((posted) => posted.at(-1)?.at ?? 0)) / 1_000;
  return {
    mostInASecond: Math.max(...inASecond),
    inOrder: seen.every((posted) => posted.every(({ index }, place) => index === place)),
    rate: (EACH - POSTS_PER_SECOND) / slowest,
  };
}

/** A clock that jumps to the next moment for which somebody waits, once nobody does anything else. */
function eventClock() {
  let now = 0;
  let sleepers: { readonly due: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (ms: number) => new Promise<void>((wake) => void sleepers.push({ due: now + ms, wake })),
    run: async (work: Promise<unknown>) => {
      const state = { isOver: false };
      const over = work.finally(() => (state.isOver = true));
      while (!state.isOver) {
        await new Promise((idle) => setImmediate(idle));
        if (sleepers.length === 0) continue;
        now = Math.min(...sleepers.map(({ due }) => due));
        for (const one of sleepers.filter(({ due }) => due <= now)) one.wake();
        sleepers = sleepers.filter(({ due }) => due > now);
      }
      await over;
    },
  };
}

function found({ posts, requests, seconds }: Imported, many: Many): Found {
  const least = requestsFor(posts, 0) + REQUESTS_BESIDE;
  const requestRatio = round(requests / least);
  const rateRatio = round((posts - 1) / seconds / POSTS_PER_SECOND);
  const faults = [
    ...(posts < FEWEST ? [`${posts} messages in place of ${FEWEST}`] : []),
    ...(requestRatio > MOST_REQUESTS ? [`${requests} requests, ${requestRatio} times the least possible`] : []),
    ...(rateRatio < LEAST_RATE ? [`a rate of ${rateRatio} of what is allowed`] : []),
    ...(many.mostInASecond > POSTS_PER_SECOND ? [`${many.mostInASecond} posts to one channel in a second`] : []),
    ...(many.inOrder ? [] : ['posts of a channel out of order']),
    ...(many.rate < POSTS_PER_SECOND * LEAST_RATE
      ? [`${round(many.rate)} posts a second beside 19 other channels`]
      : []),
  ];
  return {
    figures: { posts, requests, least, requestRatio, rateRatio, channels: CHANNELS, ...many },
    lines: [
      `${posts} messages: ${requests} requests, ${requestRatio} times the least possible (${least})`,
      `${round((posts - 1) / seconds)} messages a second, ${rateRatio} of what Microsoft 365 allows`,
      `${CHANNELS} channels at once: ${round(many.rate)} a second each, at most ${many.mostInASecond} in any second, in order`,
    ],
    faults,
  };
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
