import { z } from 'zod';
import { body, found, type Call, type Reply, type Route } from './exchange.js';
import type { DriveItem } from './state.js';

const LABEL = '/drives/:drive/items/:item/retentionLabel';

export const ITEMS: readonly Route[] = [
  { method: 'GET', path: LABEL, needs: ['Files.Read.All', 'Files.ReadWrite.All'], handle: label },
  { method: 'PATCH', path: LABEL, needs: ['Files.ReadWrite.All', 'Sites.FullControl.All'], handle: setLabel },
];

function itemOf(call: Call): DriveItem {
  const { drive, item } = call.params;
  return found(
    call.office.state.items.find((one) => one.driveId === drive && one.id === item),
    'The item',
  );
}

function label(call: Call): Reply {
  const { label: has } = itemOf(call);
  if (has === null) return { status: 200, body: { name: null, isLabelAppliedExplicitly: null } };
  return {
    status: 200,
    body: { name: has.name, isLabelAppliedExplicitly: true, labelAppliedDateTime: new Date(has.at).toISOString() },
  };
}

const NewLabel = z.strictObject({ name: z.string().min(1) });

function setLabel(call: Call): Reply {
  const item = itemOf(call);
  item.label = { name: body(call, NewLabel).name, at: call.office.now() };
  call.office.happened('label.set', { drive: item.driveId, item: item.id, label: item.label.name });
  return label(call);
}
