import type { Complaint } from '../migration/complaint.js';
import type { Draft } from '../migration/migration.js';
import { WorkplaceProblem } from '../migration/ports.js';
import type { View } from './view.js';
import type { World } from './world.js';

/** Whether the team is there and the name is free in it. */
export async function askWorkplace({ destination }: Draft, { workplace }: World): Promise<readonly Complaint[]> {
  if (destination === null) return [];
  const teamId = destination.kind === 'existing-team' ? destination.teamId : null;
  if (teamId !== null && (await workplace.team(teamId)) === null)
    return [{ field: 'team', label: 'Team', text: 'this team is not there, or not ready yet. Choose another one.' }];
  const text = await workplace.channelNameProblem(teamId, destination.channelName);
  return text === null ? [] : [{ field: 'channelName', label: 'Channel name', text }];
}

/** What Microsoft 365 said, or why it said nothing: then the draft is kept and somebody has to act. */
export async function answered(
  asking: Promise<readonly Complaint[]>,
): Promise<readonly Complaint[] | WorkplaceProblem> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof WorkplaceProblem) return error;
    throw error;
  }
}

const KEPT = 'Your answers are kept. Write “status” to go on with the move.';

/** The card that says so, and what has become of the answers. */
export function unchecked({ who, correlationId }: WorkplaceProblem, next = KEPT): View {
  const why = 'Microsoft 365 could not say whether this channel can be made.';
  return { kind: 'failed', who, why, next, correlationId };
}
