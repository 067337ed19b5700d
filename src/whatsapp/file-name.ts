/** How phones name the file of a chat in their languages; `%` stands for the name of the group. */
const NAMES: readonly string[] = `
WhatsApp Chat with %
WhatsApp Chat - %
`
  .trim()
  .split('\n');

const FRAMES = NAMES.map((name) => name.split('%').map(plain) as [string, string]).sort(
  (a, b) => b.join('').length - a.join('').length,
);

/** The name of the group or chat in an export's file name; null when there is none, as in `_chat.txt`. */
export function groupIn(fileName: string): string | null {
  const base = plain(fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1));
  const name = base
    .replace(/\.(?:txt|zip)$/i, '')
    .replace(/(?: ?\(\d{1,3}\))+$/, '')
    .replace(/\.(?:txt|zip)$/i, '')
    .trim();
  const lower = name.toLowerCase();
  for (const [before, after] of FRAMES) {
    const fits = lower.startsWith(before.toLowerCase()) && lower.endsWith(after.toLowerCase());
    const group = fits ? name.slice(before.length, name.length - after.length).trim() : '';
    if (group !== '' && name.length > before.length + after.length) return group;
  }
  return null;
}

/** Without direction marks and in one form of Unicode: a Mac writes `é` as two characters. */
function plain(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g, '')
    .replace(/[\u00A0\u202F]/g, ' ');
}
