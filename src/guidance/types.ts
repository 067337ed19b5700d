export type Understood = unknown;
export type Decision = unknown;
export type Confirmation = unknown;
