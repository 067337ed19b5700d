import { isMap, type Layer, type Values } from './layer.js';
import { PolicyProblem } from './problem.js';

/** Lists whose items an overlay names by their id. */
const BY_ID: readonly string[] = ['rules', 'schedule'];
/** Where `without` looks for an id. Facets and settings are not content: they stay. */
const LEFT_OUT_OF: readonly string[] = [
  ...BY_ID,
  'reasons',
  'alternatives',
  'conditions',
  'confirmations',
  'procedures',
  'sources',
];
/** What an overlay says about itself; no part of the policy. */
const ABOUT: readonly string[] = ['extends', 'without'];

/** Several files as one policy: the pack, then the overlays in order. */
export type Merged = {
  readonly data: Values;
  /** The file and line that a path of the merged policy comes from: the last file that says anything of it. */
  at(path: readonly string[]): { readonly file: string; readonly line: number };
};

/**
 * An overlay changes by key. An entry of a map, and a rule or purpose with the id of an earlier one, changes field by field; anything
 * else is added. A rule stands after the others, or before the one that its `before` names. Words of the lexicon are added to those
 * that are there. `without` lists ids to leave out. Throws `PolicyProblem` for an id that is not there.
 */
export function mergeLayers(layers: readonly [Layer, ...Layer[]]): Merged {
  const [pack, ...overlays] = layers;
  const base = Object.fromEntries(Object.entries(pack.data).filter(([key]) => !ABOUT.includes(key)));
  const data = overlays.reduce<Values>((below, layer) => withoutIds(over(below, layer), layer), base);
  return { data, at: (path) => placeOf(path, layers, data) };
}

function over(below: Values, layer: Layer): Values {
  const result: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(layer.data)) {
    if (ABOUT.includes(key)) continue;
    const old = below[key];
    if (BY_ID.includes(key) && Array.isArray(old) && Array.isArray(value)) result[key] = listed(old, value, key, layer);
    else if (key === 'lexicon') result[key] = joined(old, value);
    else result[key] = isMap(old) && isMap(value) ? entries(old, value) : value;
  }
  return result;
}

function entries(old: Values, added: Values): Values {
  const result: Record<string, unknown> = { ...old };
  for (const [key, value] of Object.entries(added)) {
    const before = Object.hasOwn(old, key) ? old[key] : undefined;
    result[key] = isMap(before) && isMap(value) ? { ...before, ...value } : value;
  }
  return result;
}

/** Maps are joined key by key, lists one after the other. */
function joined(old: unknown, added: unknown): unknown {
  if (Array.isArray(old) && Array.isArray(added)) return [...(old as unknown[]), ...(added as unknown[])];
  if (!isMap(old) || !isMap(added)) return added;
  const result: Record<string, unknown> = { ...old };
  for (const [key, value] of Object.entries(added))
    result[key] = Object.hasOwn(old, key) ? joined(old[key], value) : value;
  return result;
}

function listed(old: readonly unknown[], added: readonly unknown[], section: string, layer: Layer): readonly unknown[] {
  const result = [...old];
  for (const [n, item] of added.entries()) {
    const { before, ...fields } = isMap(item) ? item : {};
    const value = isMap(item) ? fields : item;
    const known = result.findIndex((one) => idOf(one) !== null && idOf(one) === idOf(value));
    const merged = known < 0 ? value : { ...(result[known] as Values), ...fields };
    if (before === undefined && known >= 0) result[known] = merged;
    else {
      if (known >= 0) result.splice(known, 1);
      const place = before === undefined ? result.length : result.findIndex((one) => idOf(one) === before);
      if (place < 0) throw problem(layer, [section, String(n), 'before'], `${String(before)} does not exist`);
      result.splice(place, 0, merged);
    }
  }
  return result;
}

function withoutIds(data: Values, layer: Layer): Values {
  const ids = layer.data['without'];
  if (ids === undefined) return data;
  if (!Array.isArray(ids)) throw problem(layer, ['without'], 'is not a list of ids');
  return (ids as unknown[]).reduce<Values>((left, id, n) => {
    const next = withoutId(left, id);
    if (next === null) throw problem(layer, ['without', String(n)], `${String(id)} does not exist`);
    return next;
  }, data);
}

function withoutId(data: Values, id: unknown): Values | null {
  for (const key of LEFT_OUT_OF) {
    const value = data[key];
    if (Array.isArray(value) && value.some((one) => idOf(one) === id))
      return { ...data, [key]: value.filter((one) => idOf(one) !== id) };
    if (isMap(value) && typeof id === 'string' && Object.hasOwn(value, id)) {
      const { [id]: _, ...left } = value;
      return { ...data, [key]: left };
    }
  }
  return null;
}

function problem(layer: Layer, path: readonly string[], what: string): PolicyProblem {
  return new PolicyProblem(layer.file, layer.locate(path).line, path.join('.'), what);
}

function idOf(item: unknown): string | null {
  return isMap(item) && typeof item['id'] === 'string' ? item['id'] : null;
}

/** Whoever laid a file over another one is told of their own file first, also where the key itself stands below. */
function placeOf(path: readonly string[], layers: readonly [Layer, ...Layer[]], data: Values) {
  const places = layers.map((layer) => {
    const own = ownPath(path, layer, layers, data);
    return { file: layer.file, ...(own === null ? { depth: 0, line: 1 } : layer.locate(own)) };
  });
  const [pack, ...overlays] = places;
  const touching = overlays.filter(({ depth }) => depth >= Math.min(2, path.length));
  const deepest = Math.max(...touching.map(({ depth }) => depth));
  // Of files that say the same much, the last one counts: it is the one that was taken.
  const { file, line } = touching.findLast(({ depth }) => depth === deepest) ??
    pack ?? { file: layers[0].file, line: 1 };
  return { file, line };
}

/** The same place as this file numbers it; null when the file does not have it. */
function ownPath(
  path: readonly string[],
  layer: Layer,
  layers: readonly Layer[],
  data: Values,
): readonly string[] | null {
  const [section = '', index = '', ...rest] = path;
  if (section === 'lexicon') return lexiconPath(path, layer, layers);
  if (!BY_ID.includes(section) || index === '') return path;
  const id = idOf(itemsOf(data[section])[Number(index)]);
  const own = itemsOf(layer.data[section]);
  // Of two items with one id the second is the mistake; they keep their numbers in a single file.
  const n = idOf(own[Number(index)]) === id ? Number(index) : own.findIndex((one) => idOf(one) === id);
  return n < 0 ? null : [section, String(n), ...rest];
}

/** Phrases of several files stand one after the other. */
function lexiconPath(path: readonly string[], layer: Layer, layers: readonly Layer[]): readonly string[] | null {
  const last = path.at(-1) ?? '';
  if (!/^\d+$/.test(last)) return path;
  const parent = path.slice(0, -1);
  const counts = layers.map(
    ({ data }) => itemsOf(parent.reduce<unknown>((at, key) => (isMap(at) ? at[key] : null), data)).length,
  );
  const mine = layers.indexOf(layer);
  const n = Number(last) - counts.slice(0, mine).reduce((sum, count) => sum + count, 0);
  return n < 0 || n >= (counts[mine] ?? 0) ? null : [...parent, String(n)];
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
