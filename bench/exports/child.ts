import { readFileSync } from 'node:fs';
import { ExportProblem } from '../../src/whatsapp/entry.js';
import { inspectFile } from '../../src/whatsapp/inspect.js';
import { openExport } from '../../src/whatsapp/zip.js';

/**
 * One measurement in a process of its own, of which the memory can then be told: `idle`, `inspect FILE` or `refuse FILE`. Prints what it
 * found, the time, and the largest resident memory (`maxRSS` of getrusage) in bytes.
 */
const [what, file = ''] = process.argv.slice(2);
const bytes = what === 'refuse' ? readFileSync(file) : null;
const before = process.resourceUsage().maxRSS * 1024;
const start = performance.now();
const found = await measured();
const milliseconds = performance.now() - start;
console.log(JSON.stringify({ found, milliseconds, before, rss: process.resourceUsage().maxRSS * 1024 }));

async function measured(): Promise<string> {
  if (what === 'inspect') {
    const { readings } = await inspectFile(file, { special: { health: ['asthma'] }, today: new Date() });
    return `${readings[0].entries} entries`;
  }
  if (bytes === null) return 'nothing';
  try {
    const { chat } = await openExport('chat.zip', bytes);
    for await (const chunk of chat.open()) if (chunk.byteLength === 0) return 'an empty chunk';
    return 'all of it';
  } catch (error) {
    if (error instanceof ExportProblem) return error.code;
    throw error;
  }
}
