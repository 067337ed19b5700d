import { z } from 'zod';

/** What the details of an entry are made of: ids, counts and our own words, never a name, a number or a word that somebody typed. */
export const id = z.string().min(1).max(120);
export const ids = z.array(id).max(1000);
export const code = z.string().regex(/^[A-Za-z0-9.:_-]{1,80}$/);
export const codes = z.array(code).max(60);
export const whole = z.number().int().nonnegative();
/** Hex. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const none = z.strictObject({});

/** IANA name of a time zone: `Europe/London`. */
export const zone = z.string().regex(/^[A-Za-z0-9_+-]{1,40}(?:\/[A-Za-z0-9_+-]{1,40}){0,2}$/);
