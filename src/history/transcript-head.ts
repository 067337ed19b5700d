import { count, fullDate } from '../calendar/words.js';
import { wallDate } from '../whatsapp/wall-clock.js';
import { droppedWords } from './dropped-words.js';
import { escaped } from './html.js';
import { lostInDocument } from './lost.js';
import type { Decisions } from './selection.js';
import { POLICY, STYLE } from './transcript-style.js';
import type { WallClock } from '../whatsapp/entry.js';
import type { Dropped } from './history.js';

/** What the document says about itself, besides the messages. */
export type TranscriptDetails = {
  /** What the group was for, in our words ("Staff: trips and events"). */
  readonly purpose: string;
  /** The group's name; null to leave it out, because it may name a child or a class. */
  readonly group: string | null;
  /** The move's id, by which the audit record is found. */
  readonly migrationId: string;
  /** Of the export that it was made from, hex. */
  readonly sha256: string;
};

/** What a document holds. */
export type Written = {
  /** Messages in it. */
  readonly messages: number;
  readonly entries: number;
  readonly dropped: Readonly<Partial<Record<Dropped, number>>>;
  /** By the clock of the phone; null without messages. */
  readonly oldest: WallClock | null;
  readonly newest: WallClock | null;
  /** Characters of the document. */
  readonly length: number;
};

/** What stands before the messages is made from. */
export type Head = Omit<Written, 'length'> & {
  readonly details: TranscriptDetails;
  readonly decisions: Decisions;
  /** How many entries were picked; null when it is the whole chat. */
  readonly picked: number | null;
  /** `2024-03`, in the order in which they begin. */
  readonly months: ReadonlySet<string>;
};

export const END = '</main>\n</body>\n</html>\n';

/** The document up to its first message. */
export function headOf(head: Head): string {
  const { details, picked, messages } = head;
  const title = `${picked === null ? 'Transcript of' : 'Selected records from'} a WhatsApp group`;
  return `<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}: ${escaped(details.group ?? details.purpose)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#messages">Skip to the messages</a>
<header>
<h1>${title}</h1>
${factsOf(head)}
</header>
<section aria-labelledby="left-out"><h2 id="left-out">What is not in this document</h2>
${leftOut(head)}
</section>
<section aria-labelledby="reading"><h2 id="reading">How to read this document</h2>
${notes(head)}
</section>
${monthsOf(head)}<main id="messages" tabindex="-1">
${messages === 0 ? '<p>No message goes along.</p>\n' : ''}`;
}

function factsOf({ details, decisions, messages, entries, picked, oldest, newest }: Head): string {
  const of =
    picked === null
      ? count(entries, 'entry', 'entries')
      : `${count(picked, 'picked entry', 'picked entries')} of ${entries}`;
  const rows: readonly (readonly [string, string])[] = [
    ['What the group was for', details.purpose],
    ...(details.group === null ? [] : [['Name of the group', details.group] as const]),
    ['Messages', `${messages}, from ${of} in the export`],
    ...(oldest === null || newest === null ? [] : [['Period', `${wallDate(oldest)} to ${wallDate(newest)}`] as const]),
    ['Times', `as the phone showed them; taken to be in ${decisions.zone}`],
    ['Made', `on ${fullDate(decisions.now)} by Regroup, for move ${details.migrationId}`],
  ];
  const list = rows.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`);
  return `<dl>\n${list.join('\n')}\n</dl>`;
}

function leftOut({ dropped }: Head): string {
  const rows = droppedWords(dropped).map(
    ({ why, entries }) => `<tr><th scope="row">${escaped(why)}</th><td class="number">${entries}</td></tr>`,
  );
  const table =
    rows.length === 0
      ? '<p>No entry was left out.</p>'
      : `<table><caption>Entries that were left out</caption>
<thead><tr><th scope="col">Why</th><th scope="col" class="number">Entries</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table>`;
  const lost = lostInDocument().map((line) => `<li>${escaped(line)}</li>`);
  return `${table}\n<p>These are never part of it:</p>\n<ul>\n${lost.join('\n')}\n</ul>`;
}

function notes({ details: { sha256, migrationId } }: Head): string {
  return `<p>Members of staff are named as in the directory. Everybody else is named as the directory has them, or in words such as “a colleague who has left”. No phone number and no name of an address book stands beside a message.</p>
<p>The SHA-256 of this document stands in the audit record of move ${escaped(migrationId)}: if even one character of the file is changed, it is another one. The export that it was made from has the SHA-256 <code>${escaped(sha256)}</code>.</p>`;
}

function monthsOf({ months }: Head): string {
  if (months.size < 2) return '';
  const links = [...months].map((month) => `<li><a href="#${monthId(month)}">${monthName(month)}</a></li>`);
  return `<nav aria-labelledby="months"><h2 id="months">Months</h2>\n<ul>\n${links.join('\n')}\n</ul></nav>\n`;
}

export function monthId(month: string): string {
  return `m-${month}`;
}

/** "March 2024" */
export function monthName(month: string): string {
  return wallDate(`${month}-01`).replace(/^\d+ /u, '');
}
