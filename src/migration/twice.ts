import type { SeenTimes } from './chat.js';
import type { Member } from './migration.js';

/**
 * One line for two of the same person: a second number, or a second account. What the export tells about both is put together; they
 * are still in the group as long as one of the two is.
 */
export function mergedTwins(members: readonly Member[], kept: Member, second: Member): readonly Member[] {
  return members
    .filter((one) => one !== second)
    .map((one) => (one === kept ? { ...one, seen: timesTogether(kept.seen, second.seen) } : one));
}

function timesTogether(one: SeenTimes | null, other: SeenTimes | null): SeenTimes | null {
  if (one === null || other === null) return one ?? other;
  return {
    first: one.first < other.first ? one.first : other.first,
    last: one.last > other.last ? one.last : other.last,
    entries: one.entries + other.entries,
    joined: earlier(one.joined, other.joined),
    left: one.left === null || other.left === null ? null : later(one.left, other.left),
  };
}

function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

function later(one: string, other: string): string {
  return one > other ? one : other;
}
