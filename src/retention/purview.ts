import { createHash } from 'node:crypto';
import { z } from 'zod';
import { daysIn, field, isFields, many, member, moment, text, truth } from './shell-json.js';

/** Where a policy applies, for one kind of location. */
export type Place = {
  /** Everything of its kind, but for `except`. */
  readonly all: boolean;
  /** What is listed, each by all the addresses, ids and site addresses that the read-out gives for it. */
  readonly listed: readonly Names[];
  readonly except: readonly Names[];
};

/** Addresses, ids and site addresses in lower case. Empty for something that only has a display name, which any owner can change. */
export type Names = ReadonlySet<string>;

/** A retention policy in Microsoft Purview, as far as Regroup reads it. */
export type Policy = {
  /** Eight characters: the start of its id. Names of policies are somebody's words. */
  readonly id: string;
  /** Whether it is carried out: switched on, not in simulation, not about to be removed. Null when the read-out does not say. */
  readonly force: 'on' | 'off' | 'simulation' | 'pending-deletion' | null;
  readonly distribution: 'success' | 'pending' | 'error' | null;
  readonly channels: Place;
  readonly groups: Place;
  readonly sites: Place;
  /** Adaptive scopes, by name and id in lower case. */
  readonly scopes: readonly Names[];
  /** `microsoftteams`, `sharepoint`: what of a group it is about; null when it does not say, which is mailbox and site. */
  readonly applications: ReadonlySet<string> | null;
  readonly rules: readonly Rule[];
};

export type Rule = {
  /** Days, `Infinity` for ever; null when the read-out does not say. */
  readonly days: number | null;
  readonly action: 'keep' | 'keep-and-delete' | 'delete' | null;
  /** Whether days are counted from the last change and not from the making. */
  readonly fromLastChange: boolean;
  /** Whether it is about some items only: those that match a query. */
  readonly partial: boolean;
};

/** An adaptive scope: who belongs to it is worked out by Microsoft once a day. */
export type AdaptiveScope = {
  readonly names: Names;
  /** Null when its members were not read. */
  readonly members: readonly Names[] | null;
};

/** What the script has read. */
export type ReadOut = {
  readonly tenantId: string;
  readonly readAt: Date;
  /** Random, and never the same twice. */
  readonly nonce: string;
  readonly policies: readonly Policy[];
  readonly scopes: readonly AdaptiveScope[];
  /** The groups of the tenant behind teams, each by everything that a policy may call it. */
  readonly groups: readonly Names[];
};

/** The document is not what the script writes; the message names the field, never what is in it. */
export class ReadOutProblem extends Error {
  override readonly name = 'ReadOutProblem';
}

/** What the script writes as `schema`. */
export const READ_OUT = 'regroup-read-out/1';

const isObject = z.custom<Readonly<Record<string, unknown>>>(isFields, 'not an object');
const objects = z.unknown().transform(many).pipe(z.array(isObject).max(20_000));
const Document = z.looseObject({
  schema: z.literal(READ_OUT),
  tenantId: z.guid().toLowerCase(),
  readAt: z.unknown().transform(moment).pipe(z.date()),
  nonce: z.string().regex(/^[A-Za-z0-9_-]{16,100}$/),
  groups: objects,
  policies: objects,
  rules: objects,
  appPolicies: objects,
  appRules: objects,
  scopes: objects,
});

/** The script's document from its bytes. Throws `ReadOutProblem`, and nothing else. */
export function readReadOut(bytes: Uint8Array): ReadOut {
  const read = Document.safeParse(parsed(bytes));
  if (!read.success) {
    const path = read.error.issues[0]?.path.map(String).join('.') ?? '';
    throw new ReadOutProblem(path === '' ? 'It is not a read-out of the script.' : `"${path}" is not right.`);
  }
  const { tenantId, readAt, nonce, groups, policies, rules, appPolicies, appRules, scopes } = read.data;
  return {
    tenantId,
    readAt,
    nonce,
    // Microsoft's pages do not agree on which family shows which Teams policy, so a rule may be in the other one.
    policies: policiesOf([...policies, ...appPolicies], [...rules, ...appRules]),
    scopes: scopes.map(scopeOf),
    groups: groups.map(namesOf).filter((names) => names.size > 0),
  };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    // PowerShell 5.1 puts a byte-order mark before the text; the decoder drops it.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError)
      throw new ReadOutProblem('It is not JSON.', { cause: error });
    throw error;
  }
}

function policiesOf(policies: readonly unknown[], rules: readonly unknown[]): readonly Policy[] {
  return policies.flatMap((policy) => {
    const own = rules.filter((rule) => isRuleOf(rule, policy));
    const found = own.filter((rule) => !isAboutLabels(rule));
    // A policy that only publishes labels keeps nothing by itself.
    return own.length > 0 && found.length === 0 ? [] : [policyOf(policy, found)];
  });
}

/** A rule names its policy by id, or by name. */
function isRuleOf(rule: unknown, policy: unknown): boolean {
  const owner = text(field(rule, 'Policy'))?.toLowerCase();
  const names = ['Guid', 'ExchangeObjectId', 'ImmutableId', 'Name', 'Identity'];
  return owner !== undefined && names.some((name) => text(field(policy, name))?.toLowerCase() === owner);
}

function isAboutLabels(rule: unknown): boolean {
  return ['PublishComplianceTag', 'ApplyComplianceTag'].some((name) => many(field(rule, name)).length > 0);
}

