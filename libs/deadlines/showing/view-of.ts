import { isAcknowledged } from '../answering/acknowledged.js';
import type { DossierPlace } from '../keeping/dossier-places.js';
import type { Moment } from '../answering/moment.js';
import type { ReminderRow } from './reminder-rows.js';
import type { ReminderView } from './reminder-view.js';

/** An acknowledgement that no longer counts, or was of another reminder of the deadline, is none. */
export function viewOf(row: ReminderRow, places: ReadonlyMap<string, DossierPlace>, moment: Moment): ReminderView {
  const isAnswered = isAcknowledged(row, moment);
  const { key, kind, due, opens, lapses, title } = row.body;
  return {
    id: row.id,
    deadline: {
      key,
      version: row.deadline_version,
      moved: row.deadline_version !== row.current,
      ...{ kind, due, opens, lapses, title },
      state: row.deadline_state,
    },
    dossier: placeIn(places, row.dossier),
    subscription: { id: row.subscription, channel: row.channel, target: row.target },
    rung: row.rung,
    day: row.day,
    fireAt: row.fire_at,
    state: row.state,
    because: row.because,
    outcome: row.outcome,
    escalation: row.escalation,
    delivery: row.delivery,
    acknowledgedAt: isAnswered ? row.acknowledged_at : null,
    acknowledgedBy: isAnswered ? row.acknowledged_by : null,
    snoozedUntil: row.snoozed_until,
  };
}

export function placeIn(places: ReadonlyMap<string, DossierPlace>, dossier: string): DossierPlace {
  const place = places.get(dossier);
  if (!place) throw new Error(`deadlines of dossier ${dossier}, which is not on record`);
  return place;
}
