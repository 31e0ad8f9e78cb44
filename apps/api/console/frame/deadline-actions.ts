import type { Deadline, DeadlineKind } from '#domain/deadline/deadline.js';

export interface DeadlineAction {
  act: 'met' | 'move' | 'cancel' | 'happened';
  path: string;
  query?: Record<string, string>;
}

/** The event type that meets a deadline, where there is only one. */
const MET_BY: Partial<Record<DeadlineKind, string>> = {
  reservation: 'ReservationLifted',
  surveillance: 'SurveillancePassed',
  target: 'MilestoneReached',
};

/** Links to the forms that settle a deadline. A dependency's deadline is settled in the other dossier. */
export function deadlineActions(
  { kind, key, title }: Pick<Deadline, 'kind' | 'key' | 'title'>,
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
  const type = MET_BY[kind];
  const query = kind === 'target' && title !== null ? { milestone: title } : {};
  return [{ act: 'happened', path: type === undefined ? path : `${path}/${type}`, query }];
}
