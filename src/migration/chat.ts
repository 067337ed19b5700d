import type { DryRun, HistoryMode } from '../history/history.js';
import type { Kind, Order, Platform, WallClock, Warning } from '../whatsapp/entry.js';
import type { Findings, Traces } from '../whatsapp/findings.js';

/** What an export tells about one person. Without the label it names nobody. */
export type SeenTimes = {
  /** When they first and last wrote or were named, by the clock of the phone that made the export. */
  readonly first: WallClock;
  readonly last: WallClock;
  /** How many entries they wrote. */
  readonly entries: number;
  /** When a notice says that they came in, and that they went and did not come back; null when none does. */
  readonly joined: WallClock | null;
  readonly left: WallClock | null;
};

/** What the export of a chat told about a group, once its owner had it used. Counts, times and codes: no name, number or text. */
export type Exported = {
  /** Id under which it was held until then: `rdg-7Q2FK3MX`. */
  readonly reading: string;
  /** Of the file, which is not kept: tells the same file again. */
  readonly sha256: string;
  readonly usedAt: Date;
  readonly platform: Platform;
  /** How its dates were read. */
  readonly order: Order;
  /** The zone that its times are taken to be in: an IANA name, as the owner left or chose it. */
  readonly zone: string;
  readonly entries: number;
  readonly oldest: WallClock;
  readonly newest: WallClock;
  /** How many people are seen in it, and how many of them did not fit into the draft. */
  readonly people: number;
  readonly leftOut: number;
  readonly timeline: Findings['timeline'];
  readonly kinds: Readonly<Partial<Record<Kind, number>>>;
  readonly traces: Traces;
  readonly disappearing: Findings['disappearing'];
  readonly warnings: readonly Warning['code'][];
};

/** What people who are not staff could read in a group, and since when, as far as an export tells. */
export type Exposure = {
  /** How many of those people the export has seen. */
  readonly seen: number;
  /** When the first of them is first seen; null when none is. */
  readonly since: WallClock | null;
  /** When the last of them is known to have gone; null as long as one may still be there. */
  readonly until: WallClock | null;
  readonly zone: string;
  /** Of the whole export. */
  readonly entries: number;
  readonly oldest: WallClock;
  readonly newest: WallClock;
  readonly kinds: Exported['kinds'];
  readonly traces: Traces;
};

/** The export of a draft, waiting sealed for the run of its move, and what moving it comes to. Counts, times and a hash. */
export type SealedExport = {
  /** Of the file as it was given, which has to be the one that the people came from. */
  readonly export: string;
  readonly sealedAt: Date;
  /** When it is destroyed at the latest, used or not. */
  readonly expiresAt: Date;
  /** What the counts were made for. */
  readonly mode: HistoryMode;
  readonly plan: DryRun;
  /** How many entries are picked as records; absent where none ever was. */
  readonly picked?: number;
  /** Whether entries were picked or marked as private since the counts were made. */
  readonly isStale?: boolean;
};
