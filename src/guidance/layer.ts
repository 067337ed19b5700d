import { isMap as isYamlMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { PolicyProblem } from './problem.js';

/** A policy file as it was written. */
export type PackFile = { readonly file: string; readonly text: string };
export type Values = Readonly<Record<string, unknown>>;

/** One file of a policy: a pack, or an overlay that changes the one below it. */
export type Layer = PackFile & {
  readonly data: Values;
  /** How much of the path stands in this file, in steps, and the line of the last of them. */
  locate(path: readonly string[]): { readonly depth: number; readonly line: number };
};

/** The file with its content; one that was read already is taken as it is. Throws `PolicyProblem` for text that is not YAML, or has no keys. */
export function readLayer(pack: PackFile | Layer): Layer {
  if ('locate' in pack) return pack;
  const { file, text } = pack;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const what = broken.message.split('\n')[0] ?? broken.message;
    throw new PolicyProblem(file, lines.linePos(broken.pos[0]).line, '', what);
  }
  const data: unknown = document.toJS();
  if (!isMap(data)) throw new PolicyProblem(file, 1, '', 'is not a policy: it has no keys');
  return { file, text, data, locate: (path) => locate(document, lines, path) };
}

export function isMap(value: unknown): value is Values {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function locate(document: Document, lines: LineCounter, path: readonly string[]) {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const offset = offsetOf(document, path.slice(0, depth));
    if (offset !== null) return { depth, line: lines.linePos(offset).line };
  }
  return { depth: 0, line: 1 };
}

/** Where the key stands, or the item of a list; null when the file does not have it. */
function offsetOf(document: Document, path: readonly string[]): number | null {
  const steps = path.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  if (!document.hasIn(steps)) return null;
  const parent: unknown = document.getIn(steps.slice(0, -1), true) ?? document.contents;
  const key = isYamlMap(parent)
    ? parent.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === path.at(-1))?.key
    : null;
  return startOf(key) ?? startOf(document.getIn(steps, true));
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}
