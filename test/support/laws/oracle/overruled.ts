import type { Scheme } from '#domain/scheme/scheme.js';
import { isAct, type Heard, listedSince } from './readings.js';
import { stageOf } from './scheme-stages.js';

const REFUSALS = ['ApplicationRefused', 'ApplicationAbandoned'];

/** docs/status.md, "Overruled claims": what is left of the events, in order, of a dossier that the authority has not granted. */
export const withoutOverruled = (heard: readonly Heard[], scheme: Scheme): Heard[] =>
  heard.filter((event, nth) => isAct(event) || !isOverruled(event, heard.slice(0, nth), heard.slice(nth + 1), scheme));

function isOverruled(event: Heard, before: readonly Heard[], after: readonly Heard[], scheme: Scheme): boolean {
  const lastOf = (types: readonly string[]) => before.findLast((one) => isAct(one) && types.includes(one.type));
  const since = (turn: Heard | undefined) => before.slice(turn === undefined ? 0 : before.indexOf(turn) + 1);
  // "… until a step begins anew …, later than the day of the act. A reinstatement by the authority annuls a withdrawal".
  const stands = (turn: Heard | undefined): boolean =>
    turn !== undefined &&
    !since(turn).some((one) =>
      one.type === 'GrantReinstated'
        ? isAct(one) && turn.type === 'GrantWithdrawn'
        : isStep(one, scheme) && listedSince(one, before) > turn.day,
    );
  const [turn, refusal] = [lastOf([...REFUSALS, 'GrantWithdrawn']), lastOf(REFUSALS)];
  // "… from the press, once an act has given a stage" since.
  const acts = since(turn).filter(isAct);
  const isOfPress = event.kind === 'press' && acts.some((one) => isStep(one, scheme));
  // "Likewise, … a claimed abandonment after a refusal by the authority, or a claimed refusal after an abandonment". "A refusal
  // or an abandonment that the press reports once an act has … decided a grant, and a refusal that the provider reports".
  if (REFUSALS.includes(event.type)) {
    const mayNot = event.kind === 'press' || event.type === 'ApplicationRefused';
    const isDecided = mayNot && acts.some((one) => tellsOfGrant(one, scheme));
    return isOfPress || isDecided || (stands(refusal) && refusal?.type !== event.type);
  }
  const isTurnedDown = stands(turn) || stands(refusal);
  // "Likewise, a claimed listing as `in-progress` after such an act".
  if (event.type === 'RegisterObserved' && event.data['listing'] === 'in-progress') return isTurnedDown;
  if (!tellsOfGrant(event, scheme)) return false;
  // "… before an act that is a refusal or an abandonment …, unless such a step came in between".
  const next = after.find((one) => isStep(one, scheme) || (isAct(one) && REFUSALS.includes(one.type)));
  const isRefused = next !== undefined && REFUSALS.includes(next.type);
  return isTurnedDown || isRefused || isOfPress;
}

/** "An application, a milestone before the outcome or a listing as `in-progress` by the authority." */
function isStep(event: Heard, scheme: Scheme): boolean {
  if (event.type === 'RegisterObserved') return isAct(event) && event.data['listing'] === 'in-progress';
  if (event.type !== 'MilestoneReached') return event.type === 'ApplicationFiled';
  return ['applied', 'in-progress'].includes(stageOf(scheme, event.data['milestone'])?.gives ?? '');
}

/** "A `GrantIssued`, a `GrantAnnounced`, a listing as `granted` or the outcome." */
function tellsOfGrant({ type, data }: Heard, scheme: Scheme): boolean {
  if (type === 'MilestoneReached') return stageOf(scheme, data['milestone'])?.gives === 'granted';
  return (
    type === 'GrantIssued' ||
    type === 'GrantAnnounced' ||
    (type === 'RegisterObserved' && data['listing'] === 'granted')
  );
}
