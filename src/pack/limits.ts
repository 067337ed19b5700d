import { count } from '../calendar/words.js';
import type { PackSource } from './data.js';
import { section, type Section } from './section.js';

/** What a reader could believe was done and was not. */
export function notDone({ migration, attestations: all }: PackSource): Section {
  const open = all.filter(({ state }) => state !== 'attested').length;
  const isMoved = migration.outcome.history !== null && migration.draft.history !== 'fresh-start';
  return section('not-done', 'What Regroup did not do', {
    points: [
      ...(isMoved ? [] : ['It copied no old message, photo or file to Teams.']),
      'It did not look at anybody’s phone, backup or other device.',
      'It did not delete the WhatsApp group. Its admin has to do that in WhatsApp.',
      // Before old messages move, leavers who still have an account may be told.
      ...(isMoved ? [] : ['It did not contact those who were left out.']),
      'It changed no retention policy. It read what an administrator gave it.',
      ...(open === 0 ? [] : [`It did not wait for ${count(open, 'person who has', 'people who have')} not attested.`]),
    ],
  });
}

/** What is still to be feared. */
export function risk({ migration, attestations: all, retention: is, incidents }: PackSource): Section {
  const outside = migration.draft.members.filter((one) => one.class !== 'staff' && one.class !== 'guest').length;
  const silent = all.filter(({ state }) => state !== 'attested').length;
  const open = incidents.filter(({ state }) => state === 'open').length;
  const unproved = (['messages', 'files'] as const).filter((location) => {
    const level = is?.[location].level ?? 'none';
    return level !== 'effective' && level !== 'sampled';
  });
  return section('risk', 'What risk is left', {
    points: [
      'Whoever was in the group may still have its messages, on a phone or in a backup.',
      ...(outside === 0 ? [] : [`${count(outside, 'person', 'people')} in the group did not join the channel.`]),
      ...(silent === 0 ? [] : [`${count(silent, 'member has', 'members have')} not said what they did.`]),
      ...unproved.map((location) => `That ${location} in the team are kept as wanted is not proved at this moment.`),
      ...(open === 0
        ? []
        : [`${count(open, 'incident is', 'incidents are')} still to be looked at by the data protection officer.`]),
    ],
  });
}
