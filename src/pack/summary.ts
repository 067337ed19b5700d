import { createHash } from 'node:crypto';
import { dayAndTime } from '../calendar/words.js';
import { escaped } from '../history/html.js';
import { STYLE as TRANSCRIPT } from '../history/transcript-style.js';
import type { PackSource } from './data.js';
import type { Proof } from './how-to.js';
import type { Section } from './section.js';
import { sectionsOf } from './sections.js';

/** That of a transcript, but for tables: theirs are of words, and a word in two pieces is hard to read. */
const STYLE = `${TRANSCRIPT}td,th{overflow-wrap:break-word}\n`;
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** `summary.html`: one page without script or anything from elsewhere, for a screen, a screen reader and paper. */
export function summaryHtml(source: PackSource, proof: Proof): string {
  const { migration, now, sandbox } = source;
  const sections = sectionsOf(source, proof);
  const links = sections.map(({ id, title }) => `<li><a href="#${id}">${escaped(title)}</a></li>`);
  return `<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Evidence about the move ${escaped(migration.id)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the evidence</a>
<header>
<h1>Evidence about the move of a WhatsApp group</h1>
${sandbox ? '<p><strong>Sandbox: practice data. Nothing here is real.</strong></p>\n' : ''}<p>Move ${escaped(migration.id)}, as it was on ${dayAndTime(now)} (London time). HOW-TO-VERIFY.md says how to check it.</p>
</header>
<nav aria-label="Sections">
<ul>
${links.join('\n')}
</ul>
</nav>
<main id="main" tabindex="-1">
${sections.map(sectionHtml).join('\n')}
</main>
</body>
</html>
`;
}

function sectionHtml({ id, title, facts, tables, points }: Section): string {
  const list = facts.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`);
  const items = points.map((point) => `<li>${escaped(point)}</li>`);
  return `<section aria-labelledby="${id}"><h2 id="${id}">${escaped(title)}</h2>
${list.length === 0 ? '' : `<dl>\n${list.join('\n')}\n</dl>\n`}${tables.map(tableHtml).join('')}${items.length === 0 ? '' : `<ul>\n${items.join('\n')}\n</ul>\n`}</section>`;
}

function tableHtml({ caption, head, rows }: Section['tables'][number]): string {
  if (rows.length === 0) return '';
  const cells = (row: readonly string[]) =>
    row.map((cell, n) => (n === 0 ? `<th scope="row">${escaped(cell)}</th>` : `<td>${escaped(cell)}</td>`)).join('');
  return `<table><caption>${escaped(caption)}</caption>
<thead><tr>${head.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}
</tbody></table>
`;
}
