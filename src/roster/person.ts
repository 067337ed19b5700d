/** A person as the organisation's directory knows them. Only what Regroup needs; read afresh, never copied into our database. */
export type Person = {
  /** The directory's object id (`aadObjectId`). */
  readonly id: string;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly jobTitle: string | null;
  readonly mail: string | null;
  /** As the directory holds it: not normalised. Used for matching in memory, then dropped. */
  readonly mobilePhone: string | null;
  /** False for a blocked account: in a school that is how a leaver is recognised. */
  readonly enabled: boolean;
  readonly kind: PersonKind;
};

export type PersonKind =
  /** An account of the organisation itself. */
  | 'member'
  /** Somebody invited from outside. */
  | 'guest';

/** What Regroup needs to know about people. Called as the application, never on behalf of the person who asks. */
export interface Directory {
  /** Everybody, blocked accounts and guests included. */
  everyone(): Promise<readonly Person[]>;
  /** `null` when the directory has no such object. */
  person(id: string): Promise<Person | null>;
  /** Whether the person is in the directory group, nested groups included. */
  inGroup(personId: string, groupId: string): Promise<boolean>;
  /** The people in a directory group, nested groups included, in the order of their names. */
  membersOf(groupId: string): Promise<readonly Person[]>;
}
