import { join } from 'node:path';
import { ConfigProblem, type Config } from '../config.js';
import { specialWords } from '../conversation/special-words.js';
import type { Organisation } from '../conversation/world.js';
import { installationKey } from '../edges/storage/secrets.js';
import { openVault, type OpenVault } from '../edges/storage/vault.js';
import type { Policy } from '../guidance/types.js';
import type { HistoryPlace } from '../history/ports.js';
import type { HistoryWorld } from '../migration/course.js';
import { tendHistory, type Tending } from '../migration/tending.js';
import type { Directory } from '../roster/person.js';

/** Where sealed exports wait: always there, because what was sealed has to be destroyed whatever the settings say now. */
export function openVaultFor(config: Config, url: string, report: (message: string) => void): OpenVault {
  const folder = join(config.dataDir, 'seals');
  const key = installationKey(config.sealKey, folder);
  if (key === null)
    throw new ConfigProblem(
      'REGROUP_SEAL_KEY',
      'Set it to 32 bytes in base64 (openssl rand -base64 32), or to the path of a file with them, or remove it.',
    );
  return openVault({ url, key, folder, report });
}

/** What runs need to move a chat's history, as the organisation wants it. */
export function historyWorldOf(given: {
  readonly place: HistoryPlace;
  readonly directory: Directory;
  readonly vault: OpenVault;
  readonly policy: Policy;
  readonly organisation: Organisation;
}): HistoryWorld {
  const { organisation, policy, ...rest } = given;
  const { account = null, label = null, outsideSchoolHours = true } = organisation.history ?? {};
  return { ...rest, account, label, outsideSchoolHours, special: specialWords(policy) };
}

const EVERY_MS = 60_000;

/** The watchdog: now, and every minute from now on. The answer ends it, and waits for a round that is under way. */
export function tendAgainAndAgain(
  world: Tending & { readonly now: () => Date },
  report: (message: string) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | null = null;
  let isOver = false;
  const round = async () => {
    try {
      await tendHistory(world, world.now(), report);
    } catch (error) {
      report(`looking after moved history failed: ${error instanceof Error ? error.name : typeof error}`);
    }
    if (!isOver) timer = setTimeout(() => (current = round()), EVERY_MS);
  };
  let current = round();
  return async () => {
    isOver = true;
    if (timer !== null) clearTimeout(timer);
    await current;
  };
}
