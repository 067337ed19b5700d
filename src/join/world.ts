import { randomInt } from 'node:crypto';
import type { Config } from '../config.js';
import { openReadings } from '../conversation/readings.js';
import type { World } from '../conversation/world.js';
import { graphCredential, openGraph, type Circuit, type Patience } from '../edges/graph/graph.js';
import { OAKFIELD } from '../edges/sandbox/oakfield.js';
import type { OpenVault } from '../edges/storage/vault.js';
import type { Policy } from '../guidance/types.js';
import type { Log } from '../log.js';
import type { HistoryWorld, Welcoming } from '../migration/course.js';
import type { Store } from '../records/store.js';
import { historyWorldOf } from './history.js';
import { signInEnds } from './sign-in.js';

/** Eight of these: 40 bits that nobody guesses, and no two that look alike. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** What all worlds of a bot share. */
export type Shared = {
  readonly config: Config;
  readonly log: Log;
  readonly store: Store;
  readonly policy: Policy;
  readonly vault: OpenVault;
  /** What is known of an outage of Microsoft 365. */
  readonly circuit: Circuit;
  readonly now: () => Date;
};

/** The world as Regroup sees it; how patient it is depends on whether somebody waits for a card. */
export function worldOf(
  shared: Shared,
  patience: Patience,
): World & { readonly history: HistoryWorld; readonly install: Welcoming['install'] | null } {
  const { config, log, store, policy, vault, circuit, now } = shared;
  const sandboxUrl = config.sandbox?.graph ?? null;
  const opened = openGraph({ sandboxUrl, credential: graphCredential(config), report: log.warn, patience, circuit });
  const { history: place, application, installApp, ...graph } = opened;
  const organisation = config.organisation ?? OAKFIELD.organisation;
  const app = organisation.channels?.app;
  return {
    ...graph,
    store,
    policy,
    organisation,
    vault,
    history: historyWorldOf({ place, directory: graph.directory, vault, policy, organisation }),
    install: app === undefined ? null : (teamId) => installApp(teamId, app),
    now,
    newId: (kind) => `${kind}-${Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`,
    readings: openReadings(),
    trust: { key: config.evidenceKey, tenantId: config.app.tenantId },
    signInEnds: () => signInEnds(config, application),
    attachPage: attachPageOf(config),
  };
}

/** The sandbox's files come from the page on which they are chosen. */
function attachPageOf({ sandbox }: Config): string | null {
  return sandbox === null || sandbox.files === null ? null : `${sandbox.files}/`;
}
