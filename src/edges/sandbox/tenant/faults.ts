import { z } from 'zod';

/** Something that goes wrong on purpose. */
export const Fault = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH']).optional(),
  /** A regular expression on the path (`/members/add$`); any path when left out. */
  path: z.string().optional(),
  /** The first matching request that it hits, counted from 1 since the fault was set. */
  nth: z.int().min(1).default(1),
  /** How many matching requests it hits from there on. */
  times: z.int().min(1).default(1),
  effect: z.discriminatedUnion('kind', [
    /** Answered with an error instead of being done. */
    z.strictObject({
      kind: z.literal('status'),
      status: z.int().min(400).max(599),
      code: z.string().default('SimulatedFault'),
      retryAfter: z.int().min(0).optional(),
    }),
    /** The connection ends without an answer, `before` or `after` the request was done. */
    z.strictObject({ kind: z.literal('cut'), when: z.enum(['before', 'after']) }),
    /** The answer comes late. */
    z.strictObject({ kind: z.literal('delay'), ms: z.int().min(0).max(120_000) }),
  ]),
});
export type Fault = z.output<typeof Fault>;
export type FaultEffect = Fault['effect'];

/** The faults that were planned, and how many requests each has seen. */
export type FaultPlan = {
  /** Adds a fault. It counts requests from now on. */
  add(fault: z.input<typeof Fault>): void;
  /** Forgets all of them. */
  clear(): void;
  /** What goes wrong with this request; null when nothing does. Counts it. */
  next(method: string, path: string): FaultEffect | null;
};

export function planFaults(): FaultPlan {
  let planned: { readonly fault: Fault; seen: number }[] = [];
  return {
    add: (fault) => void planned.push({ fault: Fault.parse(fault), seen: 0 }),
    clear: () => void (planned = []),
    next: (method, path) => {
      const matching = planned.filter(({ fault }) => hits(fault, method, path));
      for (const one of matching) one.seen += 1;
      const due = matching.find(({ fault, seen }) => seen >= fault.nth && seen < fault.nth + fault.times);
      return due?.fault.effect ?? null;
    },
  };
}

function hits(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false;
  return fault.path === undefined || new RegExp(fault.path).test(path);
}
