import { zip } from '../../scripts/zip.js';

/** Something in a chat: what somebody sent, or, with nobody, what the app noted. */
export type Line = { readonly at: string; readonly by: string | null; readonly text: string };

/** How a phone writes an export. */
export type Form = { readonly platform: 'android' | 'ios'; readonly order: 'dmy' | 'mdy' };

/** What stands where a picture was. */
const OMITTED = '<Media omitted>';

/** An export as WhatsApp writes it: `05/03/2026, 14:02 - Name: text` or `[05/03/2026, 14:02:10] Name: text`. */
export function exported(lines: readonly Line[], { platform, order }: Form): string {
  const entries = lines.map(({ at, by, text }) => {
    const [date = '', time = ''] = at.split('T');
    const [year = '', month = '', day = ''] = date.split('-');
    const numbers = order === 'dmy' ? [day, month, year] : [month, day, year];
    const from = by === null ? '' : `${by}: `;
    if (platform === 'android') return `${numbers.join('/')}, ${time} - ${from}${text}`;
    // An iPhone marks what the app itself wrote.
    const words = text === OMITTED ? '\u200eimage omitted' : `${by === null ? '\u200e' : ''}${text}`;
    return `[${numbers.join('/')}, ${time}:00] ${from}${words}`;
  });
  return `${entries.join(platform === 'android' ? '\n' : '\r\n')}\n`;
}

/** The same as an iPhone or a phone with media sends it: a zip with the chat in it. */
export function zipped(text: string, platform: Form['platform'], group: string): { name: string; bytes: Buffer } {
  const inside = platform === 'ios' ? '_chat.txt' : `WhatsApp Chat with ${group}.txt`;
  const name = platform === 'ios' ? `WhatsApp Chat - ${group}.zip` : `WhatsApp Chat with ${group}.zip`;
  return { name, bytes: zip([{ name: inside, bytes: Buffer.from(text) }]) };
}

/** Everything in the chat of `residential` that nobody may find afterwards, by what it is. */
export const SECRETS = {
  texts: [
    'Marigold coach leaves from the lower gate',
    'inhaler for the boy in the blue cabin',
    'quiltwork on the back seat',
    'ring the lodge on',
    'thursday rota with the kettle',
    'periwinkle lunch boxes',
  ],
  /** As they stand in the chat, and without spaces. */
  numbers: ['07700 900771', '07700900771', '7700900771', '7700 900771', '07700 900107', '7700900107', '7700 900107'],
  /** In somebody's address book, and nowhere in the directory. */
  names: ['Dave Coaches', 'Nan Pemberlow', 'Zebedee'],
} as const;

/**
 * A chat of a group of Oakfield: two of staff by their names, one by his number, and three whom the directory does not have. With
 * `ambiguous` all of it is on one day whose number and month can be told apart by nobody.
 */
export function residential(options: { readonly ambiguous: boolean }): readonly Line[] {
  const [coach, inhaler, quilt, lodge, rota, lunch] = SECRETS.texts;
  const first = options.ambiguous ? '2026-03-05' : '2026-03-17';
  const later = options.ambiguous ? '2026-03-05' : '2026-04-28';
  const staff = 'Ben Whitlock';
  return [
    { at: `${first}T08:01`, by: null, text: ENCRYPTED },
    { at: `${first}T08:01`, by: null, text: 'Amara Osei created group "Year 6 residential"' },
    { at: `${first}T08:02`, by: null, text: `Amara Osei added ${staff}` },
    { at: `${first}T08:03`, by: null, text: 'Amara Osei added Dave Coaches' },
    { at: `${first}T08:10`, by: 'Amara Osei', text: `${coach} at eight` },
    { at: `${first}T08:12`, by: 'Dave Coaches', text: `${quilt}, I have put it there` },
    { at: `${first}T08:20`, by: '+44 7700 900107', text: `please bring the ${inhaler}` },
    { at: `${first}T08:21`, by: staff, text: `I ${lodge} 07700 900771\nand ask for Zebedee` },
    { at: `${first}T08:40`, by: 'Nan Pemberlow', text: OMITTED },
    { at: `${later}T09:05`, by: '+44 7700 900107', text: `here is the ${rota}` },
    { at: `${later}T09:06`, by: staff, text: `and ${lunch}` },
    { at: `${later}T09:30`, by: null, text: 'Nan Pemberlow left' },
  ];
}

const ENCRYPTED =
  'Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them. ' +
  'Tap to learn more.';
