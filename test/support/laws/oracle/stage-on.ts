import type { Verdict } from './brute-force.js';
import { lastEnded } from './grant-list.js';
import type { Reading } from './read-dossier.js';
import { isAct, rankOf, type Heard } from './readings.js';
import { daysOf } from './plain-days.js';
import { outcomeOf, stageOf } from './scheme-stages.js';
import { comingWords, isOpen, isTurn, leftStanding, renewalOf } from './status-on.js';

/** "`stage`: the furthest milestone, dated by the best source", the first of equals. */
export function stageOn(reading: Reading, status: string): Verdict['stage'] {
  const { scheme } = reading;
  const events = cycleOf(reading, status);
  for (const { code } of scheme.milestones.toReversed()) {
    const told = events.filter((event) => reached(event, reading) === code);
    // Who only saw it there does not date it.
    const dated = told.filter((event) => event.type !== 'RegisterObserved' || listedDate(event) !== undefined);
    const reports = dated.length > 0 ? dated : told;
    const best = Math.min(...reports.map(({ kind }) => rankOf(kind)));
    const days = reports
      .filter(({ kind }) => rankOf(kind) === best)
      .map((event) => ({ event, day: daysOf(dateOf(event)).first }));
    const earliest = days.map(({ day }) => day).sort()[0];
    const first = days.find(({ day }) => day === earliest)?.event;
    if (first) return { milestone: code, occurred: dateOf(first), confirmed: told.some(isAct) };
  }
  return null;
}

const listedDate = ({ data }: Heard): string | undefined =>
  ((data['milestones'] ?? []) as { milestone: string; occurred: string }[]).find(
    ({ milestone }) => milestone === data['milestone'],
  )?.occurred;

const dateOf = (event: Heard): string =>
  (event.type === 'RegisterObserved' ? listedDate(event) : undefined) ?? event.occurred;

function reached({ type, data }: Heard, { scheme }: Reading): unknown {
  if (type === 'RegisterObserved')
    return data['listing'] === 'in-progress' ? stageOf(scheme, data['milestone'])?.code : undefined;
  if (type === 'MilestoneReached') return data['milestone'];
  if (type !== 'GrantIssued') return undefined;
  const code = data['milestone'] ?? outcomeOf(scheme);
  return scheme.milestones.find((one) => one.code === code)?.gives === 'granted' ? code : undefined;
}

/**
 * "… of the current cycle: since the last refusal or abandonment that an application or a milestone followed, and while
 * `renewing`, of the renewal alone."
 */
function cycleOf(reading: Reading, status: string): Heard[] {
  const { grants, scheme, day } = reading;
  const heard = leftStanding(reading);
  const last = lastEnded(grants, scheme, day);
  if (isOpen(status) && last) {
    const next = comingWords(reading).filter(({ day: told, dates }) => told <= day && dates === undefined);
    return [...renewalOf(reading, last), ...next];
  }
  const isStep = (event: Heard) =>
    event.type === 'ApplicationFiled' ||
    (event.type !== 'RegisterObserved' && event.dates === undefined && reached(event, reading) !== undefined);
  const turn = heard.findLast((event) => isTurn(event) && heard.some((step) => isStep(step) && step.day > event.day));
  return heard.filter((event) => turn === undefined || event.day > turn.day);
}
