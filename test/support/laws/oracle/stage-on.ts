import type { Verdict } from './brute-force.js';
import { lastEnded } from './grant-list.js';
import type { Reading } from './read-dossier.js';
import { isAct, rankOf, type Heard } from './readings.js';
import { outcomeOf } from './scheme-stages.js';
import { comingWords, isTurn, renewalOf } from './status-on.js';

/** "`stage`: the furthest milestone, dated by the best source", the first of equals. */
export function stageOn(reading: Reading, status: string): Verdict['stage'] {
  const { scheme } = reading;
  const events = cycleOf(reading, status);
  for (const { code } of scheme.milestones.toReversed()) {
    const reports = events.filter((event) => reached(event, reading) === code);
    const best = Math.min(...reports.map(({ kind }) => rankOf(kind)));
    const first = reports.find(({ kind }) => rankOf(kind) === best);
    if (first) return { milestone: code, occurred: first.occurred, confirmed: reports.some(isAct) };
  }
  return null;
}

function reached({ type, data }: Heard, { scheme }: Reading): unknown {
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
  const { heard, grants, scheme, day } = reading;
  const last = lastEnded(grants, scheme, day);
  if (status === 'renewing' && last) {
    const next = comingWords(reading).filter(({ day: told }) => told <= day);
    return [...renewalOf(reading, last), ...next];
  }
  const isStep = (event: Heard) => event.type === 'ApplicationFiled' || reached(event, reading) !== undefined;
  const turn = heard.findLast((event) => isTurn(event) && heard.some((step) => isStep(step) && step.day > event.day));
  return heard.filter((event) => turn === undefined || event.day > turn.day);
}
