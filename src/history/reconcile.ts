import type { Difference, Post } from './history.js';
import type { FileSeen, PostSeen } from './ports.js';
import { postDifferences } from './reconcile-posts.js';

/** A file that was put into the channel's folder. */
export type FileExpected = {
  readonly id: string;
  readonly sha256: string;
  /** Name of the retention label; null where none was asked for. */
  readonly label: string | null;
};

/** What is to be there. A list that is left out is not compared. */
export type Expected = {
  /** Directory ids. */
  readonly members?: readonly string[];
  readonly posts?: readonly Pick<Post, 'index' | 'at' | 'author' | 'sha256'>[];
  readonly files?: readonly FileExpected[];
};

/** What was read back. */
export type SeenThere = {
  readonly members?: readonly string[];
  /** In the order of the channel, oldest first. */
  readonly posts?: readonly PostSeen[];
  /** By id; null for a file that is gone. */
  readonly files?: ReadonlyMap<string, (Pick<FileSeen, 'sha256'> & { readonly label: string | null }) | null>;
};

/** Every difference between what is to be there and what was read back; none when all is as it should be. Takes n log n. */
export function reconcile(expected: Expected, seen: SeenThere): readonly Difference[] {
  return [
    ...(expected.members === undefined ? [] : memberDifferences(expected.members, seen.members ?? [])),
    ...(expected.posts === undefined ? [] : postDifferences(expected.posts, seen.posts ?? [])),
    ...(expected.files ?? []).flatMap((file) => fileDifferences(file, seen.files?.get(file.id) ?? null)),
  ];
}

function memberDifferences(expected: readonly string[], seen: readonly string[]): readonly Difference[] {
  const there = new Set(seen);
  const wanted = new Set(expected);
  const missing = [...wanted].filter((person) => !there.has(person));
  const extra = [...there].filter((person) => !wanted.has(person));
  return [
    ...missing.map((person) => ({ kind: 'member-missing', person }) as const),
    ...extra.map((person) => ({ kind: 'member-extra', person }) as const),
  ];
}

/** A file that is gone has lost its label as well: that is one difference. */
function fileDifferences(
  { id: file, sha256, label }: FileExpected,
  seen: { readonly sha256: string; readonly label: string | null } | null,
): readonly Difference[] {
  if (seen === null) return [{ kind: 'file-missing', file }];
  const altered = seen.sha256 === sha256 ? [] : [{ kind: 'file-altered', file } as const];
  if (label === null || seen.label === label) return altered;
  return [...altered, { kind: seen.label === null ? 'label-missing' : 'label-other', file }];
}
