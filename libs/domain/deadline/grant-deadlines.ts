import { addDays, type Day } from '../date/day.js';
import { earliest, latest, type PartialDate } from '../date/partial-date.js';
import { ofType } from '../dossier/facts.js';
import { successorOf } from '../dossier/flags.js';
import { isVouchedFor, lastDayOf, startOf, type Grant } from '../dossier/grant.js';
import type { Reading } from '../dossier/reading.js';
import type { Scheme } from '../scheme/scheme.js';
import { carries, confirms, LAST_THAT_CONFIRMS } from '../source/source.js';
import { stateOf, type Deadline } from './deadline.js';

/** What falls due because a grant exists: its end, the time to ask for the next one, its reservations. */
export const grantDeadlines = (reading: Reading, scheme: Scheme, day: Day): Deadline[] =>
  reading.grants.flatMap((grant) => [
    ...grantEnd(grant, reading, scheme, day),
    ...renewalWindow(grant, reading, scheme, day),
    ...reservationDues(grant, reading, scheme, day),
  ]);

/** Whether somebody ended it; one that another followed has done its time. */
export const endedEarly = ({ ended }: Grant, day: Day): boolean =>
  ended !== undefined && ended.how !== 'succeeded' && ended.how !== 'absorbed' && ended.day <= day;

/** Met by a grant that takes over, also by one that came late; cancelled by a withdrawal before it. */
function grantEnd(grant: Grant, { grants }: Reading, scheme: Scheme, day: Day): Deadline[] {
  const due = endDue(grant, scheme);
  if (due === undefined) return [];
  const dates = { due, opens: addDays(earliest(due), -scheme.warningDays), lapses: null };
  const followed = successorOf(grant, grants) !== undefined || isGrantedAgain(grant, grants, day);
  const state = stateOf(dates, day, { met: followed, cancelled: endedEarly(grant, day) });
  const title = grant.decision ?? null;
  const confirmed = isEndConfirmed(grant);
  return [{ key: `grant-end/${grant.id}`, kind: 'grant-end', ...dates, state, title, event: grant.id, confirmed }];
}

/** Whether the authority itself says that there is the grant, and when it ends. */
const isEndConfirmed = (grant: Grant): boolean =>
  isVouchedFor(grant) && (grant.endSaid === undefined || grant.endSaid.rank <= LAST_THAT_CONFIRMS);

/** Whether after a gap another grant has begun: the end has been felt, and nothing is left to be done about it. */
const isGrantedAgain = (grant: Grant, grants: readonly Grant[], day: Day): boolean =>
  grants.some((other) => !other.ended && startOf(other) > lastDayOf(grant) && startOf(other) <= day);

/** As printed, or with the grace of the version that it was granted under; of a duty, the day it lapses unless it is kept up. */
function endDue({ run, validUntil }: Grant, { family }: Scheme): PartialDate | undefined {
  switch (family) {
    case 'decision':
      return run.cutShort?.until ?? validUntil;
    case 'duty':
      return run.ends;
    case 'report':
      return undefined;
  }
}

/** Due on the day the window opens; asking helps until the grant ends. Met by an application or a milestone since the grant began. */
function renewalWindow(grant: Grant, { grants, steps }: Reading, scheme: Scheme, day: Day): Deadline[] {
  const end = endDue(grant, scheme);
  if (end === undefined || scheme.renewalDays === undefined) return [];
  const due = addDays(earliest(end), -scheme.renewalDays);
  const dates = { due, opens: addDays(due, -scheme.warningDays), lapses: latest(end) };
  const asked = steps.some((step) => step.gives !== 'granted' && step.moves && step.day > startOf(grant));
  const settled = { met: asked || successorOf(grant, grants) !== undefined, cancelled: endedEarly(grant, day) };
  const state = stateOf(dates, day, settled);
  const title = grant.decision ?? null;
  const key = `renewal-window/${grant.id}`;
  return [{ key, kind: 'renewal-window', ...dates, state, title, event: grant.id, confirmed: isEndConfirmed(grant) }];
}

function reservationDues(grant: Grant, { known }: Reading, scheme: Scheme, day: Day): Deadline[] {
  const issued = ofType(known, 'GrantIssued').find(({ id }) => id === grant.id)?.event;
  if (!issued) return [];
  const settled = { met: grant.reservations.length === 0, cancelled: endedEarly(grant, day) };
  const confirmed = confirms(issued.source);
  return (issued.data.reservations ?? []).flatMap(({ text, due }, index) => {
    if (!due) return [];
    const dates = { due, opens: addDays(earliest(due), -scheme.warningDays), lapses: null };
    const state = stateOf(dates, day, settled);
    const key = `reservation/${grant.id}/${index}`;
    return [{ key, kind: 'reservation', ...dates, state, title: text, event: grant.id, confirmed }];
  });
}

/** Each surveillance may say when the next one is due (where the scheme has duties, one that was passed moves those); the next one passed meets it. */
export function surveillanceDues({ known, grants }: Reading, scheme: Scheme, day: Day): Deadline[] {
  const rounds = ofType(known, 'SurveillancePassed', 'SurveillanceFailed').filter(({ event }) => carries(event.source));
  const byDuty = scheme.duties !== undefined;
  return rounds.flatMap((round) => {
    const { due, decision } = round.event.data;
    if (!due || (byDuty && round.event.type === 'SurveillancePassed')) return [];
    const dates = { due, opens: addDays(earliest(due), -scheme.warningDays), lapses: null };
    const concerned = grants.filter((grant) => isSame(grant.decision, decision));
    const met = rounds.some(
      ({ event, day: at }) =>
        event.type === 'SurveillancePassed' && at > round.day && isSame(event.data.decision, decision),
    );
    const over = concerned.length > 0 && concerned.every((grant) => endedEarly(grant, day) || lastDayOf(grant) < day);
    const state = stateOf(dates, day, { met, cancelled: over });
    return [
      {
        key: `surveillance/${round.id}`,
        kind: 'surveillance',
        ...dates,
        state,
        title: decision ?? null,
        event: round.id,
        confirmed: confirms(round.event.source),
      },
    ];
  });
}

/** Whoever names no decision may mean any. */
export const isSame = (a: string | undefined, b: string | undefined): boolean =>
  a === undefined || b === undefined || a === b;
