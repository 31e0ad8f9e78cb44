import { addDays, addMonths, type Day } from '../date/day.js';
import { earliest, latest, type PartialDate } from '../date/partial-date.js';
import { ofType } from '../dossier/facts.js';
import { successorOf } from '../dossier/flags.js';
import { isVouchedFor, lastDayOf, startOf, type Grant } from '../dossier/grant.js';
import type { Reading } from '../dossier/reading.js';
import type { Scheme } from '../scheme/scheme.js';
import { carries } from '../source/source.js';
import { stateOf, type Deadline } from './deadline.js';
import { endedEarly, isSame } from './grant-deadlines.js';

/** What the scheme itself asks of a grant in force: duties that come round again, and a report before the last one ages. */
export const familyDeadlines = (reading: Reading, scheme: Scheme, day: Day): Deadline[] =>
  reading.grants.flatMap((grant) => [
    ...(scheme.duties ?? []).flatMap((duty) => dutyDue(grant, duty, reading, scheme, day)),
    ...reportAges(grant, scheme, day),
  ]);

type Duty = NonNullable<Scheme['duties']>[number];

/** Moves on with every round that was passed, to the day that it named or by the cadence of the scheme. */
function dutyDue(grant: Grant, duty: Duty, { known, grants }: Reading, scheme: Scheme, day: Day): Deadline[] {
  const rounds = ofType(known, 'SurveillancePassed').filter(
    ({ event, day: at }) =>
      carries(event.source) &&
      at >= startOf(grant) &&
      isSame(event.data.decision, grant.decision) &&
      isSame(event.data.duty, duty.code),
  );
  const due = nextRound(grant, duty, rounds, scheme);
  if (due === undefined || (scheme.family === 'duty' && latest(due) >= lastDayOf(grant))) return []; // the lapse itself
  const lapses = duty.graceDays ? addDays(latest(due), duty.graceDays) : null;
  const dates = { due, opens: addDays(earliest(due), -scheme.warningDays), lapses };
  const followed = grant.ended?.how === 'succeeded' || successorOf(grant, grants) !== undefined;
  const over = endedEarly(grant, day) || (scheme.family === 'decision' && lastDayOf(grant) < day);
  const state = stateOf(dates, day, { met: followed, cancelled: over });
  const key = `duty/${grant.id}/${duty.code}`;
  const confirmed = isVouchedFor(grant);
  return [{ key, kind: 'surveillance', ...dates, state, title: duty.name.en, event: grant.id, confirmed }];
}

type Rounds = readonly { event: { data: { due?: PartialDate | undefined } } }[];

/** Ends are printed up to some days before the anniversary of the start. */
const END_SLACK_DAYS = 31;

/** A duty runs from its last round. A decision has its rounds counted from its start, and none in the time before its end. */
function nextRound(
  grant: Grant,
  { code, everyMonths }: Duty,
  rounds: Rounds,
  { family }: Scheme,
): PartialDate | undefined {
  const named = rounds.at(-1)?.event.data.due;
  if (named !== undefined) return named;
  if (family === 'duty') return grant.owed[code] ?? addMonths(startOf(grant), everyMonths);
  const due = addMonths(startOf(grant), (rounds.length + 1) * everyMonths);
  return addDays(addMonths(due, everyMonths), -END_SLACK_DAYS) <= lastDayOf(grant) ? due : undefined;
}

/** The last day on which a report counts as current; met by the next one. */
function reportAges(grant: Grant, { family, warningDays }: Scheme, day: Day): Deadline[] {
  const due = grant.run.currentUntil;
  if (family !== 'report' || due === undefined) return [];
  const dates = { due, opens: addDays(due, -warningDays), lapses: null };
  const state = stateOf(dates, day, { met: grant.ended?.how === 'succeeded', cancelled: endedEarly(grant, day) });
  const title = grant.level ?? null;
  const confirmed = isVouchedFor(grant);
  return [{ key: `report-ages/${grant.id}`, kind: 'staleness', ...dates, state, title, event: grant.id, confirmed }];
}
