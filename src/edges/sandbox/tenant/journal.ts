import { appendFileSync } from 'node:fs';

/** What can happen to a tenant. */
export type Happening =
  | 'group.created'
  | 'team.created'
  | 'channel.created'
  | 'member.added'
  | 'channel.member.added'
  | 'app.installed'
  | 'migration.started'
  | 'message.posted'
  | 'migration.completed'
  | 'channel.deleted'
  | 'member.removed'
  | 'file.uploaded'
  | 'label.set'
  | 'account.changed'
  | 'account.deleted';

/** One effect, in the order in which they happened: what a test reads to see that nothing was done twice. */
export type JournalEntry = {
  readonly seq: number;
  readonly at: string;
  readonly what: Happening;
  /** Ids, and names of groups and channels. */
  readonly facts: Readonly<Record<string, string>>;
};

/** Writes the entry down at once, so that it is there even when this process is killed in the next moment. */
export function writeDown(file: string, entry: JournalEntry): void {
  appendFileSync(file, `${JSON.stringify(entry)}\n`);
}
