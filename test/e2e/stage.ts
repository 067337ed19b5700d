import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { temporaryFolder } from '../support/database.js';
import { openBrowser, TeamsClient } from './client.js';
import { startDemo, type Demo } from './demo.js';

/** Where a story is played: the demo as a user starts it, on a data folder of its own, and a browser. */
export type Stage = {
  readonly dataDir: string;
  readonly demo: Demo;
  readonly browser: Browser;
  /** Everybody at a client of their own, in the demo's order, once Regroup has welcomed them. */
  enter(): Promise<TeamsClient[]>;
  /** Ctrl-C. Throws when a process is left after it. */
  close(): Promise<void>;
};

/** Starts the demo with these arguments. What was started is ended again when the rest cannot be. */
export async function openStage(...args: readonly string[]): Promise<Stage> {
  const dataDir = temporaryFolder();
  let demo: Demo | null = null;
  let browser: Browser | null = null;
  const close = async () => {
    await browser?.close();
    const left = (await demo?.stop()) ?? [];
    rmSync(dataDir, { recursive: true, force: true });
    assert.deepEqual(left, [], 'processes are left after Ctrl-C');
  };
  try {
    const opened = { demo: (demo = await startDemo(dataDir, ...args)), browser: (browser = await openBrowser()) };
    return { ...opened, dataDir, close, enter: () => enter(opened) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function enter({ demo, browser }: Pick<Stage, 'demo' | 'browser'>): Promise<TeamsClient[]> {
  const clients = await Promise.all(demo.clients.map(({ url }) => TeamsClient.open(browser, url)));
  for (const client of clients) await client.card('Ask before you message');
  return clients;
}
