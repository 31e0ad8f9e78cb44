import { type Day, addDays, addYears } from '../date/day.js';
import { earliest, latest } from '../date/partial-date.js';
import { milestoneIndex, type Scheme, prerequisites } from '../scheme/scheme.js';
import { confirms, movesStatus } from '../source/source.js';
import { fold } from '../text/text.js';
import { type AboutGrant, type Contradiction, recordedEarly } from '../warning/warning.js';
import { type DatedFact, type DossierFacts, inRole, ofType } from './facts.js';
import { incrementalFilter, incrementalSearch } from '../memoize.js';
import { claimsInVain } from './grants.js';
import { isAskedAbout, isWithinValidity, type Act, type Grant } from './grant.js';
import type { DossierState } from './status.js';
import { hasMoved } from '../register/judgement.js';
import { isRow } from '../register/history.js';
import { isListingOutdated } from './activity.js';
import { versionOf } from './validity.js';
import type { Step } from './progress.js';

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
  ...registersDiffer(state),
  ...publishers(state.known, scheme),
  ...speakers(state.known),
  ...orderedByRecording(state.known),
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
function notListed({ established: { absence: fact, events } }: DossierState): Contradiction[] {
  return fact?.event.source ? [absence({ day: fact.day, source: fact.event.source }, [...events, fact.id])] : [];
}

/** The last surveillance failed, while a grant is in force. */
function failedSurveillance({ facts, grants }: DossierState, day: Day): Contradiction[] {
  const last = inRole(facts, 'surveillance').findLast(({ event }) => movesStatus(event.source));
  if (last?.event.type !== 'SurveillanceFailed' || !grants.some((grant) => isWithinValidity(grant, day))) return [];
  return [{ code: 'surveillance-failed', params: { occurred: last.event.occurred }, events: [last.id] }];
}

/** Acts by a publisher that does not speak for the authority of the scheme. */
const publishers = incrementalSearch<DatedFact, Contradiction, Scheme>(({ id, event }, scheme) => {
  const { authority, publishers: others } = scheme;
  const { source } = event;
  if (!others || !source || !confirms(source)) return undefined;
  const names = [authority, ...others];
  if (names.includes(source.publisher) || names.some((name) => fold(name) === fold(source.publisher))) return undefined;
  if (event.type === 'ValidationIssued' && fold(event.data.authority) === fold(source.publisher)) return undefined;
  const params = { publisher: source.publisher, kind: source.kind, authority };
  return { code: 'publisher-not-authority', params, events: [id] };
});

/** Claims by a company that does not speak for the provider. */
const speakers = incrementalSearch<DatedFact, Contradiction>(({ id, event: { source } }) =>
  source?.speaker === undefined
    ? undefined
    : { code: 'speaker-not-holder', params: { publisher: source.publisher }, events: [id] },
);

/** Events whose dates do not give their order. */
const orderedByRecording = incrementalSearch<DatedFact, Contradiction>(({ id, day, event: { occurred } }) =>
  occurred !== undefined && earliest(occurred) < day
    ? { code: 'order-by-recording', params: { occurred, other: day }, events: [id] }
    : undefined,
);

const HELD = new Set(['granted', 'granted-with-reservations', 'suspended']);

const inVain = incrementalFilter(claimsInVain);

