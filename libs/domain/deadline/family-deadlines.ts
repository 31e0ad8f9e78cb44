import { addDays, addMonths, later, type Day } from '../date/day.js';
import { ofType } from '../dossier/facts.js';
import { successorOf } from '../dossier/flags.js';
import { lastDayOf, startOf, type Grant } from '../dossier/grant.js';
import type { Reading } from '../dossier/reading.js';
import type { Scheme } from '../scheme/scheme.js';
import { stateOf, type Deadline } from './deadline.js';
import { endedEarly, isSame } from './grant-deadlines.js';

/** What the scheme itself asks of a grant in force: duties that come round again, and a report before the last one ages. */
export const familyDeadlines = (reading: Reading, scheme: Scheme, day: Day): Deadline[] =>
  reading.grants.flatMap((grant) => [
    ...(scheme.duties ?? []).flatMap((duty) => dutyDue(grant, duty, reading, scheme, day)),
    ...reportAges(grant, scheme, day),
  ]);

type Duty = NonNullable<Scheme['duties']>[number];

/** Moves on with every round that was passed. An officer who said when the next round is due knows better. */
function dutyDue(grant: Grant, duty: Duty, { known, grants }: Reading, scheme: Scheme, day: Day): Deadline[] {
  const rounds = ofType(known, 'SurveillancePassed').filter(({ event }) => isSame(event.data.decision, grant.decision));
  if (rounds.at(-1)?.event.data.due !== undefined) return [];
  const due = addMonths(later(grant.kept[duty.code] ?? '', startOf(grant)), duty.everyMonths);
  if (scheme.family === 'decision' && due > lastDayOf(grant)) return [];
  const lapses = duty.graceDays ? addDays(due, duty.graceDays) : null;
  const dates = { due, opens: addDays(due, -scheme.warningDays), lapses };
  const followed = grant.ended?.how === 'succeeded' || successorOf(grant, grants) !== undefined;
  const state = stateOf(dates, day, { met: followed, cancelled: endedEarly(grant, day) });
  const key = `duty/${grant.id}/${duty.code}`;
  return [{ key, kind: 'surveillance', ...dates, state, title: duty.name.en, event: grant.id }];
}

/** The last day on which a report counts as current; met by the next one. */
function reportAges(grant: Grant, { family, warningDays }: Scheme, day: Day): Deadline[] {
  const due = grant.run.currentUntil;
  if (family !== 'report' || due === undefined) return [];
  const dates = { due, opens: addDays(due, -warningDays), lapses: null };
  const state = stateOf(dates, day, { met: grant.ended?.how === 'succeeded', cancelled: endedEarly(grant, day) });
  const title = grant.level ?? null;
  return [{ key: `report-ages/${grant.id}`, kind: 'staleness', ...dates, state, title, event: grant.id }];
}
