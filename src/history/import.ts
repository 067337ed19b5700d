import type { Post } from './history.js';
import type { PostSeen } from './ports.js';

/** The posts in groups of `size`, in their order: what a run does as one step. */
export function* batches<T>(posts: Iterable<T>, size: number): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const post of posts) {
    batch.push(post);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Those that do not stand in the channel yet, by their millisecond: where a run goes on that has lost count. */
export function notYetPosted(posts: readonly Post[], seen: readonly PostSeen[]): readonly Post[] {
  const standing = new Set(seen.map(({ at }) => at.getTime()));
  return posts.filter(({ at }) => !standing.has(at.getTime()));
}
