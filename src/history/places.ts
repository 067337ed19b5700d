/**
 * Pairs two lists in the order of time, without crossing, as many as the shorter one has: each of it with what is nearest in the
 * longer one among those that leave enough for the rest. Linear.
 */
export function alongside<A extends { readonly at: number }, B extends { readonly at: number }>(
  some: readonly A[],
  others: readonly B[],
): readonly (readonly [A, B])[] {
  if (some.length <= others.length) return nearest(some, others);
  return nearest(others, some).map(([other, one]) => [one, other] as const);
}

function nearest<A extends { readonly at: number }, B extends { readonly at: number }>(
  short: readonly A[],
  long: readonly B[],
): readonly (readonly [A, B])[] {
  const pairs: (readonly [A, B])[] = [];
  let spare = long.length - short.length;
  let n = 0;
  for (const one of short) {
    const away = (place: number) => Math.abs((long[place]?.at ?? Infinity) - one.at);
    while (spare > 0 && away(n + 1) <= away(n)) {
      n += 1;
      spare -= 1;
    }
    const other = long[n];
    if (other !== undefined) pairs.push([one, other]);
    n += 1;
  }
  return pairs;
}

/** A post that was found, in the order in which they were to stand. */
export type Placed = {
  /** Where it stands. */
  readonly place: number;
  /** Whether it has another time than it should have. */
  readonly changed: boolean;
};

/**
 * Which posts stand at another place among the others (their numbers in the list). Of those with their own time, the fewest that have
 * to be taken away for the rest to be in order. Of those with another time, the ones that have passed one of that rest, or, between
 * the same two of the rest, one another. n log n.
 */
export function outOfPlace(posts: readonly Placed[]): ReadonlySet<number> {
  const kept = rising(posts.flatMap(({ changed, place }, n) => (changed ? [] : [{ n, place }])));
  const far = crossing(posts, ({ changed }) => changed, kept);
  const near = new Set(posts.flatMap(({ changed }, n) => (changed && !far.has(n) ? [n] : [])));
  const unsure = crossing(posts, (_, n) => near.has(n), near);
  return new Set(
    posts.flatMap(({ changed }, n) => ((changed ? far.has(n) || unsure.has(n) : !kept.has(n)) ? [n] : [])),
  );
}

/** Of those that are asked about, the ones that stand before an earlier or after a later one of `fixed`. */
function crossing(
  posts: readonly Placed[],
  isAsked: (post: Placed, n: number) => boolean,
  fixed: ReadonlySet<number>,
): ReadonlySet<number> {
  const found = new Set<number>();
  let furthest = -Infinity;
  posts.forEach((post, n) => {
    if (isAsked(post, n) && post.place < furthest) found.add(n);
    if (fixed.has(n)) furthest = Math.max(furthest, post.place);
  });
  let nearest = Infinity;
  for (let n = posts.length - 1; n >= 0; n -= 1) {
    const post = posts[n];
    if (post === undefined) continue;
    if (isAsked(post, n) && post.place > nearest) found.add(n);
    if (fixed.has(n)) nearest = Math.min(nearest, post.place);
  }
  return found;
}

/** The numbers of a longest row of rising places. */
function rising(posts: readonly { readonly n: number; readonly place: number }[]): ReadonlySet<number> {
  /** For each length of a row, which post ends the row that ends earliest. */
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  const placeAt = (at: number | undefined) => posts[at ?? -1]?.place ?? -Infinity;
  posts.forEach(({ place }, at) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (placeAt(ends[middle]) < place) low = middle + 1;
      else high = middle;
    }
    before[at] = ends[low - 1];
    ends[low] = at;
  });
  const kept = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = before[at]) kept.add(posts[at]?.n ?? -1);
  return kept;
}
