/** Channel messages and files are kept by two different policies, so a team has two retention states. */
export type Location =
  /** "Teams channel messages" in Microsoft Purview. */
  | 'messages'
  /** "Microsoft 365 Groups" or SharePoint in Microsoft Purview. */
  | 'files';

/** Something that speaks for or against a team's retention. Never changed after it is recorded. */
export type Evidence = {
  readonly id: string;
  readonly teamId: string;
  readonly location: Location;
  readonly kind: EvidenceKind;
  readonly at: Date;
  /** Directory object id of the person who gave it, or `regroup`. */
  readonly by: string;
  /** Days that items are kept; null when the evidence does not say; 0 stands for "for ever". */
  readonly days: number | null;
  readonly action: 'keep' | 'keep-and-delete' | 'delete' | null;
  /** Whether the policy covers this team; null when the evidence does not say. */
  readonly covers: boolean | null;
  /** Whether the policy is switched on; null when the evidence does not say. */
  readonly enabled: boolean | null;
  readonly distribution: 'success' | 'pending' | 'error' | null;
  /** Hash of the raw evidence, hex. */
  readonly sha256: string;
};

export type EvidenceKind =
  /** Somebody says that there is a policy. */
  | 'declaration'
  /** The signed output of the read-only script. */
  | 'read-out'
  /** A test search in eDiscovery found what it should. */
  | 'sample';

/** The level that the evidence proves for one location of one team. Levels 1 to 5 in this order; the rest are alarms. */
export type Level =
  | 'none'
  /** 1: someone says there is a policy. */
  | 'declared'
  /** 2: evidence shows the policy covers this team. */
  | 'in-scope'
  /** 3: Microsoft reports that it was delivered. */
  | 'distributed'
  /** 4: seven days have passed since then. */
  | 'effective'
  /** 5: a test search found what it should. */
  | 'sampled'
  /** The newest evidence says the opposite of what the schedule needs. */
  | 'contradicted'
  /** It was proved once and the newest evidence no longer shows it. */
  | 'drifted'
  /** The newest evidence is too old to rely on. */
  | 'unknown';

/** What is known about one location, and why. */
export type RetentionState = {
  readonly level: Level;
  /** Since when the level holds: the date of the evidence, or the date it took effect. */
  readonly since: Date | null;
  /** Our own words: what is missing or contradicted; null when nothing is. */
  readonly missing: string | null;
  /** Our own words for the policy: "Keep 1 year, then delete"; null when no evidence says. */
  readonly policy: string | null;
  /** When the evidence has to be read again. */
  readonly recheck: Date | null;
  readonly evidenceId: string | null;
  /** What that evidence is and when it was given: what a card shows of it. Null without evidence. */
  readonly proof: { readonly kind: EvidenceKind; readonly at: Date } | null;
};

export type TeamRetention = { readonly [L in Location]: RetentionState };
