/**
 * A hold on a move: somebody has asked for what the group holds, so nothing of it may be deleted and no history is moved. It is put on a
 * move that runs; a request that is known before stops the move at its gate.
 */
export type Hold = {
  readonly by: string;
  readonly at: Date;
  /** How many had attested by then that they deleted the chat. */
  readonly attested: number;
  /** Null while it lasts. */
  readonly ended: { readonly by: string; readonly at: Date } | null;
};
