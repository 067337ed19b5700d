import { count, dayAndTime } from '../calendar/words.js';
import type { PackSource } from './data.js';

/** What of the audit record goes along. */
export type Proof = {
  /** Entries about the move and its team, each with a proof against the last checkpoint. */
  readonly entries: number;
  /** Those that are newer than it, and so are left out. */
  readonly newer: number;
  /** How many entries the last checkpoint stands over, and when it was signed. */
  readonly size: number;
  readonly signedAt: Date;
};

/** `HOW-TO-VERIFY.md`: for somebody who has never heard of Regroup. */
export function howToVerify(
  { migration, now, sandbox }: PackSource,
  { entries, newer, size, signedAt }: Proof,
): string {
  return `# How to check this pack
${sandbox ? '\n**Made in the sandbox: the people and the school in it are invented.**\n' : ''}
This is the evidence about the move \`${migration.id}\`, as it was on ${dayAndTime(now)} (London time).

## One command
You need Node.js 20 or newer, and no network. In the folder with these files:

    node verify.mjs .

It says *intact* when every entry of \`proofs.jsonl\` is in the audit record that was signed for, when the checkpoints in \`checkpoints/\`
go on from one another, and when every file here is the one that \`SHA256SUMS\` is about. Anything else names what does not fit.

## Is it the school's record?
A whole pack can be made anew by whoever has the keys. So bring something from outside it: a checkpoint that a data protection officer
has had in their Teams chat since then, or the key that the school has published.

    node verify.mjs . --checkpoint FILE
    node verify.mjs . --key 'NAME+HASH+KEY'

Ask the school for the entry \`pack.made\` about this move as well: it has the SHA-256 of the zip that this pack came in.

## Without Node.js
Whether a file was changed since the pack was made: \`sha256sum -c SHA256SUMS\` (macOS: \`shasum -a 256 -c SHA256SUMS\`).

## What is here
- \`summary.html\`: what happened, to be read and printed. The JSON files beside it have the same in full.
- \`decisions.json\`, \`people.json\`, \`attestations.json\`, \`evidence.json\`, \`reconciliation.json\`: from the school's database.
- \`proofs.jsonl\`, \`consistency.jsonl\`, \`checkpoints/\`, \`keys.txt\`: ${count(entries, 'entry', 'entries')} of the audit record of ${size} entries, signed on ${dayAndTime(signedAt)}.
${newer === 0 ? '' : `- ${count(newer, 'entry is', 'entries are')} newer than that and not here.\n`}- \`manifest.json\`: every file with its SHA-256.

## What it does not prove
The JSON files come from a database whose operator can change it; the audit entries are what they cannot change unseen. Compare them where it
matters. What members say about their phones is their own statement. A read-out of Microsoft Purview shows its settings, not that
anything was kept or deleted.
`;
}
