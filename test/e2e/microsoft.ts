import assert from 'node:assert/strict';
import type { JournalEntry, RequestRecord, State } from '../../src/edges/sandbox/tenant.js';
import type { Channel } from '../../src/edges/sandbox/tenant/state.js';
import type { Announced } from './demo.js';

/** What the simulated Microsoft 365 holds, and what happened there. */
export type Tenant = {
  readonly state: State;
  readonly journal: readonly JournalEntry[];
  readonly requests: RequestRecord[];
};

export async function tenantOf<N extends keyof Tenant>({ tenant }: Announced, noun: N): Promise<Tenant[N]> {
  return (await (await fetch(`${tenant}/sandbox/${noun}`)).json()) as Tenant[N];
}

/** The channel of this name; fails when there is none. */
export async function channelOf(demo: Announced, wanted: string): Promise<Channel> {
  const { groups } = await tenantOf(demo, 'state');
  const found = groups.flatMap(({ team }) => team?.channels ?? []).find(({ name }) => name === wanted);
  return found ?? assert.fail('there is no channel of that name');
}
