export const JURISDICTIONS = ['uk', 'eea'] as const;
export const SECTORS = ['maintained', 'academy', 'independent', 'public-body', 'firm'] as const;

/**
 * What a data protection officer may open, each off by default. A rule that depends on one says so in its `when`; it asks for a
 * confirmation like every other yes for a private app. No switch opens pupils', health, safeguarding, staff or exam information.
 */
export const SWITCHES = [
  /** One practical message from one colleague to another. */
  'lowRiskOneToOne',
  /** A registered staff backup group for the day the school's own channel is down. */
  'emergencyBackup',
  /** Staff on a visit abroad where no school channel works. */
  'tripBackup',
  /** Lesson resources without personal data. */
  'teachingResources',
  /** WhatsApp Business to parents, after an assessment. */
  'waBusinessParents',
  /** A public WhatsApp Channel for news. */
  'publicChannel',
  /** Arrival times and access with contractors, suppliers and agencies. */
  'contractorsAndSuppliers',
  /** Times and places with an outside professional. */
  'professionals',
  /** Health and care: coordination without patient details on an app that information governance approved. */
  'clinicalCoordination',
  /** Councils and public bodies: practical messages among officers where nothing corporate works. */
  'officerLogistics',
  /** Regulated firms: a channel that the firm records. */
  'capturedChannel',
] as const;

export type Jurisdiction = (typeof JURISDICTIONS)[number];
export type Sector = (typeof SECTORS)[number];
export type Switch = (typeof SWITCHES)[number];

/** What an organisation says about itself and what it opens. */
export type Settings = Readonly<Record<Switch, boolean>> & {
  /** WhatsApp's terms in the EEA do not have the clause that the UK terms have. */
  readonly jurisdiction: Jurisdiction;
  /** Freedom of information law reaches maintained schools, academies and public bodies. */
  readonly sector: Sector;
  /** The data protection regulator, as texts name it: "ICO". */
  readonly regulator: string;
  /** One word for the organisation: "school", "trust", "council". */
  readonly organisation: string;
  /** Whom staff tell about a person at risk: "DSL". */
  readonly lead: string;
};

/** Who opened something, and why: it stands in the organisation's own file. */
export type Opening = {
  readonly setting: Switch;
  /** A day such as 2026-11-20. */
  readonly on: string;
  /** A role, never a name: `dpo`, `head`. */
  readonly by: string;
  readonly why: string;
};

/** For whom something is said; an empty list means for everybody. */
export type Scope = { readonly jurisdictions: readonly Jurisdiction[]; readonly sectors: readonly Sector[] };

/** Whether something is said to this organisation. */
export function inScope({ jurisdictions, sectors }: Scope, settings: Settings): boolean {
  const here = jurisdictions.length === 0 || jurisdictions.includes(settings.jurisdiction);
  return here && (sectors.length === 0 || sectors.includes(settings.sector));
}

/** Words in braces that a pack's texts may use, and that its settings fill in. */
export const NAMED = ['regulator', 'organisation', 'lead'] as const;
