import { z } from 'zod';

/** Who has come, and where: from the signed activity. */
export type Visitor = {
  /** Directory object id. */
  readonly person: string;
  /** In a channel or group chat others read along. */
  readonly place: 'personal' | 'shared';
  readonly conversationId: string;
  /** The same for every delivery of one activity; null when the channel gave none. */
  readonly activityId: string | null;
};

/** What has arrived, read once; afterwards nobody looks at the activity's fields again. */
export type Arrival =
  /** Somebody has written to Regroup. The text is without the mention; `files` are those they attached. */
  | { readonly kind: 'message'; readonly from: Visitor; readonly text: string; readonly files: readonly Attached[] }
  /** A button of a card. `verb` and `data` are as the client sent them; `cardId` is the card it was on. */
  | {
      readonly kind: 'action';
      readonly from: Visitor;
      readonly verb: unknown;
      readonly data: unknown;
      readonly cardId: string | null;
    }
  /** Somebody has added Regroup to their own chats. */
  | { readonly kind: 'installed'; readonly from: Visitor }
  /** Nothing that needs an answer. `from` is known when a person caused it. */
  | { readonly kind: 'nothing'; readonly from: Visitor | null }
  /** Turned away; `status` is for the channel. */
  | { readonly kind: 'refused'; readonly reason: Reason; readonly status: 200 | 400 | 403 };

/** A file that somebody attached: it lies in their OneDrive, not in the activity. */
export type Attached = {
  /** As the person has it; empty when Teams does not say. */
  readonly name: string;
  /** Where it can be fetched, by whoever has this address: it stands in for a sign-in, so it is never logged or kept. */
  readonly url: string | null;
  /** The ending of the name, as Teams gives it: `zip`. */
  readonly type: string | null;
};

/** An arrival that is answered with a card. */
export type Visit = Extract<Arrival, { readonly kind: 'message' | 'action' | 'installed' }>;

export type Reason =
  /** Not an activity as the protocol has it. */
  | 'malformed'
  /** Of another organisation, or of none. */
  | 'another-tenant'
  /** There is no telling who acts. */
  | 'no-person'
  /** There is nowhere to send an answer. */
  | 'no-service-url'
  /** Something that our cards and manifest do not ask for. */
  | 'unknown-invoke';

export type Door = {
  /** The organisation's tenant: nobody else comes in. */
  readonly tenantId: string;
  /** In a sandbox answers go to this machine only. */
  readonly loopbackOnly: boolean;
};

const text = z.string().max(100_000);
/** No id of Teams is as long, or holds U+0000, which PostgreSQL cannot store. */
const short = z
  .string()
  .min(1)
  .max(800)
  .refine((id) => !id.includes('\u0000'));
const Activity = z.object({
  type: short,
  id: short.nullish(),
  name: short.nullish(),
  action: short.nullish(),
  text: text.nullish(),
  serviceUrl: z.string().max(2_000).nullish(),
  replyToId: short.nullish(),
  from: z.object({ aadObjectId: z.string().nullish() }).nullish(),
  recipient: z.object({ id: short }).nullish(),
  conversation: z.object({ id: short, conversationType: z.string().nullish(), tenantId: z.string().nullish() }),
  channelData: z.object({ tenant: z.object({ id: z.string() }).nullish() }).nullish(),
  entities: z.array(z.unknown()).nullish(),
  attachments: z.array(z.unknown()).nullish(),
  value: z.unknown().optional(),
});
type Activity = z.infer<typeof Activity>;

/** Reads what the channel delivered. Never throws: what cannot be read is refused. */
export function readActivity(body: unknown, door: Door): Arrival {
  const read = Activity.safeParse(body);
  if (!read.success) return refused('malformed', 400);
  const activity = read.data;
  if (!isOurs(activity, door.tenantId)) return refused('another-tenant', 403);
  if (!canBeAnswered(activity, door.loopbackOnly)) return refused('no-service-url', 200);
  const from = visitor(activity);
  if (activity.type === 'message') return from === null ? refused('no-person', 403) : message(activity, from);
  if (activity.type === 'invoke') return from === null ? refused('no-person', 403) : invoke(activity, from);
  // conversationUpdate comes as well; answering both would greet twice.
  const isAdded = activity.type === 'installationUpdate' && activity.action === 'add';
  if (isAdded && from?.place === 'personal') return { kind: 'installed', from };
  return { kind: 'nothing', from };
}

