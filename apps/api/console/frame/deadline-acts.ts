import type { Deadline, DeadlineKind } from '#domain/deadline/deadline.js';

export interface DeadlineAct {
  act: 'met' | 'move' | 'cancel' | 'happened';
  path: string;
  query?: Record<string, string>;
}

/** What one records when a deadline is met; where that may be several things, one chooses. */
const MET_BY: Partial<Record<DeadlineKind, string>> = {
  reservation: 'ReservationLifted',
  surveillance: 'SurveillancePassed',
  target: 'MilestoneReached',
};

/** Where what became of a deadline is recorded. One of another dossier is that one's. */
export function actsOn({ kind, key, title }: Pick<Deadline, 'kind' | 'key' | 'title'>, dossier: string): DeadlineAct[] {
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
