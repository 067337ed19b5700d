/**
 * Bank holidays in England and Wales with their substitute days, 2026 to 2028: from the Banking and Financial Dealings Act 1971, the
 * proclaimed New Year's and May days, and the dates of Easter. To be compared each year with www.gov.uk/bank-holidays, which also has
 * what is proclaimed later.
 */
export const BANK_HOLIDAYS: readonly string[] = [
  '2026-01-01',
  '2026-04-03',
  '2026-04-06',
  '2026-05-04',
  '2026-05-25',
  '2026-08-31',
  '2026-12-25',
  '2026-12-28',
  '2027-01-01',
  '2027-03-26',
  '2027-03-29',
  '2027-05-03',
  '2027-05-31',
  '2027-08-30',
  '2027-12-27',
  '2027-12-28',
  '2028-01-03',
  '2028-04-14',
  '2028-04-17',
  '2028-05-01',
  '2028-05-29',
  '2028-08-28',
  '2028-12-25',
  '2028-12-26',
];
