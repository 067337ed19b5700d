import type { TokenCredential } from '@azure/identity';
import { z } from 'zod';

/** An application permission of Microsoft Graph that Regroup asks an administrator for. */
export type Permission = {
  readonly name: PermissionName;
  /** What Regroup needs it for, for the README and `regroup doctor`. */
  readonly reason: string;
  /** Wider permissions that do as well where a tenant has granted them already. */
  readonly wider: readonly string[];
  /** Regroup works without it; what it is for then cannot be chosen. */
  readonly optional: boolean;
};

export type PermissionName =
  | 'User.Read.All'
  | 'GroupMember.Read.All'
  | 'Group.Create'
  | 'Team.Create'
  | 'Team.ReadBasic.All'
  | 'TeamMember.ReadWrite.All'
  | 'Channel.ReadBasic.All'
  | 'Channel.Create'
  | 'ChannelMember.ReadWrite.All'
  | 'TeamsAppInstallation.ReadWriteSelfForTeam.All'
  | 'Teamwork.Migrate.All'
  | 'ChannelMessage.Read.All'
  | 'Files.ReadWrite.All'
  | 'Application.Read.All';

/** Every permission that Regroup uses, the least that each call takes according to Microsoft's reference, and nothing else. */
export const PERMISSIONS: readonly Permission[] = [
  {
    name: 'User.Read.All',
    reason: 'Match the people of a WhatsApp group to the directory, and see which accounts are blocked.',
    wider: ['User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
    optional: false,
  },
  {
    name: 'GroupMember.Read.All',
    reason: 'See who may approve a move and who may read the summary, and find a group that Regroup has made.',
    wider: ['Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
    optional: false,
  },
  {
    name: 'Group.Create',
    reason: 'Make the Microsoft 365 group behind a new team. Needed only when new teams may be chosen.',
    wider: ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
    optional: false,
  },
  {
    name: 'Team.Create',
    reason: 'Make a new team from that group. Needed only when new teams may be chosen.',
    wider: ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
    optional: false,
  },
  {
    name: 'Team.ReadBasic.All',
    reason: 'Show the names of governed teams, and see when a new team is ready.',
    wider: ['TeamSettings.Read.All', 'TeamSettings.ReadWrite.All', 'Group.Read.All', 'Group.ReadWrite.All'],
    optional: false,
  },
  {
    name: 'TeamMember.ReadWrite.All',
    reason: 'Add the members of the group to the team, and read the membership back.',
    wider: ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
    optional: false,
  },
  {
    name: 'Channel.ReadBasic.All',
    reason: 'See which channel names are taken, and find a channel that Regroup has made.',
    wider: ['ChannelSettings.Read.All', 'ChannelSettings.ReadWrite.All', 'Group.Read.All', 'Group.ReadWrite.All'],
    optional: false,
  },
  {
    name: 'Channel.Create',
    reason: 'Make the channel that takes the place of the WhatsApp group.',
    wider: ['Group.ReadWrite.All', 'Directory.ReadWrite.All'],
    optional: false,
  },
  {
    name: 'ChannelMember.ReadWrite.All',
    reason:
      'Put people into a private channel, and read back who is in it. Grant it only when private channels may be chosen.',
    wider: [],
    optional: true,
  },
  {
    name: 'TeamsAppInstallation.ReadWriteSelfForTeam.All',
    reason:
      'Install Regroup in the team, so that it can post a welcome in the new channel. It can install no other app.',
    wider: ['TeamsAppInstallation.ReadWriteForTeam.All', 'TeamsAppInstallation.ReadWriteAndConsentSelfForTeam.All'],
    optional: true,
  },
  {
    name: 'Teamwork.Migrate.All',
    reason:
      'Bring old messages into the channel with their own time and author. Grant it only when the DPO wants that.',
    wider: [],
    optional: true,
  },
  {
    name: 'ChannelMessage.Read.All',
    reason:
      'Read imported messages back, to show that they arrived whole and unchanged. Microsoft gives it for all channels or none: grant it only when old messages are to be moved.',
    wider: [],
    optional: true,
  },
  {
    name: 'Files.ReadWrite.All',
    reason:
      'Put a transcript or the records of a chat into the team’s files, label it, and read it back. Grant it only when the DPO wants that.',
    wider: ['Sites.ReadWrite.All', 'Sites.FullControl.All'],
    optional: true,
  },
  {
    name: 'Application.Read.All',
    reason: 'See when the secret or certificate expires that Regroup signs in with. Without it, note the day yourself.',
    wider: ['Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
    optional: true,
  },
];

const Claims = z.object({ roles: z.array(z.string()).default([]) });

/**
 * Which permissions the application has been granted, read from its own token. Throws what the credential throws when the
 * application cannot sign in.
 */
export async function grantedPermissions(
  credential: TokenCredential,
): Promise<readonly (Permission & { readonly granted: boolean })[]> {
  const answer = await credential.getToken(GRAPH_SCOPE);
  const claims = answer?.token.split('.')[1] ?? '';
  const { roles } = Claims.parse(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')));
  return PERMISSIONS.map((permission) => ({
    ...permission,
    granted: [permission.name, ...permission.wider].some((name) => roles.includes(name)),
  }));
}

/** Everything that was granted to the application, which is how an application asks for a token. */
export const GRAPH_SCOPE = 'https://graph.microsoft.com/.default';
