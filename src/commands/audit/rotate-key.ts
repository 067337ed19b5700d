import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readKey } from '../../audit/note.js';
import { signLog, useKey } from '../../audit/signing.js';
import { nextKey, signerIn } from '../../edges/signing/key-file.js';
import { keyFileIn } from '../../edges/signing/signing.js';
import { CommandProblem, type Terminal } from '../command.js';
import { withDatabase } from '../database.js';

/**
 * Puts another key in place of the one that signs for the record. The record names the new key, and the old key signs for that before it
 * goes, so whoever trusts the old one can trust the new one. A running bot signs with the new one from its next checkpoint on.
 */
export async function rotateKey(data: string | undefined, terminal: Terminal): Promise<number> {
  const { env, out } = terminal;
  const named = env['REGROUP_AUDIT_KEY']?.trim() ?? '';
  if (named.includes('://'))
    throw new CommandProblem(
      'The key is in Azure Key Vault. Make a new version of the secret there: the next checkpoint is signed with it, and the record names it. Tell the data protection officer the new key: the old one does not vouch for it.',
    );
  const file = named !== '' ? named : keyFileIn(data ?? env['REGROUP_DATA'] ?? './data');
  if (!existsSync(file)) throw new CommandProblem(`There is no key in ${file} yet. Start Regroup once.`);
  return withDatabase(terminal, data, async (store) => {
    const known = (await store.transact(({ log }) => log.keys())).at(-1);
    if (known === undefined) throw new CommandProblem('Nothing is signed yet. Start Regroup once.');
    const origin = readKey(known).name;
    const before = await signerIn(file, origin);
    const next = nextKey(file, origin);
    const occasion = { when: new Date(), correlationId: randomUUID() };
    await store.transact((tx) => useKey(tx, before.key, occasion));
    await store.transact((tx) => useKey(tx, next.signer.key, occasion));
    const signed = await signLog(store, { origin, signer: async () => before }, { ...occasion, always: true });
    if (signed === 'refused')
      throw new CommandProblem(
        'The record does not go on from its last checkpoint: run "audit verify". The key stays.',
      );
    await next.put();
    out(`the key ${next.signer.key.hash} signs from now on, in place of ${before.key.hash}`);
    return 0;
  });
}
