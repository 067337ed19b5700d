import { z } from 'zod';

/** As much of an activity as has to be there to write in its place. */
const Personal = z.looseObject({
  serviceUrl: z.string(),
  from: z.looseObject({ aadObjectId: z.string() }),
  recipient: z.looseObject({ id: z.string() }),
  conversation: z.looseObject({ id: z.string(), conversationType: z.literal('personal') }),
  channelData: z.unknown().optional(),
});

/** Where somebody's own chat with Regroup is: what their client last said of it. */
export type OwnChat = Pick<
  z.output<typeof Personal>,
  'serviceUrl' | 'from' | 'recipient' | 'conversation' | 'channelData'
>;

/** The own chats that were seen passing through the sandbox. In memory only. */
export type Chats = {
  /** Takes note of an activity as a client sent it, whatever it is. */
  note(activity: unknown): void;
  /** Null as long as this person's client has sent nothing from their own chat. */
  chatOf(person: string): OwnChat | null;
};

export function rememberChats(): Chats {
  const chats = new Map<string, OwnChat>();
  return {
    note: (activity) => {
      const read = Personal.safeParse(activity);
      if (!read.success) return;
      const { serviceUrl, from, recipient, conversation, channelData } = read.data;
      chats.set(from.aadObjectId.toLowerCase(), { serviceUrl, from, recipient, conversation, channelData });
    },
    chatOf: (person) => chats.get(person.toLowerCase()) ?? null,
  };
}