function refused(reason: Reason, status: 200 | 400 | 403): Arrival {
  return { kind: 'refused', reason, status };
}

/** Every tenant that the activity names has to be ours, and it has to name one. */
function isOurs({ conversation, channelData }: Activity, tenantId: string): boolean {
  const named = [conversation.tenantId, channelData?.tenant?.id].filter((id) => id !== null && id !== undefined);
  return named.length > 0 && named.every((id) => id.toLowerCase() === tenantId.toLowerCase());
}

function canBeAnswered({ serviceUrl }: Activity, loopbackOnly: boolean): boolean {
  if (serviceUrl === null || serviceUrl === undefined || !URL.canParse(serviceUrl)) return false;
  const { protocol, hostname } = new URL(serviceUrl);
  if (loopbackOnly) return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return protocol === 'https:';
}

function visitor({ id, from, conversation }: Activity): Visitor | null {
  const person = z.guid().toLowerCase().safeParse(from?.aadObjectId);
  if (!person.success) return null;
  return {
    person: person.data,
    // Whatever is not said to be personal is taken to be read by others.
    place: conversation.conversationType === 'personal' ? 'personal' : 'shared',
    conversationId: conversation.id,
    activityId: id ?? null,
  };
}

function message(activity: Activity, from: Visitor): Arrival {
  const mentions = mentionsOf(activity);
  if (from.place === 'shared' && mentions.length === 0) return { kind: 'nothing', from };
  const bare = mentions.reduce((rest, mention) => rest.replaceAll(mention, ' '), activity.text ?? '');
  return { kind: 'message', from, text: plain(bare), files: filesIn(activity) };
}

const FileInfo = z.object({
  downloadUrl: z.string().max(8_000).catch(''),
  fileType: z.string().max(20).nullish().catch(null),
});
const File = z.object({
  contentType: z.literal('application/vnd.microsoft.teams.file.download.info'),
  name: z.string().max(1_000).catch(''),
  content: z.unknown().optional(),
});

/** Only files: every message also brings its own text as HTML, and pictures and cards are of no use here. */
function filesIn({ attachments }: Activity): readonly Attached[] {
  return (attachments ?? []).flatMap((attachment) => {
    const file = File.safeParse(attachment);
    if (!file.success) return [];
    // A file that Teams names and does not say where it is was attached all the same, and its sender has to hear of it.
    const info = FileInfo.safeParse(file.data.content).data ?? { downloadUrl: '', fileType: null };
    const name = file.data.name.replaceAll(/\p{Cc}/gu, ' ').trim();
    return [{ name, url: info.downloadUrl === '' ? null : info.downloadUrl, type: info.fileType ?? null }];
  });
}

const Mention = z.object({ type: z.literal('mention'), text: short, mentioned: z.object({ id: z.string() }) });

/** How the text says Regroup's name: `<at>Regroup</at>`. */
function mentionsOf({ entities, recipient }: Activity): readonly string[] {
  return (entities ?? []).flatMap((entity) => {
    const mention = Mention.safeParse(entity);
    return mention.success && mention.data.mentioned.id === recipient?.id ? [mention.data.text] : [];
  });
}

/** Without the marks around the names of others, and without the spaces that editors leave behind. */
function plain(written: string): string {
  return written
    .replaceAll(/<\/?at[^>]{0,100}>/g, '')
    .replaceAll(/&nbsp;|\s/g, ' ')
    .trim();
}

const CardAction = z.object({ action: z.object({ verb: z.unknown().optional(), data: z.unknown().optional() }) });

function invoke({ name, value, replyToId }: Activity, from: Visitor): Arrival {
  if (name !== 'adaptiveCard/action') return refused('unknown-invoke', 400);
  const read = CardAction.safeParse(value);
  const { verb, data } = read.success ? read.data.action : {};
  return { kind: 'action', from, verb, data, cardId: replyToId ?? null };
}
