import { contentHash } from './content-hash.js';
import type { Difference, Post } from './history.js';
import { alongside, outOfPlace } from './places.js';
import type { PostSeen } from './ports.js';

/** What of a post is compared. */
export type PostExpected = Pick<Post, 'index' | 'at' | 'author' | 'sha256'>;

/** A post that was read back: `place` is its place in the channel. */
type Read = { readonly place: number; readonly at: number; readonly author: string | null; readonly sha256: string };
type Wanted = { readonly post: PostExpected; readonly at: number };
type Pair = { readonly wanted: Wanted; readonly read: Read };

/**
 * The differences between the posts that were to stand in a channel and those that do, in the order of the expected ones. What was
 * read back is taken for a post, each for one, by the first of these that fits:
 * 1. time, author and content: that very post;
 * 2. author and content: the post at another time, `reordered` when it has passed another post, else altered in its time;
 * 3. the time: the post altered in its content, its author or both.
 * What is left over has the author and content of a post (`doubled`) or is none of ours (`extra`); posts that are left are missing.
 */
export function postDifferences(expected: readonly PostExpected[], seen: readonly PostSeen[]): readonly Difference[] {
  const wanted = expected.map((post) => ({ post, at: post.at.getTime() })).sort((a, b) => a.at - b.at);
  const read = seen.map(({ at, author, html }, place) => {
    return { place, at: at.getTime(), author, sha256: contentHash(html) };
  });
  const match = new Match(wanted, read);
  match.same((one) => `${one.at} ${contentKey(one)}`);
  const exact = match.takePairs();
  match.same(contentKey);
  const moved = match.takePairs();
  match.same(({ at }) => `${at}`);
  const altered = match.takePairs();
  const found = [
    ...movedDifferences(exact, moved, altered),
    ...altered.flatMap(alteredDifferences),
    ...match.wanted.map(({ post: { index } }) => ({ kind: 'post-missing', index }) as const),
    ...leftOver(match.read, wanted),
  ];
  return inOrder(found, expected.length);
}

type Keyed = { readonly at: number; readonly author: string | null; readonly sha256: string };

function contentKey({ author, sha256 }: Keyed): string {
  return `${author ?? ''} ${sha256}`;
}

/** Those who have nobody yet, on both sides, each in the order of time. */
class Match {
  private pairs: Pair[] = [];

  constructor(
    public wanted: readonly Wanted[],
    public read: readonly Read[],
  ) {
    this.read = [...read].sort((a, b) => a.at - b.at || a.place - b.place);
  }

  /** Pairs what has the same key; where there are more on one side, those that are nearest in time. */
  same(keyOf: (one: Keyed) => string): void {
    const wanted = grouped(this.wanted, ({ post, at }) => keyOf({ at, author: post.author, sha256: post.sha256 }));
    const read = grouped(this.read, keyOf);
    const paired = new Set<Wanted | Read>();
    for (const [key, some] of wanted)
      for (const [one, other] of alongside(some, read.get(key) ?? [])) {
        this.pairs.push({ wanted: one, read: other });
        paired.add(one).add(other);
      }
    this.wanted = this.wanted.filter((one) => !paired.has(one));
    this.read = this.read.filter((one) => !paired.has(one));
  }

  takePairs(): readonly Pair[] {
    const { pairs } = this;
    this.pairs = [];
    return pairs;
  }
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

/** Posts at another time, and posts that have their time but stand at another place all the same. */
function movedDifferences(
  exact: readonly Pair[],
  moved: readonly Pair[],
  altered: readonly Pair[],
): readonly Difference[] {
  const all = [...exact, ...moved, ...altered].sort((a, b) => a.wanted.at - b.wanted.at);
  const changed = new Set(moved);
  const out = outOfPlace(all.map((pair) => ({ place: pair.read.place, changed: changed.has(pair) })));
  return all.flatMap((pair, n): readonly Difference[] => {
    const { index } = pair.wanted.post;
    if (out.has(n)) return [{ kind: 'post-reordered', index }];
    return changed.has(pair) ? [{ kind: 'post-altered', index, what: 'time' }] : [];
  });
}

function alteredDifferences({ wanted: { post }, read }: Pair): readonly Difference[] {
  const { index } = post;
  const content = read.sha256 === post.sha256 ? [] : [{ kind: 'post-altered', index, what: 'content' } as const];
  return read.author === post.author ? content : [...content, { kind: 'post-altered', index, what: 'author' }];
}

/** What was read back and is no post's: once more a post that is there, or something else. */
function leftOver(read: readonly Read[], wanted: readonly Wanted[]): readonly Difference[] {
  const known = grouped(wanted, ({ post }) => contentKey({ ...post, at: 0 }));
  return read.map((one) => {
    const same = known.get(contentKey(one)) ?? [];
    if (same.length === 0) return { kind: 'post-extra', at: new Date(one.at).toISOString() };
    const [nearest] = alongside(same, [one]);
    return { kind: 'post-doubled', index: nearest?.[0].post.index ?? 0 };
  });
}

/** By the number of the post; what is no post's stands at the end. */
function inOrder(found: readonly Difference[], end: number): readonly Difference[] {
  const placeOf = (one: Difference) => ('index' in one ? one.index : end);
  return [...found].sort((a, b) => placeOf(a) - placeOf(b));
}
