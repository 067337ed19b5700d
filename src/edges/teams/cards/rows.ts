/** A line with what it is about and a button that opens it. `name` and `who` are people's own words. */
export type Row = {
  readonly name: string;
  readonly before: string;
  readonly who: string;
  readonly after: string;
  readonly verb: string;
  readonly id: string;
  readonly ver: number;
  readonly tooltip: string;
};

export type Section = {
  readonly heading: string;
  readonly rows: readonly (Row & { readonly number: number })[];
  readonly more: string;
};

/** The first rows, and how many are left. */
export function section(heading: string, all: readonly Row[], most: number): Section {
  const rows = all.slice(0, most).map((row, index) => ({ ...row, number: index + 1 }));
  const left = all.length - rows.length;
  return { heading, rows, more: left === 0 ? '' : `And ${left} more, not shown here.` };
}
