import { addDays, addMonths, type Day, daysBetween, END_OF_TIME } from '../date/day.js';
import { earliest, latest, type PartialDate } from '../date/partial-date.js';
import { type DatedFact, inRole, ofType } from '../dossier/facts.js';
import { type Grant, isEverInForce, lastDayInForce, lastDayOf, startOf, numbersAgree } from '../dossier/grant.js';
import { memoizeLast } from '../memoize.js';
import { type DossierState, isConfirmedOn } from '../dossier/status.js';
import { successorOf } from '../dossier/grant.js';
import type { Scheme } from '../scheme/scheme.js';
import { movesStatus, confirms, LAST_CONFIRMING_RANK, type Source } from '../source/source.js';
import { type Deadline, stateOf } from './deadline.js';

/** The deadlines of every grant: its end, its renewal window and its reservations. */
export const grantDeadlines = (reading: DossierState, scheme: Scheme, day: Day): Deadline[] =>
  reading.grants.flatMap((grant) => [
    ...grantEnd(grant, reading, scheme, day),
    ...renewalWindow(grant, reading, scheme, day),
    ...reservationDeadlines(grant, reading, scheme, day),
  ]);

/** How keys name a grant. A listing may also date an outcome before or after it: of two grants of one event, the later has its day. */
export const grantKey = (grants: readonly Grant[], { id, opened }: Grant): string =>
  grants.some((other) => other.id === id && other.opened < opened) ? `${id}/${opened}` : id;

/** Whether it was ended early, not succeeded or absorbed by another. */
export const endedEarly = ({ ended }: Grant, day: Day): boolean =>
  ended !== undefined && ended.how !== 'succeeded' && ended.how !== 'absorbed' && ended.day <= day;

/** Met by a successor, even a late one; cancelled by an earlier withdrawal. */
function grantEnd(grant: Grant, { grants }: DossierState, scheme: Scheme, day: Day): Deadline[] {
  const due = endDue(grant, scheme);
  if (due === undefined) return [];
  const dates = { due, opens: addDays(earliest(due), -scheme.warningDays), lapses: null };
  const state = stateOf(dates, day, { met: isFollowed(grant, grants, day), cancelled: endedEarly(grant, day) });
  const title = grant.decision ?? null;
  const confirmed = isEndConfirmed(grant, scheme, day);
  const key = `grant-end/${grantKey(grants, grant)}`;
  return [{ key, kind: 'grant-end', ...dates, state, title, event: grant.id, confirmed }];
}

/** Whether the authority confirms both the grant and its end. */
const isEndConfirmed = (grant: Grant, scheme: Scheme, day: Day): boolean =>
  isConfirmedOn(grant, scheme, day) && (grant.endSource === undefined || grant.endSource.rank <= LAST_CONFIRMING_RANK);

/** Whether it has a successor, or another grant was in force after its end, whatever became of that, so that no action is left. */
const isFollowed = (grant: Grant, grants: readonly Grant[], day: Day): boolean =>
  successorOf(grant, grants) !== undefined ||
  grants.some(
    (other) =>
      other !== grant &&
      other.ended?.how !== 'refuted' &&
      other.ended?.how !== 'absorbed' &&
      isEverInForce(other) &&
      startOf(other) <= day &&
      (lastDayInForce(other) ?? END_OF_TIME) > lastDayOf(grant),
  );

/** The stated end, or that of the grace period of its version; for a duty, the day it lapses. */
function endDue({ validity, validUntil }: Grant, { family }: Scheme): PartialDate | undefined {
  switch (family) {
    case 'decision':
      return validity.cutShort?.until ?? validUntil;
    case 'duty':
      return validity.ends;
    case 'report':
      return undefined;
  }
}

/** Due on the day the window opens, lapses when the grant ends. Met by an application or a milestone since the start of the grant, or by what follows it. */
function renewalWindow(grant: Grant, { grants, steps }: DossierState, scheme: Scheme, day: Day): Deadline[] {
  const end = endDue(grant, scheme);
  if (end === undefined || scheme.renewalDays === undefined) return [];
  const due = addDays(earliest(end), -scheme.renewalDays);
  const dates = { due, opens: addDays(due, -scheme.warningDays), lapses: latest(end) };
  const asked = steps.some((step) => step.gives !== 'granted' && step.byApplicant && step.day > startOf(grant));
  const settled = { met: asked || isFollowed(grant, grants, day), cancelled: endedEarly(grant, day) };
  const state = stateOf(dates, day, settled);
  const title = grant.decision ?? null;
  const key = `renewal-window/${grantKey(grants, grant)}`;
  const confirmed = isEndConfirmed(grant, scheme, day);
  return [{ key, kind: 'renewal-window', ...dates, state, title, event: grant.id, confirmed }];
}

const decisionsIn = memoizeLast((facts: readonly DatedFact[]) => inRole(facts, 'decision'));

function reservationDeadlines(grant: Grant, { facts }: DossierState, scheme: Scheme, day: Day): Deadline[] {
  const decisions = decisionsIn(facts).filter(({ id }) => id === grant.id || grant.amendments.includes(id));
  return decisions.flatMap(({ id, event }) =>
    (event.data.reservations ?? []).flatMap(({ text, due }, index) => {
      if (!due) return [];
      const dates = { due, opens: addDays(earliest(due), -scheme.warningDays), lapses: null };
      const isOpen = grant.reservations.some((open) => open.text === text && open.due === due);
      const state = stateOf(dates, day, { met: !isOpen, cancelled: endedEarly(grant, day) });
      const key = `reservation/${id}/${index}`;
      const confirmed = confirms(event.source) && isConfirmedOn(grant, scheme, day);
      return [{ key, kind: 'reservation' as const, ...dates, state, title: text, event: id, confirmed }];
    }),
  );
}