/** Claims by sources that cannot move a status, where they contradict it, and disputed claims. */
const claimContradictions = ({ known, established }: DossierState, scheme: Scheme): Contradiction[] => [
  ...(HELD.has(established.status) ? [] : inVain(known, scheme)).map((fact) => ({
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

/** Checks of a single grant. */
const grantContradictions = (grant: Grant, all: readonly Grant[], scheme: Scheme, day: Day): Contradiction[] => [
  ...(scheme.family === 'decision' && isWithinValidity(grant, day) ? noEnd(grant) : []),
  ...tooLong(grant, scheme),
  ...endsBeforeItStarts(grant, scheme),
  ...(isAskedAbout(grant, all, day) ? cutShort(grant) : []),
  ...beforeScheme(grant, scheme),
  ...referentialContradictions(grant, scheme),
  ...versionExpired(grant, scheme),
  ...unknownLevel(grant, scheme),
  ...noLongerListed(grant, day),
  ...listingOutdated(grant, scheme, day),
];

function noLongerListed(grant: Grant, day: Day): Contradiction[] {
  const { id, unlisted } = grant;
  return unlisted && isWithinValidity(grant, day) ? [absence(unlisted, [id, unlisted.event])] : [];
}

const absence = ({ day, source }: Pick<Act, 'day' | 'source'>, events: string[]): Contradiction => ({
  code: 'no-longer-listed',
  params: { publisher: source.publisher, since: day },
  events,
});

function listingOutdated(grant: Grant, scheme: Scheme, day: Day): Contradiction[] {
  if (!isWithinValidity(grant, day) || !isListingOutdated(grant, scheme, day)) return [];
  const params = { read: grant.lastListed ?? '', days: scheme.staleAfterDays };
  return [{ code: 'listing-outdated', params, events: grant.events }];
}

const noEnd = (grant: Grant): Contradiction[] =>
  grant.validUntil ? [] : [{ code: 'no-end-on-record', params: {}, events: grant.events }];

/** Too long for every day that its dates can mean. Only if the start is stated: a register shows when it was read. */
function tooLong(grant: Grant, { family, maximalValidity: max }: Scheme): Contradiction[] {
  if (family !== 'decision' || !max || !grant.validUntil || !grant.startSource || grant.validity.cutShort) return [];
  const longest = addDays(addYears(latest(grant.validFrom), max.years), max.toleranceDays);
  if (earliest(grant.validUntil) <= longest) return [];
  const params = { from: grant.validFrom, until: grant.validUntil, years: max.years };
  return [{ code: 'validity-too-long', params, events: grant.events }];
}

function endsBeforeItStarts({ id, validFrom, validUntil }: Grant, { family }: Scheme): Contradiction[] {
  if (family !== 'decision' || !validUntil || latest(validUntil) >= earliest(validFrom)) return [];
  return [{ code: 'ends-before-it-starts', params: { from: validFrom, until: validUntil }, events: [id] }];
}

function cutShort({ id, validity, validUntil }: Grant): Contradiction[] {
  const { cutShort: cut } = validity;
  if (cut === undefined || validity.to < validity.from) return [];
  const params = { until: validUntil ?? null, version: cut.version, ends: cut.until };
  return [{ code: 'cut-short', params, events: [id] }];
}

function beforeScheme({ id, validFrom, startSource }: Grant, { name, referentials }: Scheme): Contradiction[] {
  const first = referentials.find(({ draft }) => !draft);
  if (!startSource || referentials.length === 0 || (first && first.published <= latest(validFrom))) return [];
  const params = { scheme: name, from: validFrom, ...(first && { published: first.published }) };
  return [{ code: 'before-scheme', params, events: [id] }];
}

function referentialContradictions(
  { id, referential, validFrom }: Grant,
  { slug, referentials }: Scheme,
): Contradiction[] {
  if (referential === undefined) return [];
  const version = referentials.find((known) => known.version === referential);
  if (!version) return [{ code: 'before-referential', params: { scheme: slug, version: referential }, events: [id] }];
  if (version.published <= latest(validFrom)) return [];
  const params = { from: validFrom, version: referential, published: version.published };
  return [{ code: 'before-referential', params, events: [id] }];
}

/** Granted under a version after its grace period: it was never in force. */
function versionExpired(grant: Grant, scheme: Scheme): Contradiction[] {
  const { version, graceEnds } = versionOf(grant, scheme) ?? {};
  if (version === undefined || graceEnds === undefined || graceEnds >= earliest(grant.validFrom)) return [];
  const params = { from: grant.validFrom, version, ended: graceEnds };
  return [{ code: 'version-over', params, events: [grant.id] }];
}

function unknownLevel({ id, level }: Grant, { slug, levels }: Scheme): Contradiction[] {
  if (level === undefined || levels === undefined || levels.includes(level)) return [];
  return [{ code: 'unknown-level', params: { scheme: slug, level, levels }, events: [id] }];
}

/** Checks of the milestones. */
const progressContradictions = ({ known, steps }: DossierState, scheme: Scheme): Contradiction[] => {
  const reports = steps.filter((step) => step.index >= 0 && step.listed === undefined);
  return [
    ...inRole(known, 'stage')
      .filter(({ event }) => milestoneIndex(scheme, event.data.milestone) < 0)
      .map(({ id, event }) => unknownMilestone(id, event.data.milestone, scheme)),
    ...reports.filter(isFirstReport).flatMap((step) => outOfOrder(step, reports, scheme)),
    ...daysDiffer(reports),
    ...missing(
      inRole(known, 'stage')
        .filter(({ listing }) => !listing)
        .map(({ id }) => id),
      reports,
      scheme,
    ),
  ];
};

/** What several sources say of one day is one fact. */
const isFirstReport = (step: Step, place: number, reports: readonly Step[]): boolean =>
  reports.findIndex(({ index, occurred }) => index === step.index && occurred === step.occurred) === place;

const unknownMilestone = (event: string, code: string, { slug }: Scheme): Contradiction => ({
  code: 'unknown-milestone',
  params: { scheme: slug, milestone: code },
  events: [event],
});

/** Certainly dated before one of its prerequisites. */
function outOfOrder(step: Step, reports: readonly Step[], scheme: Scheme): Contradiction[] {
  if (step.gives === 'granted') return []; // steps after the outcome belong to its renewal
  const before = prerequisites(scheme, step.milestone ?? '');
  const inWay = reports.filter((other) => before.includes(other.milestone ?? ''));
  const late = inWay.find((other) => latest(step.occurred) < earliest(other.occurred));
  // A renewal repeats the stages: an earlier report of the same stage explains the order.
  const explained = inWay.some((other) => other.milestone === late?.milestone && other.day <= step.day);
  if (!late || explained) return [];
  const params = {
    milestone: step.milestone ?? '',
    occurred: step.occurred,
    after: late.milestone ?? '',
    afterOccurred: late.occurred,
  };
  return [{ code: 'out-of-order', params, events: [step.event, late.event] }];
}

/** Of one publisher, unless two of its registers say it. */
const isOneVoice = (one: Step, other: Step): boolean =>
  one.source.publisher === other.source.publisher &&
  (one.register === undefined || other.register === undefined || one.register === other.register);

/** The same milestone dated on different days by different publishers or registers, without another milestone between. */
function daysDiffer(reports: readonly Step[]): Contradiction[] {
  return reports.flatMap((step, index) => {
    const other = reports
      .slice(0, index)
      .findLast((earlier) => earlier.index === step.index && step.gives !== 'granted');
    const between = other && reports.slice(reports.indexOf(other) + 1, index).some((one) => one.index !== step.index);
    if (!other || between || isOneVoice(other, step)) return [];
    if (latest(other.occurred) >= earliest(step.occurred)) return [];
    const params = { milestone: step.milestone ?? '', occurred: other.occurred, other: step.occurred };
    return [{ code: 'milestone-day-differs' as const, params, events: [other.event, step.event] }];
  });
}

/** What a register last listed, against what the history of another one, read on that day or later, tells of the same day. */
function registersDiffer({ known }: DossierState): Contradiction[] {
  const observed = inRole(known, 'observation').filter(({ event }) => event.data.registerSlug !== undefined);
  const slugs = new Set(observed.map(({ event }) => event.data.registerSlug));
  if (slugs.size < 2) return [];
  return [...slugs].flatMap((slug) => {
    const last = observed.findLast(({ event }) => event.data.registerSlug === slug);
    if (!last || isRow(last.event)) return [];
    return [...slugs].flatMap((other) => {
      const told = observed.findLast(({ event, day }) => event.data.registerSlug === other && day <= last.day);
      if (other === slug || !told || !isRow(told.event) || (told.event.source.readOn ?? '') < last.day) return [];
      if (!hasMoved(told.event.data, last.event.data)) return [];
      const params = { register: last.event.data.register, other: told.event.data.register, day: last.day };
      return [{ code: 'registers-differ' as const, params, events: [last.id, told.listing?.confirms ?? told.id] }];
    });
  });
}

/** A milestone is reported without its direct prerequisites. A grant alone does not imply its milestones. */
function missing(reported: readonly string[], reports: readonly Step[], scheme: Scheme): Contradiction[] {
  return reports
    .filter((step) => reported.includes(step.event))
    .flatMap((step) => {
      const { after = [] } = scheme.milestones[step.index] ?? {};
      const gone = after.filter((code) => !reports.some(({ milestone }) => milestone === code));
      if (gone.length === 0) return [];
      const params = { milestone: step.milestone ?? '', missing: gone };
      return [{ code: 'missing-milestone' as const, params, events: [step.event] }];
    });
}
