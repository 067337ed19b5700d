/**
 * Values on their way into and out of a JSON column: instants become `{"$at": "2026-11-26T14:32:00.000Z"}`, and text loses
 * what PostgreSQL cannot store (the character U+0000 and halves of surrogate pairs), so odd input never fails a transaction.
 */
export function pack(value: unknown): unknown {
  if (value instanceof Date) return { $at: value.toISOString() };
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(pack);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [storable(key), pack(member)]));
}

/** The value that `pack` was given. `T` is trusted: only `pack` writes these columns. */
export function unpack<T>(stored: unknown): T {
  return revive(stored) as T;
}

/** Text as PostgreSQL can store it. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '').replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}

function revive(stored: unknown): unknown {
  if (Array.isArray(stored)) return stored.map(revive);
  if (stored === null || typeof stored !== 'object') return stored;
  if ('$at' in stored && typeof stored.$at === 'string') return new Date(stored.$at);
  return Object.fromEntries(Object.entries(stored).map(([key, member]) => [key, revive(member)]));
}