function policyOf(policy: unknown, rules: readonly unknown[]): Policy {
  const place = (name: string) => placeOf(field(policy, name), field(policy, `${name}Exception`));
  return {
    id: shortId(policy),
    force: forceOf(truth(field(policy, 'Enabled')), member(field(policy, 'Mode'))),
    distribution: distributionOf(policy),
    channels: place('TeamsChannelLocation'),
    groups: place('ModernGroupLocation'),
    sites: place('SharePointLocation'),
    scopes: many(field(policy, 'AdaptiveScopeLocation')).map(scopeNames),
    applications: applicationsOf(field(policy, 'Applications')),
    rules: rules.filter((rule) => truth(field(rule, 'Disabled')) !== true).map(ruleOf),
  };
}

function shortId(policy: unknown): string {
  const name = text(field(policy, 'Guid')) ?? text(field(policy, 'ExchangeObjectId'));
  if (name !== null && /^[0-9a-f-]{36}$/i.test(name)) return name.slice(0, 8).toLowerCase();
  return createHash('sha256')
    .update(text(field(policy, 'Name')) ?? '')
    .digest('hex')
    .slice(0, 8);
}

/** The modes as Microsoft's pages name them: Enforce or Enable; Test…, Simulate and AuditAndNotify change nothing. */
function forceOf(enabled: boolean | null, mode: string | null): Policy['force'] {
  if (mode === 'pendingdeletion') return 'pending-deletion';
  if (enabled === false || mode === 'disable') return 'off';
  if (mode !== null && /^(test|simulat|audit)/.test(mode)) return 'simulation';
  return enabled === true && (mode === 'enforce' || mode === 'enable') ? 'on' : null;
}

/** Never better than the status of the whole policy; worse when a detail tells of a fault. */
function distributionOf(policy: unknown): Policy['distribution'] {
  const status = member(field(policy, 'DistributionStatus'));
  if (status === 'error' || many(field(policy, 'DistributionResults')).some(isFault)) return 'error';
  if (status === 'pending' || status === 'success') return status;
  return null;
}

function isFault(result: unknown): boolean {
  if (typeof result === 'string') return /error|fail|exception/i.test(result);
  const code = member(field(result, 'ResultCode')) ?? member(field(result, 'Status'));
  return code !== null && code !== 'success' && code !== 'pending';
}

function placeOf(included: unknown, excluded: unknown): Place {
  const items = many(included);
  const all = items.some((item) => (text(item) ?? text(field(item, 'Name')))?.toLowerCase() === 'all');
  return { all, listed: all ? [] : items.map(namesOf), except: many(excluded).map(namesOf) };
}

/** Everything in it by which Microsoft tells one group or site from all others. What people can write at will is left out. */
function namesOf(item: unknown): Names {
  const own = isFields(item) ? Object.entries(item).filter(([key]) => !/display|comment|description/i.test(key)) : [];
  const values = isFields(item) ? own.flatMap(([, value]) => many(value)) : [item];
  const words = values.flatMap(
    (value) =>
      text(value)
        ?.toLowerCase()
        .replace(/^smtp:/, '') ?? [],
  );
  return new Set(words.map((word) => word.replace(/\/$/, '')).filter(isUnique));
}

function isUnique(word: string): boolean {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(word) && !/^[0-]+$/.test(word);
  return isId || /^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(word) || /^https:\/\/[^\s/]+\/\S+$/.test(word);
}

function scopeNames(item: unknown): Names {
  const values = isFields(item)
    ? ['Name', 'Guid', 'ImmutableIdentity', 'Identity'].map((name) => field(item, name))
    : [item];
  return new Set(values.flatMap((value) => text(value)?.toLowerCase() ?? []));
}

function scopeOf(scope: unknown): AdaptiveScope {
  const members = field(scope, 'Members');
  const isRead = members !== null && members !== undefined;
  return { names: scopeNames(scope), members: isRead ? many(members).map(namesOf) : null };
}

/** `Group:Exchange,SharePoint`, `Group:Exchange,Group:SharePoint` or a list of such; what is said of `User:` does not count. */
function applicationsOf(value: unknown): ReadonlySet<string> | null {
  const words = many(value).flatMap((one) => text(one)?.toLowerCase() ?? []);
  if (words.length === 0) return null;
  const found = words.flatMap((word) => {
    let kind = '';
    return word.split(/[,;]/).flatMap((part) => {
      const [before = '', after] = part.trim().split(':');
      if (after !== undefined) kind = before;
      return kind === 'group' || kind === 'site' ? [after ?? before] : [];
    });
  });
  return new Set(found);
}

function ruleOf(rule: unknown): Rule {
  const actions = { keep: 'keep', keepanddelete: 'keep-and-delete', delete: 'delete' } as const;
  const action = member(field(rule, 'RetentionComplianceAction'));
  const queries = ['ContentMatchQuery', 'ContentContainsSensitiveInformation', 'ExcludedItemClasses'];
  return {
    days: daysIn(field(rule, 'RetentionDuration')),
    action: action !== null && Object.hasOwn(actions, action) ? actions[action as keyof typeof actions] : null,
    fromLastChange: member(field(rule, 'ExpirationDateOption')) === 'modificationageindays',
    partial: queries.some((name) => many(field(rule, name)).length > 0),
  };
}
