/** What `verify.mjs` says of a record. */
export type State =
  /** All entries are as they were when somebody outside received a checkpoint, or the key that you hold vouches for them. */
  | 'intact-anchored'
  /** Everything fits together, but for some or all entries nothing from outside the folder says so. */
  | 'intact-not-anchored'
  /** An entry, a checkpoint or a key is not what it was. */
  | 'altered'
  /** Entries that a checkpoint covers are missing at the end. */
  | 'truncated'
  /** The same key has signed two histories that cannot both be true. */
  | 'forked'
  /** Something is signed with a key that nobody vouches for. */
  | 'key-unknown'
  /** Nothing can be checked. */
  | 'unreadable';

/** One thing that is not as it should be. */
export type Finding = {
  readonly state: 'altered' | 'truncated' | 'forked' | 'key-unknown';
  /** The first entry that is wrong, or the first that can be; null when it is not about an entry. */
  readonly seq: number | null;
  /** Where only a stretch is known, its last entry; otherwise the same as `seq`. */
  readonly to: number | null;
  readonly text: string;
};

/** A checkpoint and what became of it. */
export type Head = {
  readonly name: string;
  /** Whether it was given from outside the folder. */
  readonly outside: boolean;
  readonly note: string;
  readonly size: number;
  /** Hex. */
  readonly root: string;
  readonly time: string;
  /** The key that signed it, as `name+hash`; null when no key that is known has. */
  readonly key: string | null;
  readonly fits: 'fits' | 'differs' | 'beyond' | 'not-comparable';
};

export type Redaction = {
  readonly seq: number;
  /** The entry that says so; null when there is none. */
  readonly entry: number | null;
  readonly kind: string | null;
  readonly why: string | null;
};

export type Report = {
  readonly state: State;
  readonly exit: number;
  /** `part` when only some entries are there, each with a proof. */
  readonly kind: 'log' | 'part';
  readonly entries: number;
  /** Root over all entries that were read, hex; of a part, that of its checkpoint. */
  readonly root: string;
  /** How many entries, from the first, checkpoints cover. */
  readonly signed: number;
  /** How many entries, from the first, something from outside vouches for. */
  readonly anchored: number;
  readonly findings: readonly Finding[];
  /** Sentences that are no fault, but that a reader should know. */
  readonly remarks: readonly string[];
  readonly redactions: readonly Redaction[];
  readonly heads: readonly Head[];
  /** Sizes and roots as they come out of the entries, hex. */
  readonly computed: readonly { readonly size: number; readonly root: string }[];
};

export type NamedText = { readonly name: string; readonly text: string };

/** Files of one folder, by name; a name may have one `/`. */
export type Folder = {
  names(): readonly string[];
  /** Throws when there is none. */
  bytes(name: string): Uint8Array;
  /** The same in pieces, for what does not fit into memory. */
  chunks(name: string): Iterable<Uint8Array>;
};

/** What somebody brings from outside the folder. */
export type Given = {
  readonly checkpoints: readonly NamedText[];
  /** Verifier keys: `name+hash+base64`. */
  readonly keys: readonly string[];
};

/** A check of a whole log that is fed line by line. */
export type Check = {
  /** A line of `log.jsonl`, without its line break; false when there is no use in going on. */
  line(text: string): boolean;
  /** `cut`: the log ended in the middle of a line. `unreadable`: its next line is not UTF-8, or far too long. */
  end(problem?: 'cut' | 'unreadable' | null): Report;
};

export type Source = {
  /** The checkpoints that lie beside the log, in order. */
  readonly checkpoints: readonly NamedText[];
  /** The text of `keys.txt`; null when there is none. */
  readonly keys: string | null;
  readonly given: Given;
  /** The lines of `leaves.txt`, each time from the first; null when there is none. */
  readonly leaves: (() => Iterable<string>) | null;
};

export const EXIT: Readonly<Record<State, number>>;
export function newCheck(source: Source): Check;
/** Checks what lies in a folder. Throws `Unreadable`. */
export function verifyFolder(folder: Folder, given: Given): Report;
export class Unreadable extends Error {}
/** The report in plain words, a line each. */
export function inWords(report: Report): readonly string[];
/** The evidence of a report that found something, as it is kept: its name and its text. */
export function evidenceOf(report: Report): NamedText;
/** Whether a text is JSON in the one form of RFC 8785. */
export function isCanonical(text: string): boolean;
/** Runs the command line; answers with the exit code. */
export function main(args: readonly string[], out: (line: string) => void): number;
