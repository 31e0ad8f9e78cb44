import { typeMeeting } from '#domain/event/ledger-event.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { targetKey } from '#domain/deadline/officer-deadlines.js';

export interface DeadlineAction {
  act: 'met' | 'move' | 'cancel' | 'happened' | 'again' | 'set-aside';
  path: string;
  query?: Record<string, string>;
}

/** Links to the forms that settle a deadline. A dependency's deadline is settled in the other dossier. */
export function deadlineActions(
  { kind, key, title, due, state }: Pick<Deadline, 'kind' | 'key' | 'title' | 'due' | 'state'>,
  dossier: string,
): DeadlineAction[] {
  const path = `/dossiers/${dossier}/record`;
  if (kind === 'dependency-end') return [];
  if (kind === 'officer-set') {
    const query = { key: key.split('/').at(-1) ?? key };
    return [
      { act: 'met', path: `${path}/DeadlineMet`, query },
      { act: 'move', path: `${path}/DeadlineMoved`, query },
      { act: 'cancel', path: `${path}/DeadlineCancelled`, query },
    ];
  }
  const type = typeMeeting(kind);
  if (kind === 'target' && title !== null) return targetActions(path, { milestone: title, due, state });
  return [{ act: 'happened', path: type === undefined ? path : `${path}/${type}` }];
}

/** A missed target can be announced anew, or set aside. */
function targetActions(
  path: string,
  { milestone, due, state }: Pick<Deadline, 'due' | 'state'> & { milestone: string },
): DeadlineAction[] {
  return [
    { act: 'happened', path: `${path}/MilestoneReached`, query: { milestone } },
    { act: 'again', path: `${path}/TargetSet`, query: { milestone } },
    ...(state === 'missed'
      ? [{ act: 'set-aside' as const, path: `${path}/DeadlineCancelled`, query: { key: targetKey(milestone, due) } }]
      : []),
  ];
}
