import { stat } from 'node:fs/promises';
import type { Order, Warning } from '../whatsapp/entry.js';
import type { InspectOptions } from '../whatsapp/inspect.js';
import { CommandProblem, readArguments, type Command, type Terminal } from './command.js';

const ORDERS: readonly Order[] = ['dmy', 'mdy', 'ymd', 'ydm'];
/** Lines are written many at a time: one by one, a large export would take as long to write as to read. */
const LINES_AT_ONCE = 500;

export const inspect: Command = {
  usage: [
    [
      'inspect FILE [--json] [--order dmy|mdy|ymd|ydm] [--zone Europe/London]',
      'What a WhatsApp export (.txt or .zip) tells about its group: people, times, kinds of content, warnings; nothing is stored',
    ],
    [
      'inspect FILE --entries [--order …]',
      'Each entry as a line of JSON {"at","author","system"}, and "or" where the date can be read in two ways; no message text',
    ],
  ],
  run: async (args, terminal) => {
    const { values, positionals } = readArguments(args, {
      json: { type: 'boolean', default: false },
      entries: { type: 'boolean', default: false },
      order: { type: 'string' },
      zone: { type: 'string' },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0 || (values.json && values.entries))
      throw new CommandProblem('Say inspect FILE, with --json or --entries if a program is to read the answer.');
    if (!(await stat(file)).isFile()) throw new CommandProblem('That is not a file.');
    const order = orderOf(values.order);
    const zone = zoneOf(values.zone);
    if (values.entries) return listEntries(file, order, terminal);
    await summarise(file, { ...order, ...zone, today: new Date() }, values.json, terminal);
    return 0;
  },
};

function orderOf(given: string | undefined): { readonly order?: Order } {
  if (given === undefined) return {};
  const order = ORDERS.find((one) => one === given);
  if (order === undefined)
    throw new CommandProblem('Write --order as dmy, mdy, ymd or ydm: the order of day, month and year in the file.');
  return { order };
}

function zoneOf(given: string | undefined): { readonly zone?: string } {
  if (given === undefined) return {};
  try {
    return { zone: new Intl.DateTimeFormat('en-GB', { timeZone: given }).resolvedOptions().timeZone };
  } catch (error) {
    if (error instanceof RangeError)
      throw new CommandProblem('Write --zone as in the IANA list, such as Europe/London.', { cause: error });
    throw error;
  }
}

/** The policy, and what reads words by it, are loaded for the summary alone. */
async function summarise(file: string, options: Omit<InspectOptions, 'special'>, json: boolean, terminal: Terminal) {
  const [{ policyOf }, { specialWords }, { inspectFile }, { report }] = await Promise.all([
    import('./policy.js'),
    import('../conversation/special-words.js'),
    import('../whatsapp/inspect.js'),
    import('../whatsapp/report.js'),
  ]);
  const policy = policyOf(terminal);
  const found = await inspectFile(file, { ...options, special: specialWords(policy) });
  if (json) return terminal.out(JSON.stringify(found));
  const subjects = Object.fromEntries(Object.entries(policy.contents).map(([id, { phrase }]) => [id, phrase]));
  for (const line of report(found, subjects)) terminal.out(line);
}

/** One line for each entry, in the order of the file, as fast as they are taken. */
async function listEntries(file: string, order: { readonly order?: Order }, terminal: Terminal): Promise<number> {
  const [{ openExportFile }, { readExport }] = await Promise.all([
    import('../whatsapp/zip.js'),
    import('../whatsapp/read.js'),
  ]);
  const { chat } = await openExportFile(file);
  let lines: string[] = [];
  const write = () => {
    if (lines.length > 0) terminal.out(lines.join('\n'));
    lines = [];
  };
  async function* inStep() {
    for await (const chunk of chat.open()) {
      yield chunk;
      // Whoever reads the lines may be slower: nothing more is read until they have come that far.
      await terminal.drained?.();
    }
  }
  const { warnings } = await readExport({ ...chat, open: inStep }, { ...order, today: new Date() }, (entry) => {
    const { at, or, author, notice, kind } = entry;
    const system = notice !== null || kind === 'notice';
    lines.push(JSON.stringify({ at, ...(or === null ? {} : { or }), author: system ? null : author, system }));
    if (lines.length >= LINES_AT_ONCE) write();
  });
  write();
  await warn(warnings, terminal);
  return 0;
}

async function warn(warnings: readonly Warning[], { err }: Terminal): Promise<void> {
  if (warnings.length === 0) return;
  const { warningText } = await import('../whatsapp/warning-text.js');
  for (const { what, todo } of warnings.map(warningText)) err(`${what} ${todo}`);
}
