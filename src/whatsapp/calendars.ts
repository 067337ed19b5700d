import { UMM_AL_QURA } from './cldr.js';

/** A day of the Gregorian calendar. */
export type Day = { readonly y: number; readonly m: number; readonly d: number };

const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MILLISECONDS = 86_400_000;

/** Whether there is such a day; WhatsApp began in 2009. */
export function isDay(y: number, m: number, d: number): boolean {
  if (y < 2009 || y > 2100 || m < 1 || m > 12 || d < 1) return false;
  return d <= (m === 2 && isLeap(y) ? 29 : (MONTHS[m - 1] ?? 0));
}

function isLeap(y: number): boolean {
  return (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0;
}

/**
 * The Gregorian day that numbers stand for; null when there is none. `era` is the calendar that a word of the header names, ''
 * when there is no word: then the year itself tells, because the years in which WhatsApp has existed overlap in no two of them.
 * `digits` is how many digits the year has.
 */
export function dayOf(year: number, month: number, day: number, digits: number, era: string): Day | null {
  if (month < 1 || day < 1 || day > 32) return null;
  if (era === 'ethiopic') return ethiopic(year, month, day);
  if (month > 12) return null;
  const calendar = era === '' ? calendarOf(year, digits) : era;
  const [name = '', before = '0'] = calendar.split('-');
  if (name === 'persian') return persian(digits === 2 ? 1400 + year : year, month, day);
  if (name === 'islamic') return islamic(digits === 2 ? 1400 + year : year, month, day);
  if (name === 'indian') return indian(digits === 2 ? 1900 + year : year, month, day);
  const y = gregorianYear(name, year, digits, Number(before));
  return isDay(y, month, day) ? { y, m: month, d: day } : null;
}

/** The calendar of a year without a word for its era: 2024, 24, 2567 and 67 (Buddhist), 1403 (Persian), 1446 (Islamic), 113 (Taiwan). */
function calendarOf(year: number, digits: number): string {
  if (digits <= 2) return year >= 52 ? 'buddhist' : 'gregorian';
  if (digits === 3) return 'roc';
  if (year >= 2500) return 'buddhist';
  if (year >= 1388 && year < 1430) return 'persian';
  if (year >= 1430 && year < 1500) return 'islamic';
  return year >= 1930 && year < 1990 ? 'indian' : 'gregorian';
}

function gregorianYear(calendar: string, year: number, digits: number, before: number): number {
  if (calendar === 'japanese') return before + year;
  if (calendar === 'buddhist') return (digits === 2 ? 2500 + year : year) - 543;
  if (calendar === 'roc') return (digits === 2 && year < 90 ? 100 + year : year) + 1911;
  return digits === 2 ? 2000 + year : year;
}

/** Days from the beginning of the Ethiopic and of the Coptic years to 1 January 1970. */
const ETHIOPIC = 716_367;
const COPTIC = 615_558;

/** Twelve months of 30 days and one of the five or six that are left. The years of the Copts, and those since the creation, are told by their number. */
function ethiopic(year: number, month: number, day: number): Day | null {
  const [y, epoch] = year < 1900 ? [year, COPTIC] : [year > 7000 ? year - 5500 : year, ETHIOPIC];
  if (month > 13 || day > 30 || (month === 13 && day > (y % 4 === 3 ? 6 : 5))) return null;
  return dayAt((365 * (y - 1) + Math.floor(y / 4) + 30 * (month - 1) + day - 1 - epoch) * MILLISECONDS);
}

const dayAt = (time: number): Day | null => {
  const date = new Date(time);
  const [y, m, d] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  return isDay(y, m, d) ? { y, m, d } : null;
};

/** New Year of the Persian calendar is the day of the March equinox in Tehran; the 33-year cycle gives it right from 1206 to 1497. */
function persian(year: number, month: number, day: number): Day | null {
  const leap = [1, 5, 9, 13, 17, 22, 26, 30].includes(year % 33);
  if (day > (month <= 6 ? 31 : month < 12 || leap ? 30 : 29)) return null;
  // 1 Farvardin 1388 was 21 March 2009.
  let newYear = Date.UTC(2009, 2, 21);
  if (year < 1388 || year > 1480) return null;
  for (let y = 1388; y < year; y++)
    newYear += ([1, 5, 9, 13, 17, 22, 26, 30].includes(y % 33) ? 366 : 365) * MILLISECONDS;
  const before = month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30;
  return dayAt(newYear + (before + day - 1) * MILLISECONDS);
}

const ISLAMIC_YEARS = UMM_AL_QURA.split('|').map((each) => {
  const [start = '', months = ''] = each.split('=');
  return { start: Date.parse(`${start}T00:00:00Z`), months: Number(months) };
});

/** The Umm al-Qura calendar; the others that are called Islamic differ by a day at most in most months. */
function islamic(year: number, month: number, day: number): Day | null {
  const found = ISLAMIC_YEARS[year - 1430];
  if (found === undefined || day > 30) return null;
  let time = found.start;
  for (let m = 0; m < month - 1; m++) time += ((found.months >> m) & 1 ? 30 : 29) * MILLISECONDS;
  return dayAt(time + (day - 1) * MILLISECONDS);
}

/** The national calendar of India: 1 Chaitra is 22 March, 21 March in leap years; months 2 to 6 have 31 days. */
function indian(year: number, month: number, day: number): Day | null {
  const y = year + 78;
  const leap = isLeap(y);
  if (day > (month === 1 ? 30 + Number(leap) : month <= 6 ? 31 : 30)) return null;
  const first = month === 1 ? 0 : 30 + Number(leap) + Math.min(month - 2, 5) * 31 + Math.max(0, month - 7) * 30;
  return dayAt(Date.UTC(y, 2, leap ? 21 : 22) + (first + day - 1) * MILLISECONDS);
}
