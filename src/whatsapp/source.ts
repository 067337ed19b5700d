/** Where the bytes of an export come from. They can be asked for more than once: a reader may look twice and keep nothing. */
export type Source = {
  /** The file's name as the person has it: `WhatsApp Chat with PE staff.txt`. May hold the name of the group. */
  readonly name: string;
  /** How many bytes there are. */
  readonly bytes: number;
  open(): AsyncIterable<Uint8Array>;
};

/** An export that is in memory already. */
export function sourceOf(name: string, bytes: Uint8Array): Source {
  return {
    name,
    bytes: bytes.byteLength,
    async *open() {
      yield bytes;
    },
  };
}
