import { fullDay } from '../calendar/words.js';
import type { Migration } from './migration.js';

/**
 * What the owner pastes into the WhatsApp group: plain text, no names of people. `by` is the last day for the members' answers:
 * `outcome.attestBy`, or the day it would be if the notice were given now.
 */
export function noticeText({ draft, outcome }: Migration, teamName: string, by: Date): string {
  const channel = draft.destination?.channelName ?? '';
  const link = outcome.channelUrl === null ? [] : [`Link: ${outcome.channelUrl}`];
  return [
    'This group has moved to Microsoft Teams.',
    `The new place is the channel "${channel}" in the team "${teamName}".`,
    ...link,
    '',
    'From now on, post there and not here.',
    '',
    'Has the data protection officer asked you to keep messages? Then delete nothing. Tell Regroup in Teams: select "I cannot do this".',
    '',
    `Everybody else, by ${fullDay(by)}:`,
    '1. Leave this group.',
    '2. Delete the chat with its photos and files.',
    '3. Delete copies in your gallery.',
    '4. Make a new WhatsApp backup, or delete the old one.',
    '5. Do the same on your other phones, tablets and computers.',
    '',
    'Then answer the card from Regroup in Teams. It is your own statement: nobody looks at your phone.',
  ].join('\n');
}

/** What the owner pastes into the WhatsApp group while the move is on hold. It takes back what an earlier notice asked for. */
export function holdText({ draft, outcome }: Migration, teamName: string): string {
  const channel = draft.destination?.channelName ?? '';
  const isTold = outcome.noticeGivenAt !== null;
  return [
    'Please delete nothing from this group for now: no messages, photos, files or backups.',
    isTold ? 'This takes the place of the earlier notice.' : 'Stay in the group until you hear from Regroup in Teams.',
    '',
    `Go on posting in the channel "${channel}" in the team "${teamName}", not here.`,
    'Regroup will tell you in Teams when you can clear your phone.',
  ].join('\n');
}

/** Whether the move went on without the notice, because nobody can post in the group any more. */
export function isUntold({ outcome, milestones }: Pick<Migration, 'outcome' | 'milestones'>): boolean {
  return outcome.noticeGivenAt === null && milestones.some(({ state }) => state === 'closing');
}
