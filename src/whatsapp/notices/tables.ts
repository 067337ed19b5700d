import { CHINESE, INDONESIAN, JAPANESE, KOREAN, THAI, VIETNAMESE } from './asian.js';
import { ARABIC, BENGALI, HEBREW, HINDI, PERSIAN, URDU } from './eastern.js';
import { ENGLISH } from './english.js';
import { FINNISH, GREEK, HUNGARIAN, TURKISH } from './european.js';
import { DANISH, DUTCH, GERMAN, NORWEGIAN, SWEDISH } from './germanic.js';
import type { Table } from './phrase.js';
import { FRENCH, ITALIAN, PORTUGUESE, ROMANIAN, SPANISH } from './romance.js';
import { CZECH, POLISH, RUSSIAN, SLOVAK, UKRAINIAN } from './slavic.js';

/** A table for each language whose wordings we know. Where two languages word a notice alike, the first one here has it. */
export const TABLES: readonly Table[] = [
  ENGLISH,
  GERMAN,
  FRENCH,
  SPANISH,
  ITALIAN,
  PORTUGUESE,
  DUTCH,
  POLISH,
  TURKISH,
  ARABIC,
  URDU,
  ROMANIAN,
  RUSSIAN,
  UKRAINIAN,
  CZECH,
  SLOVAK,
  HUNGARIAN,
  SWEDISH,
  DANISH,
  NORWEGIAN,
  FINNISH,
  GREEK,
  HEBREW,
  PERSIAN,
  HINDI,
  BENGALI,
  INDONESIAN,
  VIETNAMESE,
  THAI,
  JAPANESE,
  KOREAN,
  CHINESE,
];
