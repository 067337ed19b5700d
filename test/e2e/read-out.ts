import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { OAKFIELD } from '../../src/edges/sandbox/oakfield.js';
import { inOneFile, signed } from '../support/read-outs.js';

/** What the script for read-outs would write about teams of Oakfield that two policies keep for so many days. */
export function readOutOf(
  teams: readonly { readonly id: string; readonly alias: string }[],
  read: {
    readonly at: Date;
    readonly days: number;
    readonly action: 'KeepAndDelete' | 'Delete';
    readonly keyFile: string;
  },
): Buffer {
  const place = teams.map(({ id, alias }) => ({ Name: mailOf(alias), ImmutableIdentity: id }));
  const ids = ['00000001-0000-4000-9000-000000000000', '00000002-0000-4000-9000-000000000000'] as const;
  const document = {
    schema: 'regroup-read-out/1',
    tenantId: OAKFIELD.tenantId,
    readAt: read.at.toISOString(),
    nonce: randomUUID(),
    groups: teams.map(({ id, alias }, index) => ({
      ExternalDirectoryObjectId: id,
      Guid: `3f2a1b0c-0000-4000-9000-00000000090${index}`,
      ExchangeGuid: `3f2a1b0c-0000-4000-9000-00000000091${index}`,
      PrimarySmtpAddress: mailOf(alias),
      EmailAddresses: [`SMTP:${mailOf(alias)}`],
      SharePointSiteUrl: `https://oakfield.sharepoint.example/sites/${alias}`,
    })),
    policies: [
      { ...policy(ids[0], 'Channels'), TeamsChannelLocation: place },
      { ...policy(ids[1], 'Sites'), ModernGroupLocation: place },
    ],
    rules: ids.map((id) => ({
      Policy: id,
      Disabled: false,
      RetentionDuration: String(read.days),
      RetentionComplianceAction: read.action,
      ExpirationDateOption: 'CreationAgeInDays',
      PublishComplianceTag: null,
      ApplyComplianceTag: null,
      ContentMatchQuery: null,
    })),
    appPolicies: [],
    appRules: [],
    scopes: [],
  };
  return inOneFile(signed(document, Buffer.from(readFileSync(read.keyFile, 'utf8').trim())));
}

function policy(id: string, name: string) {
  return {
    Name: name,
    Guid: id,
    Enabled: true,
    Mode: 'Enforce',
    Applications: [],
    DistributionStatus: 'Success',
    DistributionResults: [],
    TeamsChannelLocation: [],
    TeamsChannelLocationException: [],
    ModernGroupLocation: [],
    ModernGroupLocationException: [],
    SharePointLocation: [],
    SharePointLocationException: [],
    AdaptiveScopeLocation: [],
  };
}

function mailOf(alias: string): string {
  return `${alias}@oakfield.example`;
}

/** What the school says of a team, as an administrator writes it down: nobody has read it anywhere. */
export function declarationOf(team: string): string {
  const said = { kind: 'declaration', at: new Date().toISOString(), by: OAKFIELD.personas.dpo, days: 365 };
  const unread = { covers: null, enabled: null, distribution: null };
  const locations = ['messages', 'files'];
  return JSON.stringify(
    locations.map((location) => ({ team, location, ...said, action: 'keep-and-delete', ...unread })),
  );
}
