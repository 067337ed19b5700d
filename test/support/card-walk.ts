/** An object anywhere in a card. */
export type Node = Readonly<Record<string, unknown>>;

export type Found = {
  readonly node: Node;
  /** From the card down to the one that holds this node. */
  readonly above: readonly Node[];
  /** The property of the nearest object above that holds it. */
  readonly key: string;
};

/** Every object in the card, the card itself first, in reading order. */
export function nodes(root: Node): readonly Found[] {
  const found: Found[] = [];
  const walk = (value: unknown, above: readonly Node[], key: string): void => {
    if (Array.isArray(value)) for (const one of value) walk(one, above, key);
    else if (value !== null && typeof value === 'object') {
      const node = value as Node;
      found.push({ node, above, key });
      for (const [name, one] of Object.entries(node)) walk(one, [...above, node], name);
    }
  };
  walk(root, [], '');
  return found;
}

/** The type of a node, or an empty string for choices, facts, data and other records without one. */
export function typeOf(node: Node): string {
  return typeof node['type'] === 'string' ? node['type'] : '';
}

export function textOf(node: Node, key: string): string {
  return typeof node[key] === 'string' ? (node[key] as string) : '';
}

export function listOf(node: Node, key: string): readonly Node[] {
  return Array.isArray(node[key]) ? (node[key] as readonly Node[]) : [];
}
