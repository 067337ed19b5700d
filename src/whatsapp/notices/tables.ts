import { ENGLISH } from './english.js';

/** A table for each language. */
export const TABLES: readonly string[] = [ENGLISH];
