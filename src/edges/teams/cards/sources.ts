import type { Policy, Source, SourceStatus } from '../../../guidance/types.js';
import { fullDate } from '../../../calendar/words.js';
import { template, type Card } from './template.js';

/** What is said, and the sources it rests on. An empty lead for sources of the whole card. */
export type Cited = { readonly lead: string; readonly cites: readonly string[] };

const block = template<{
  readonly groups: readonly {
    readonly lead: string;
    readonly sources: readonly { readonly link: string; readonly status: string; readonly spacing: string }[];
  }[];
  readonly foot: string;
}>('sources');

const READ: Readonly<Record<SourceStatus, string>> = {
  seen: 'read in full',
  part: 'read in part',
  secondary: 'second-hand account only',
  memory: 'not yet checked by a person',
};

/** "Sources" and what it opens: each source with its link and how far a person has checked it. */
export function sourcesBlock(policy: Policy, cited: readonly Cited[], foot: string): Card {
  const groups = cited.map(({ lead, cites }) => {
    const sources = cites.flatMap((id) => policy.sources[id] ?? []);
    return {
      lead,
      sources: sources.map((source, index) => ({
        link: link(source),
        status: status(source),
        spacing: index === 0 && lead !== '' ? 'None' : 'Small',
      })),
    };
  });
  return block({ groups: groups.filter(({ sources }) => sources.length > 0), foot: `${standing(policy)}${foot}` });
}

/** A draft says so wherever its sources are shown. */
function standing({ status, settings }: Policy): string {
  if (status !== 'draft, not reviewed') return '';
  return `These rules are a draft. Nobody in your ${settings.organisation} has reviewed them yet. `;
}

/** The policy writes titles and addresses; brackets in them would end the link too early. */
function link({ title, url, detail }: Source): string {
  const address = url.replaceAll('(', '%28').replaceAll(')', '%29');
  return `[${title.replaceAll('[', '(').replaceAll(']', ')')}](${address}), ${detail}.`;
}

/** "Checked 20 November 2026. Status: read in full." Nothing counts as read while nobody has put a date to it. */
function status(source: Source): string {
  if (source.checkedOn === null) return 'Status: not yet checked by a person.';
  return `Checked ${fullDate(new Date(`${source.checkedOn}T12:00:00Z`))}. Status: ${READ[source.status]}.`;
}
