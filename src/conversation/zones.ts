/** A zone that a phone's clock may have been in, and how it is called. */
export type Zone = {
  /** IANA name. */
  readonly id: string;
  /** At most 14 characters: it stands in a narrow field. */
  readonly title: string;
};

/** Where phones of people who work at a school in the United Kingdom have been. An export does not say; the first is assumed. */
export const ZONES: readonly Zone[] = [
  { id: 'Europe/London', title: 'UK time' },
  { id: 'Europe/Paris', title: 'Central Europe' },
  { id: 'Europe/Athens', title: 'Eastern Europe' },
  { id: 'America/New_York', title: 'US, east' },
  { id: 'America/Los_Angeles', title: 'US, west' },
  { id: 'Africa/Lagos', title: 'West Africa' },
  { id: 'Asia/Dubai', title: 'Gulf' },
  { id: 'Asia/Karachi', title: 'Pakistan' },
  { id: 'Asia/Kolkata', title: 'India' },
  { id: 'Asia/Dhaka', title: 'Bangladesh' },
  { id: 'Asia/Hong_Kong', title: 'China' },
  { id: 'Australia/Sydney', title: 'Sydney' },
];

/** "UK time"; the zone's own name for one that is not offered. */
export function zoneWords(id: string): string {
  return ZONES.find((zone) => zone.id === id)?.title ?? id;
}
