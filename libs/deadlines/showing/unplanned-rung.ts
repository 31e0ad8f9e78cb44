import type { Deadline } from '#domain/deadline/deadline.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { DossierPlace } from '../keeping/dossier-places.js';
import type { ReminderView } from './reminder-view.js';
import type { FiringRung } from '../rungs/rungs-for.js';

/** One deadline as it is kept. */
export interface KeptDeadline {
  deadline: Deadline;
  version: number;
  place: DossierPlace;
  scheme: Scheme | undefined;
}

/** A rung that no row stands for: too far ahead, too early, or of a deadline that is settled. */
export function unplannedRung(
  { deadline, version, place }: KeptDeadline,
  { rung, day, fireAt, because, outcome }: FiringRung,
  to: Pick<ReminderView, 'subscription' | 'escalation' | 'snoozedUntil'> & { now: Date },
): ReminderView {
  const { key, kind, due, opens, lapses, title, state } = deadline;
  return {
    id: null,
    deadline: { key, version, moved: false, kind, due, opens, lapses, title, state },
    dossier: place,
    subscription: to.subscription,
    ...{ rung, day, fireAt, because },
    ...(outcome === null ? fateOf(fireAt > to.now, state) : { state: 'skipped', outcome }),
    escalation: to.escalation,
    delivery: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    snoozedUntil: to.snoozedUntil,
  };
}

function fateOf(isAhead: boolean, state: Deadline['state']): Pick<ReminderView, 'state' | 'outcome'> {
  if (!isAhead) return { state: 'skipped', outcome: 'known-later' };
  if (state === 'met') return { state: 'cancelled', outcome: 'met' };
  return state === 'cancelled'
    ? { state: 'cancelled', outcome: 'deadline-cancelled' }
    : { state: 'planned', outcome: null };
}
