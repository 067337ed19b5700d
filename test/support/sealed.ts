import type { DryRun, HistoryMode } from '../../src/history/history.js';
import type { Vault } from '../../src/history/ports.js';
import { sealContents } from '../../src/history/sealed.js';
import type { SealedExport } from '../../src/migration/chat.js';
import type { Draft } from '../../src/migration/migration.js';
import { exported as exportedFacts } from './exports.js';
import { exported, type Line } from './whatsapp.js';

/** A vault that has the same chat sealed for every move. */
export function vaultWith(lines: readonly Line[], names: ReadonlyMap<string, string>): Vault {
  const bytes = sealContents(names, Buffer.from(exported(lines, { platform: 'android', order: 'dmy' })));
  const at = new Date('2026-11-24T09:00:00Z');
  const sealed = { sha256: 'ab'.repeat(32), bytes: bytes.length, sealedAt: at, expiresAt: at };
  const gone = new Set<string>();
  return {
    seal: async (migrationId) => ({ migrationId, ...sealed }),
    sealed: async (migrationId) => (gone.has(migrationId) ? null : { migrationId, ...sealed }),
    open: async (migrationId) => (gone.has(migrationId) ? null : { name: 'chat.txt', bytes }),
    expireBy: async () => undefined,
    destroy: async (migrationId) => gone.add(migrationId) === gone,
    expired: async () => [],
  };
}

/** What a dry run came to that has nothing of interest in it. */
const PLAN: DryRun = {
  posts: 0,
  dropped: {},
  oldest: null,
  newest: null,
  requests: 3,
  minutes: 1,
  attributed: 0,
  parted: 0,
};

/** An export that is sealed for this way of moving history. */
export function sealedFor(mode: HistoryMode, plan: Partial<DryRun> = {}): SealedExport {
  const sealedAt = new Date('2026-11-24T09:00:00Z');
  const expiresAt = new Date('2026-12-22T09:00:00Z');
  return { export: exportedFacts().sha256, sealedAt, expiresAt, mode, plan: { ...PLAN, ...plan } };
}

/** What a draft at the history step has when its export is sealed for picking records. */
export function sealedForRecords(): Pick<Draft, 'step' | 'history' | 'exported' | 'sealed'> {
  const history = 'selected-records';
  return { step: 'history', history, exported: exportedFacts(), sealed: sealedFor(history) };
}
