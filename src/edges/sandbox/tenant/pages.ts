import { teamOf, type Office } from './office.js';
import { found } from './exchange.js';
import { personOf } from './people.js';

/** What a link to a simulated team or channel shows: enough to see that the work was done, and that none of it is real. */
export function teamPage(office: Office, teamId: string | undefined, channelId: string | undefined): string {
  const group = teamOf(office, teamId);
  const channels = group.team.channels.filter(({ deletedAt }) => deletedAt === null);
  const channel =
    channelId === undefined
      ? undefined
      : found(
          channels.find(({ id }) => id === channelId),
          'The channel',
        );
  const people = group.members
    .filter(({ visibleAt, person }) => visibleAt <= office.now() && !office.state.gone.includes(person))
    .map(({ person, owner }) => `${personOf(office, person).displayName}${owner ? ' (owner)' : ''}`)
    .sort();
  return [
    '<!doctype html><html lang="en-GB"><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Sandbox</title>',
    '<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem">',
    '<p><strong>Sandbox.</strong> Practice data. Nothing here is real.</p>',
    `<h1>${escaped(channel === undefined ? group.name : `${group.name}: ${channel.name}`)}</h1>`,
    `<p>${escaped(channel?.description ?? group.description)}</p>`,
    `<h2>Channels</h2><ul>${items(channels.map(({ name }) => name))}</ul>`,
    `<h2>Members</h2><ul>${items(people)}</ul></body></html>`,
  ].join('\n');
}

function items(names: readonly string[]): string {
  return names.map((name) => `<li>${escaped(name)}</li>`).join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
