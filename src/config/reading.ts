/** What is set from outside, as it was given. */
export type Env = Readonly<Record<string, string | undefined>>;

/** One setting, read: its value, or what to do about it. */
export type Reading<T> =
  | { readonly name: string; readonly state: 'ok'; readonly advice: string; readonly value: T }
  | { readonly name: string; readonly state: 'missing' | 'wrong'; readonly advice: string };

export function ok<T>(name: string, value: T, advice = 'Set.'): Reading<T> {
  return { name, state: 'ok', value, advice };
}

export function missing(name: string, advice: string): Reading<never> {
  return { name, state: 'missing', advice };
}

export function wrong(name: string, advice: string): Reading<never> {
  return { name, state: 'wrong', advice };
}

/** Null for nothing, and for blanks. */
export function given(env: Env, name: string): string | null {
  const value = env[name]?.trim() ?? '';
  return value === '' ? null : value;
}
