import type { Day } from '../date/day.js';
import { earliest } from '../date/partial-date.js';
import { milestoneIndex, type Scheme } from '../scheme/scheme.js';
import { confirms, movesStatus } from '../source/source.js';
import { fold } from '../text/text.js';
import { type AboutGrant, type Contradiction, recordedEarly } from '../warning/warning.js';
import { type DatedFact, type DossierFacts, ofType } from './facts.js';
import { isAskedAbout, isWithinValidity } from './grant.js';
import { absence, grantContradictions } from './grant-plausibility.js';
import { progressContradictions } from './progress-plausibility.js';
import { absenceSince, type DossierState } from './status.js';

/** The contradictions and implausible facts as of a day, given the rules of the scheme. */
export const contradictionsIn = (
  state: DossierState,
  facts: DossierFacts,
  scheme: Scheme,
  day: Day,
): Contradiction[] => [
  ...state
    .warnings()
    .filter((found) => isCurrent(found, state, day))
    .map(({ about: _, ...found }) => found),
  ...state.grants.flatMap((grant) => grantContradictions(grant, state.grants, scheme, day)),
  ...notListed(state),
  ...failedSurveillance(state, day),
  ...progressContradictions(state, scheme),
  ...publishers(state, scheme),
  ...speakers(state),
  ...orderedByRecording(state),
  ...claimContradictions(state, scheme),
  ...recordedEarly(facts.dated, day),
];

/** A contradiction about a grant that is over, or with a withdrawal, is no warning once another grant is in force. */
function isCurrent({ code, about }: AboutGrant, { grants, established }: DossierState, day: Day): boolean {
  if (code === 'grant-after-withdrawal') return !HELD.has(established.status);
  if (about === undefined) return true;
  const grant = grants.find(({ id }) => id === about);
  return grant !== undefined && isAskedAbout(grant, grants, day);
}

/** An open dossier that a register of the authority does not list any more. */
function notListed({ known, established }: DossierState): Contradiction[] {
  const fact = absenceSince({ facts: known }, established);
  return fact?.event.source
    ? [absence({ day: fact.day, source: fact.event.source }, [...established.events, fact.id])]
    : [];
}

/** The last surveillance failed, while a grant is in force. */
function failedSurveillance({ facts, grants }: DossierState, day: Day): Contradiction[] {
  const last = ofType(facts, 'SurveillancePassed', 'SurveillanceFailed').findLast(({ event }) =>
    movesStatus(event.source),
  );
  if (last?.event.type !== 'SurveillanceFailed' || !grants.some((grant) => isWithinValidity(grant, day))) return [];
  return [{ code: 'surveillance-failed', params: { occurred: last.event.occurred }, events: [last.id] }];
}

/** Acts by a publisher that does not speak for the authority of the scheme. */
function publishers({ known }: DossierState, { authority, publishers: others }: Scheme): Contradiction[] {
  if (!others) return [];
  const speakers = new Set([authority, ...others].map(fold));
  return known.flatMap(({ id, event }) => {
    const { source } = event;
    if (!source || !confirms(source) || speakers.has(fold(source.publisher))) return [];
    if (event.type === 'ValidationIssued' && fold(event.data.authority) === fold(source.publisher)) return [];
    const params = { publisher: source.publisher, kind: source.kind, authority };
    return [{ code: 'publisher-not-authority' as const, params, events: [id] }];
  });
}

/** Claims by a company that does not speak for the provider. */
const speakers = ({ known }: DossierState): Contradiction[] =>
  known.flatMap(({ id, event: { source } }) =>
    source?.speaker === undefined
      ? []
      : [{ code: 'speaker-not-holder' as const, params: { publisher: source.publisher }, events: [id] }],
  );

/** Events whose dates do not give their order. */
const orderedByRecording = ({ known }: DossierState): Contradiction[] =>
  known.flatMap(({ id, day, event: { occurred } }) =>
    occurred !== undefined && earliest(occurred) < day
      ? [{ code: 'order-by-recording' as const, params: { occurred, other: day }, events: [id] }]
      : [],
  );

const HELD = new Set(['granted', 'granted-with-reservations', 'suspended']);

/** Claims by sources that cannot move a status, where they contradict it, and disputed claims. */
const claimContradictions = ({ known, established }: DossierState, scheme: Scheme): Contradiction[] => [
  ...(HELD.has(established.status) ? [] : known.filter((fact) => claimsGrant(fact, scheme))).map((fact) => ({
    code: 'claim-contradicts' as const,
    params: { publisher: fact.event.source?.publisher ?? '', outcome: scheme.outcome, status: established.status },
    events: [...established.events, fact.id],
  })),
  ...ofType(known, 'ClaimDisputed').map(({ id, event }) => ({
    code: 'claim-disputed' as const,
    params: { speaker: event.data.speaker ?? event.source.publisher, title: event.data.title },
    events: [id],
  })),
];

/** Whether a source that cannot move a status claims a grant. */
function claimsGrant({ event }: DatedFact, scheme: Scheme): boolean {
  if (!event.source || movesStatus(event.source)) return false;
  if (event.type === 'RegisterObserved') return event.data.listing === 'granted';
  if (event.type === 'MilestoneReached')
    return scheme.milestones[milestoneIndex(scheme, event.data.milestone)]?.gives === 'granted';
  return event.type === 'GrantIssued' || event.type === 'GrantAnnounced';
}
