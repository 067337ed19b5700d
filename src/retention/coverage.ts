import type { Location } from './evidence.js';
import type { AdaptiveScope, Names, Place, Policy, ReadOut } from './purview.js';

/** Whether a policy speaks about a location of a team. */
export type Coverage = {
  /** Null: the read-out does not show it. */
  readonly covers: boolean | null;
  /** Whether the team is named, or found by an adaptive scope, and not only meant by "all". */
  readonly explicit: boolean;
  /** Whether the team is the only one in a list of the policy. Taking it out would make the policy one for all teams. */
  readonly alone: boolean;
};

/** What a team can be called in a policy. */
export type Called = {
  readonly names: Names;
  /** Whether its addresses are known, so that another address is another team; and the same for its site. */
  readonly address: boolean;
  readonly site: boolean;
  /** The names of all other groups. */
  readonly others: Names;
};

/** By which names the read-out knows this team: its id at least. */
export function calledIn({ groups }: ReadOut, teamId: string): Called {
  const id = teamId.toLowerCase();
  const own = groups.find((names) => names.has(id));
  const others = groups.filter((names) => names !== own).flatMap((names) => [...names]);
  const names = new Set([id, ...(own ?? [])]);
  const known = { address: some(names, isAddress), site: some(names, isSite) };
  return { names, ...known, others: new Set(others.filter((name) => !names.has(name))) };
}

/** Whether the policy covers the team's messages or files; null when it is about something else altogether. */
export function coverage(
  policy: Policy,
  location: Location,
  called: Called,
  scopes: readonly AdaptiveScope[],
): Coverage | null {
  const parts = placesFor(policy, location).map((place) => inPlace(place, called));
  if (location === 'files') parts.push(inSites(policy.sites, called));
  if (policy.scopes.length > 0) parts.push(inScopes(policy, location, called, scopes));
  const speaking = parts.filter((part) => part !== null);
  if (speaking.length === 0) return null;
  const yes = speaking.filter(({ covers }) => covers === true);
  return {
    covers: yes.length > 0 || (speaking.every(({ covers }) => covers === false) ? false : null),
    explicit: yes.some(({ explicit }) => explicit),
    alone: speaking.some(({ alone }) => alone),
  };
}

/**
 * Teams' channel messages have a location of their own; a policy for apps names them as an application of the group instead.
 * Files are covered by "Microsoft 365 Groups", unless the policy is about their mailboxes only; never by a Teams location.
 */
function placesFor({ channels, groups, applications }: Policy, location: Location): readonly Place[] {
  const isAbout = (application: string) => applications?.has(application) === true;
  if (location === 'messages') return isAbout('microsoftteams') ? [channels, groups] : [channels];
  return applications === null || isAbout('sharepoint') ? [groups] : [];
}

/**
 * A policy for SharePoint sites covers the team's site when it names it. "All sites" is not shown to: Microsoft's pages send
 * the sites of groups to the location of the groups (Learn, "retention settings").
 */
function inSites(sites: Place, called: Called): Coverage | null {
  return sites.all ? { covers: null, explicit: false, alone: false } : inPlace(sites, called);
}

function inPlace(place: Place, called: Called): Coverage | null {
  if (place.all) {
    const out = isAmong(place.except, called);
    return { covers: out === null ? null : !out, explicit: false, alone: false };
  }
  if (place.listed.length === 0) return null;
  const covers = isAmong(place.listed, called);
  return { covers, explicit: covers === true, alone: covers === true && place.listed.length === 1 };
}

/** Whether a list names the team; null when something in it cannot be told from the team. */
function isAmong(list: readonly Names[], called: Called): boolean | null {
  if (list.some((names) => overlap(names, called.names))) return true;
  return list.every((names) => isAnother(names, called)) ? false : null;
}

function isAnother(names: Names, { address, site, others }: Called): boolean {
  return overlap(names, others) || (address && some(names, isAddress)) || (site && some(names, isSite));
}

/**
 * A scope covers whoever its member list shows. A team that is not shown may be there tomorrow: Microsoft takes up to five days
 * to fill a scope, so this is "not shown" and never "not covered".
 */
function inScopes(
  { scopes: wanted, applications }: Policy,
  location: Location,
  called: Called,
  scopes: readonly AdaptiveScope[],
): Coverage | null {
  const application = location === 'messages' ? 'microsoftteams' : 'sharepoint';
  if (applications !== null && !applications.has(application)) return null;
  const members = scopes
    .filter(({ names }) => wanted.some((one) => overlap(one, names)))
    .flatMap((one) => one.members ?? []);
  const isShown = applications !== null && members.some((names) => overlap(names, called.names));
  return { covers: isShown ? true : null, explicit: isShown, alone: false };
}

function isAddress(name: string): boolean {
  return name.includes('@') && !isSite(name);
}

function isSite(name: string): boolean {
  return name.startsWith('https://');
}

function some(names: Names, is: (name: string) => boolean): boolean {
  return [...names].some(is);
}

function overlap(some: Names, others: Names): boolean {
  for (const name of some) if (others.has(name)) return true;
  return false;
}