const roundsIn = memoizeLast((facts: readonly DatedFact[]) =>
  inRole(facts, 'surveillance').filter(({ event }) => movesStatus(event.source)),
);

/** A surveillance audit may state when the next is due, which is met by the next audit passed. If the scheme has duties, an audit passed moves those instead. */
export function surveillanceDeadlines({ facts, grants }: DossierState, scheme: Scheme, day: Day): Deadline[] {
  const rounds = roundsIn(facts);
  const byDuty = scheme.duties !== undefined;
  return rounds.flatMap((round) => {
    const { due, decision } = round.event.data;
    if (!due || (byDuty && round.event.type === 'SurveillancePassed')) return [];
    const dates = { due, opens: addDays(earliest(due), -scheme.warningDays), lapses: null };
    const concerned = grants.filter((grant) => numbersAgree(grant.decision, decision));
    const met = rounds.some(
      ({ event, day: at }) =>
        event.type === 'SurveillancePassed' && at > round.day && numbersAgree(event.data.decision, decision),
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

/** The recurring deadlines of a grant: its duties, and the next report before the last one is outdated. */
export const familyDeadlines = (reading: DossierState, scheme: Scheme, day: Day): Deadline[] =>
  reading.grants.flatMap((grant) => [
    ...(scheme.duties ?? []).flatMap((duty) => dutyDeadline(grant, duty, reading, scheme, day)),
    ...reportStaleness(grant, reading, scheme, day),
  ]);

type Duty = NonNullable<Scheme['duties']>[number];

/** Moves with every audit passed, to the due date it states, else by the interval of the scheme. */
function dutyDeadline(grant: Grant, duty: Duty, { facts, grants }: DossierState, scheme: Scheme, day: Day): Deadline[] {
  const rounds = ofType(facts, 'SurveillancePassed').filter(
    ({ event, day: at }) =>
      movesStatus(event.source) &&
      at >= startOf(grant) &&
      numbersAgree(event.data.decision, grant.decision) &&
      numbersAgree(event.data.duty, duty.code),
  );
  const due = nextRound(grant, duty, rounds, scheme);
  if (due === undefined || (scheme.family === 'duty' && latest(due) >= lastDayOf(grant))) return []; // the lapse itself
  const lapses = duty.graceDays ? addDays(latest(due), duty.graceDays) : null;
  const dates = { due, opens: addDays(earliest(due), -scheme.warningDays), lapses };
  const followed = grant.ended?.how === 'succeeded' || successorOf(grant, grants) !== undefined;
  const over = endedEarly(grant, day) || (scheme.family === 'decision' && lastDayOf(grant) < day);
  const state = stateOf(dates, day, { met: followed, cancelled: over });
  const key = `duty/${grantKey(grants, grant)}/${duty.code}`;
  const confirmed = isConfirmedOn(grant, scheme, day);
  return [{ key, kind: 'surveillance', ...dates, state, title: duty.name.en, event: grant.id, confirmed }];
}

type Rounds = readonly { day: Day; event: { data: { due?: PartialDate | undefined }; source: Source } }[];

/** Stated ends may precede the anniversary of the start by some days. */
const END_SLACK_DAYS = 31;

/** A duty counts from its last audit. The audits of a decision count from its start; there is none shortly before its end. */
function nextRound(
  grant: Grant,
  { code, everyMonths }: Duty,
  rounds: Rounds,
  { family }: Scheme,
): PartialDate | undefined {
  const named = rounds.at(-1)?.event.data.due;
  if (named !== undefined) return named;
  if (family === 'duty') return grant.dutiesDue[code] ?? addMonths(startOf(grant), everyMonths);
  const due = addMonths(startOf(grant), (countRounds(rounds, everyMonths) + 1) * everyMonths);
  return addDays(addMonths(due, everyMonths), -END_SLACK_DAYS) <= lastDayOf(grant) ? due : undefined;
}

/** What another source tells of an audit within a month of the first that did is the same audit. */
function countRounds(rounds: Rounds, everyMonths: number): number {
  let told: Rounds = [];
  let count = 0;
  for (const round of rounds) {
    const [first] = told;
    const isSame =
      first !== undefined &&
      daysBetween(first.day, round.day) <= Math.min(SAME_AUDIT_DAYS, 15 * everyMonths) &&
      told.every(({ event: { source } }) => !isEqual(source, round.event.source));
    told = isSame ? [...told, round] : [round];
    if (!isSame) count += 1;
  }
  return count;
}

const SAME_AUDIT_DAYS = 31;
const isEqual = (one: Source, other: Source): boolean => one.kind === other.kind && one.publisher === other.publisher;

/** The last day on which a report counts as current; met by the next one. */
function reportStaleness(grant: Grant, { grants }: DossierState, scheme: Scheme, day: Day): Deadline[] {
  const { family, warningDays } = scheme;
  const due = grant.validity.currentUntil;
  if (family !== 'report' || due === undefined) return [];
  const dates = { due, opens: addDays(due, -warningDays), lapses: null };
  const state = stateOf(dates, day, { met: grant.ended?.how === 'succeeded', cancelled: endedEarly(grant, day) });
  const title = grant.level ?? null;
  const confirmed = isConfirmedOn(grant, scheme, day);
  const key = `report-ages/${grantKey(grants, grant)}`;
  return [{ key, kind: 'staleness', ...dates, state, title, event: grant.id, confirmed }];
}
