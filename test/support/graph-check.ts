import { existsSync } from 'node:fs';
import addFormats from 'ajv-formats';
import { Ajv } from 'ajv';

/** A request for Microsoft Graph, as the simulated tenant received it. */
export type SentRequest = { readonly method: string; readonly target: string; readonly body: unknown };

/** What Microsoft's own metadata says against these requests: a sentence for each that it does not know. */
export type GraphCheck = (requests: readonly SentRequest[]) => readonly string[];

type Metadata = {
  check(
    method: string,
    url: string,
    body: unknown,
  ): { readonly ok: boolean | undefined; readonly why?: string | undefined };
};

/** The published metadata of Graph v1.0 with its checker, which lie beside the project where this project is made. */
const CHECKER = new URL('../../../shared/tools/graph/check.mjs', import.meta.url);

let loaded: GraphCheck | null = null;
let hasWarned = false;

/** Null, said loudly, where the metadata is absent: then nothing was checked. */
export async function graphCheck(): Promise<GraphCheck | null> {
  if (!existsSync(CHECKER)) {
    // Once in a process: said of every test, it would hide everything else.
    if (!hasWarned)
      console.warn('NOT CHECKED: the metadata of Microsoft Graph is not on this machine; requests were not compared.');
    hasWarned = true;
    return null;
  }
  loaded ??= await load();
  return loaded;
}

async function load(): Promise<GraphCheck> {
  const { load: read } = (await import(CHECKER.href)) as { load(parts: object): Metadata };
  const metadata = read({ Ajv, addFormats });
  return (requests) =>
    requests.flatMap(({ method, target, body }) => {
      const { ok, why } = metadata.check(...inMetadata(method, target), body);
      return ok === true ? [] : [`${method} ${target}: ${why ?? 'refused'}`];
    });
}

/**
 * Two documented forms of address that metadata has no room for: an item by its name in a folder (`items/F:/name:/action`), which
 * is checked as that action of an item, and the content of an item, a stream, which is checked as the item.
 */
function inMetadata(method: string, target: string): readonly [method: string, target: string] {
  const { pathname, search } = new URL(target, 'https://graph.microsoft.com');
  const [, item, action] = /^(\/v1\.0\/drives\/[^/]+\/items\/[^/:]+):\/[^/:]+:\/(\w+)$/.exec(pathname) ?? [];
  if (item === undefined) return [method, target];
  return action === 'content' && method === 'PUT' ? ['GET', item] : [method, `${item}/${action}${search}`];
}
