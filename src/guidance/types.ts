import type { Opening, Scope, Settings, Switch } from './settings.js';
import type { Source } from './source.js';

export type { Source, SourceStatus } from './source.js';

/** What somebody wants when they write to Regroup. */
export type Intent =
  /** May this app be used for that? The only intent that gets a verdict. */
  | 'permission'
  /** Asks for the reason, the law or the rule. */
  | 'why'
  /** Asks what to use instead. */
  | 'alternative'
  | 'move-group'
  | 'register-group'
  /** A phone, an account or a message is out of control. */
  | 'incident'
  | 'leaver'
  | 'subject-access'
  /** Progress of their own move. */
  | 'status'
  | 'admin-summary'
  | 'help'
  | 'out-of-scope';

/** The tool whose use is asked about. */
export type App =
  | 'whatsapp'
  | 'whatsapp-business'
  | 'signal'
  | 'telegram'
  | 'messenger'
  | 'snapchat'
  | 'discord'
  | 'sms'
  | 'other-consumer'
  | 'personal-email'
  | 'teams'
  | 'school-system'
  /** None was named. */
  | 'none';

/** Who would read it; of several, the one with the most at risk. */
export type Audience = 'pupils' | 'parents' | 'external' | 'governors' | 'staff' | 'personal' | 'unknown';

export type Content =
  | 'social'
  | 'logistics'
  /** A genuine danger to people, or nothing governed works and it cannot wait. */
  | 'emergency'
  | 'pupil-data'
  | 'special-category'
  | 'safeguarding'
  | 'images'
  | 'hr'
  | 'assessment'
  | 'decision'
  | 'credentials'
  /** Any other work. */
  | 'business'
  /** A use was named, but not what would be said. */
  | 'none-stated';

/** Facts that a verdict can turn on and that the other facets cannot carry. */
export type Circumstance =
  /** The DPO approved the app after an assessment. */
  | 'formally-approved'
  /** In a parents' group only as a parent. */
  | 'parent-only'
  /** The outside body's own rule, and the DPO agrees. */
  | 'employer-mandated'
  | 'no-school-involvement';

/** What was understood of a question, in the policy's own terms. It holds none of the words that were used. */
export type Understood = {
  readonly intent: Intent;
  readonly app: App;
  readonly audience: Audience;
  readonly content: readonly Content[];
  readonly circumstance: readonly Circumstance[];
  /** Life or a child may be at risk: the 999 and DSL line comes first, whatever else is said. */
  readonly danger: boolean;
  /** Id of the procedure that fits (`P-LOST`), or null. A procedure never hides a not-allowed verdict. */
  readonly procedure: string | null;
  /** False when the text looks like another language: it is met with the button card. */
  readonly english: boolean;
};

export type Verdict = 'allowed' | 'conditional' | 'not-allowed' | 'needs-detail';

/** The verdict and what to say about it; every string but `verdict` is an id in the policy. */
export type Decision = {
  readonly verdict: Verdict;
  readonly rule: string;
  /** `uk-schools 2026.11 (1a2b3c4d5e6f)`: the pack, its version and the start of its hash. */
  readonly policy: string;
  readonly reasons: readonly string[];
  readonly instead: readonly string[];
  readonly conditions: readonly string[];
};

/** The asker's answer to a confirmation card: which of its statements they ticked. */
export type Confirmation = { readonly kind: string; readonly ticked: readonly string[] };

/** What comes next for a question. */
export type Outcome =
  /** Too little is known: ask for this facet, with everything understood shown as changeable. */
  | { readonly kind: 'clarify'; readonly ask: 'app' | 'audience' | 'content' }
  /** `allowed` or `conditional` for a consumer app is never given before this confirmation was answered. */
  | { readonly kind: 'confirm'; readonly confirmation: string }
  | { readonly kind: 'decided'; readonly decision: Decision };

/** `proposed`: for a data protection officer to adopt. */
export type PolicyStatus = 'draft, not reviewed' | 'proposed' | 'adopted';

/** A policy pack, parsed: content that a DPO edits. Ids are stable; texts are what staff read. */
export type Policy = {
  readonly id: string;
  readonly title: string;
  /** `2026.11` */
  readonly version: string;
  /** How far the pack has come; a draft says so on every answer. */
  readonly status: PolicyStatus;
  /** A source is to be looked at again after so many days. */
  readonly reviewEvery: number;
  readonly settings: Settings;
  /** Who opened what, when and why. */
  readonly decisions: readonly Opening[];
  /** SHA-256 of the whole content, overlays included, hex. Comments and order of keys do not count. */
  readonly hash: string;
  /** The name of this version, as in `Decision.policy`. */
  readonly name: string;
  readonly apps: Readonly<Record<App, AppTerm>>;
  readonly audiences: Readonly<Record<Audience, Term>>;
  readonly contents: Readonly<Record<Content, Term>>;
  readonly circumstances: Readonly<Record<Circumstance, Term>>;
  readonly rules: readonly Rule[];
  readonly reasons: Readonly<Record<string, Reason>>;
  readonly alternatives: Readonly<Record<string, Line>>;
  readonly conditions: Readonly<Record<string, Line>>;
  readonly confirmations: Readonly<Record<string, ConfirmationCard>>;
  readonly procedures: Readonly<Record<string, Procedure>>;
  readonly sources: Readonly<Record<string, Source>>;
  readonly schedule: readonly Purpose[];
  readonly lexicon: Lexicon;
};

