/**
 * What PowerShell's `ConvertTo-Json` makes of a value. It depends on the version and on whether the object came over the wire:
 * a list of one is written as the thing itself, or as `{"value":[…],"Count":1}`; an empty one as `null` or `""`; an enumeration
 * as its name, its number, or `{"value":0,"Value":"Enforce"}`; a date as ISO 8601, as `/Date(1732442400000)/`, or as an object
 * around that. What cannot be read is null, never a guess: the numbers of Microsoft's enumerations are not documented.
 */

type Fields = Readonly<Record<string, unknown>>;

/** Whether it is an object with fields, and no list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field by its name. PowerShell's names have no case, and neither have these; two that differ in case alone are taken as written. */
export function field(value: unknown, name: string): unknown {
  if (!isFields(value)) return undefined;
  if (Object.hasOwn(value, name)) return value[name];
  const key = Object.keys(value).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : value[key];
}

/** Its members: a list of one, of many, or of none. */
export function many(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flat().filter((one) => !isNothing(one));
  if (isNothing(value)) return [];
  const inside = isFields(value) && 'Count' in value ? value['value'] : undefined;
  return Array.isArray(inside) ? inside.filter((one) => !isNothing(one)) : [value];
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}

/** Words; null for none. An id may come as `{"Guid":"…"}`. */
export function text(value: unknown): string | null {
  if (typeof value === 'string') return isNothing(value) ? null : value.trim();
  return isFields(value) && typeof value['Guid'] === 'string' ? text(value['Guid']) : null;
}

/** The name of an enumeration's member, without case; null for a bare number. */
export function member(value: unknown): string | null {
  const name = isFields(value) ? (value['Value'] ?? value['value']) : value;
  return typeof name === 'string' && !/^\d*$/.test(name.trim()) ? name.trim().toLowerCase() : null;
}

/** Yes, no, or not said. */
export function truth(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (word === 'true' || word === 1) return true;
  return word === 'false' || word === 0 ? false : null;
}

/** A moment; null when it has no zone or is no date. */
export function moment(value: unknown): Date | null {
  if (isFields(value)) return moment(value['value']);
  if (typeof value !== 'string') return null;
  const ticks = /^\/Date\((-?\d{1,15})(?:[+-]\d{4})?\)\/$/.exec(value.trim())?.[1];
  const isIso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(value.trim());
  if (ticks === undefined && !isIso) return null;
  const at = new Date(ticks === undefined ? value.trim() : Number(ticks));
  return Number.isNaN(at.getTime()) ? null : at;
}

/** Longer than any schedule: 2,700 years. What is beyond it is a mistake. */
const MOST_DAYS = 1_000_000;

/** A period in days, `Infinity` for one without an end; null when it is not said. Nothing is kept for 0 days. */
export function daysIn(value: unknown): number | null {
  if (isFields(value)) return truth(field(value, 'IsUnlimited')) === true ? Infinity : daysIn(value['Value']);
  if (typeof value === 'string' && value.trim().toLowerCase() === 'unlimited') return Infinity;
  const days = typeof value === 'string' && /^\s*\d{1,7}\s*$/.test(value) ? Number(value) : value;
  return typeof days === 'number' && Number.isInteger(days) && days > 0 && days <= MOST_DAYS ? days : null;
}