/** `label` is for a choice set (at most 20 characters), `phrase` for a sentence: "a trip update". */
export type Term = { readonly label: string; readonly phrase: string };
/** `consumer`: a private app, for which no yes is given without a confirmation. */
export type AppTerm = Term & { readonly consumer: boolean };

/** `lead` is the bold word or two that a scanning eye needs ("Records"); `text` the sentence after it. */
export type Line = { readonly lead: string; readonly text: string };
export type Reason = Line &
  Scope & {
    /** The reason is given only for these apps; empty means for all. */
    readonly apps: readonly App[];
    readonly cites: readonly string[];
  };

/** All given conditions have to hold. `content` and `circumstance` match when any of theirs is understood. */
export type Rule = {
  readonly id: string;
  readonly title: string;
  readonly when: {
    readonly app?: readonly App[];
    readonly audience?: readonly Audience[];
    readonly content?: readonly Content[];
    /** Matches when nothing but these is understood. */
    readonly onlyContent?: readonly Content[];
    readonly circumstance?: readonly Circumstance[];
    readonly danger?: boolean;
    /** The rule is in force only where this is switched on. */
    readonly setting?: Switch;
  };
  readonly verdict: Verdict;
  /** The one plain sentence under the verdict: "Do not send {content} to {audience} on {app}. This is a school rule." */
  readonly say: string;
  readonly reasons: readonly string[];
  readonly instead: readonly string[];
  readonly conditions: readonly string[];
  /**
   * The confirmation that has to be answered first. Required for a yes on a consumer app. A rule with one is an exception: it is
   * looked at before the others, in the policy's order, and decides only when every statement was ticked.
   */
  readonly confirmation: string | null;
};

export type ConfirmationCard = {
  /** Under "? Confirm 3 things first". */
  readonly say: string;
  /** All have to be ticked for the rule's verdict; otherwise the next stricter rule decides. */
  readonly statements: readonly { readonly id: string; readonly text: string }[];
};

export type Procedure = {
  readonly title: string;
  readonly steps: readonly Line[];
  readonly cites: readonly string[];
  /** Who must hear of it: `DPO`, `DSL`, or null. */
  readonly escalate: string | null;
};

/** A line of the retention schedule, or of the list of purposes that are never moved. */
export type Purpose = {
  readonly id: string;
  /** For a choice set: at most 40 characters. */
  readonly label: string;
  /** Days that messages are kept; null for a purpose that is never moved. */
  readonly days: number | null;
  readonly channel: 'standard' | 'private';
  /** Where the record itself is kept. */
  readonly record: string;
  /** For a purpose that is never moved: why, and where to go instead. Null for the others. */
  readonly never: Line | null;
};

/** Phrases in the small language of `phrases.ts`. */
export type Phrases = readonly string[];
/** Words by which intents and facets are recognised. */
export type Lexicon = {
  /** Classes of words, for phrases to name: `@pupil`. A class may use those above it. */
  readonly words: Readonly<Record<string, Phrases>>;
  /** What looks like a term and is not one: "parents evening". */
  readonly ignored: Phrases;
  /** The right word, and how else it is written. */
  readonly spellings: Readonly<Record<string, Phrases>>;
  readonly apps: Readonly<Partial<Record<App, Phrases>>>;
  readonly audiences: Readonly<Partial<Record<Audience, Phrases>>>;
  readonly contents: Readonly<Partial<Record<Content, Phrases>>>;
  readonly circumstances: Readonly<Partial<Record<Circumstance, Phrases>>>;
  readonly intents: Readonly<Partial<Record<Intent, Phrases>>>;
  /** Named groups of phrases that the code combines: `asks`, `negates`, `hypothetical` … */
  readonly cues: Readonly<Record<string, Phrases>>;
  /** Which procedure a text asks for, by its id. */
  readonly procedures: Readonly<Record<string, Phrases>>;
  /** Life or a child may be at risk. */
  readonly danger: Phrases;
  /** Short everyday words of other languages. */
  readonly languages: Readonly<Record<string, Phrases>>;
};
