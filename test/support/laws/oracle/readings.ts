import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { OnRecord } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { daysOf } from './plain-days.js';

/** An event with the day that it counts from, and a source that counts. */
export interface Heard extends Said {
  day: string;
  occurred: string;
  kind: string;
}

const RANKS = ['decision', 'catalogue', 'list', 'statement', 'company', 'press', 'other'];
export const rankOf = (kind: string): number => RANKS.indexOf(kind) + 1;

/** "An act is an event with a source of rank 1 to 4: the word of the authority." */
export const isAct = ({ kind }: { kind: string }): boolean => rankOf(kind) <= 4;

/** "Jalon takes the events … in order of date, then of recording." */
export const byDay = (a: Heard, b: Heard): number =>
  a.day === b.day ? a.position - b.position : a.day < b.day ? -1 : 1;

/**
 * "An event counts from the earliest day that its date can mean." "Sources of kind `other` change nothing at all, nor do
 * companies that do not speak for the provider."
 */
export const heardOf = (said: readonly Said[]): Heard[] =>
  said.flatMap((one) =>
    one.occurred === undefined || one.kind === undefined || one.kind === 'other' || one.speaker === 'other'
      ? []
      : [{ ...one, occurred: one.occurred, kind: one.kind, day: one.counts ?? daysOf(one.occurred).first }],
  );

/** What is read from the day on which a grant of the authority begins: the acts, and the provider's own steps. */
export const actsIn = (heard: readonly Heard[], scheme: Scheme): Heard[] =>
  heard.filter((event) => isAct(event) || isOwnStep(event, scheme));

/**
 * "The provider's own steps are no claims about the authority's decision: an application, a milestone before the outcome, a
 * target or an abandonment that the provider reports counts as it did."
 */
function isOwnStep({ type, data }: Heard, scheme: Scheme): boolean {
  if (type === 'MilestoneReached') return stageOf(scheme, data['milestone'])?.gives !== 'granted';
  return type === 'ApplicationFiled' || type === 'TargetSet' || type === 'ApplicationAbandoned';
}

const TURNS = /^Grant(Suspended|Reinstated|Withdrawn)$/;
const REFUSALS = /^Application(Refused|Abandoned)$/;

/**
 * "A suspension, reinstatement or withdrawal with an imprecise date that was recorded after another of these, whose day its
 * date can still mean, counts from that day … after it." Of several such days, from the last. "A refusal or an abandonment
 * with an imprecise date counts from the last application, milestone or listing as `in-progress` by the authority whose day its
 * date can still mean."
 */
export function byRecording(heard: readonly Heard[], all = heard): Heard[] {
  const read: Heard[] = [];
  for (const event of heard.toSorted((a, b) => a.position - b.position)) {
    const { first, last } = daysOf(event.occurred);
    // "An act is moved only by another act."
    const isRefusal = REFUSALS.test(event.type);
    const days = isRefusal
      ? all.filter(isStep).map(({ occurred }) => daysOf(occurred).first)
      : read.filter((other) => TURNS.test(other.type) && (isAct(other) || !isAct(event))).map(({ day }) => day);
    const possible = days.filter((day) => first <= day && day <= last);
    const isMoved = isRefusal || TURNS.test(event.type);
    read.push(isMoved ? { ...event, day: possible.sort().at(-1) ?? event.day } : event);
  }
  return read.sort(byDay);
}

const isStep = (event: Heard): boolean =>
  event.dates === undefined &&
  event.confirms === undefined &&
  (event.type === 'RegisterObserved'
    ? isAct(event) && event.data['listing'] === 'in-progress'
    : /^(ApplicationFiled|MilestoneReached)$/.test(event.type));

/** The day of an event; of a listing, since when its register has listed the service at that stage without a break. */
export function listedSince(event: Heard, heard: readonly Heard[]): string {
  if (event.type !== 'RegisterObserved') return event.day;
  const name = ({ data }: Heard) => data['registerSlug'] ?? data['register'];
  const own = heard
    .slice(0, heard.indexOf(event) + 1)
    .filter((one) => one.type === event.type && name(one) === name(event));
  const isOther = ({ data }: Heard) =>
    data['listing'] !== event.data['listing'] || data['milestone'] !== event.data['milestone'];
  return own.slice(own.findLastIndex(isOther) + 1)[0]?.day ?? event.day;
}

/** The earlier day that the authority says a grant began on, in an event that came later. */
export function earlierStart({ type, data, kind, day, from }: Heard): string | undefined {
  const tells = type === 'GrantIssued' || (type === 'RegisterObserved' && data['listing'] === 'granted');
  const start = from ?? (typeof data['validFrom'] === 'string' ? daysOf(data['validFrom']).first : day);
  return tells && isAct({ kind }) && start < day ? start : undefined;
}

/** An event as stored or as corrected, without its type. */
export interface Said {
  id: string;
  position: number;
  type: DossierEvent['type'];
  occurred?: string | undefined;
  /** When its day was put on record: with itself, or by a correction. */
  datedAt: Date;
  kind?: string | undefined;
  /** `other`: a company that does not speak for the provider. */
  speaker?: string | undefined;
  /** The day of the document that it was read in. */
  readOn?: string | undefined;
  data: Record<string, unknown>;
  /** What readings of a register make of it: see `withListings`. */
  confirms?: string;
  from?: string;
  counts?: string;
  /** The last day of which a row of a history tells. */
  until?: string;
  /** The register that dates a milestone. */
  dates?: string;
}

type Loose = Omit<Said, 'kind'> & { recordedAt: Date; source?: Source | undefined };
type Source = { kind: string; speaker?: string | undefined; readOn?: string | undefined };

const loose = ({ id, position, recordedAt, event }: OnRecord<DossierEvent>): Loose => ({
  id,
  position,
  type: event.type,
  occurred: 'occurred' in event ? event.occurred : undefined,
  recordedAt,
  datedAt: recordedAt,
  source: event.source,
  data: event.data,
});

/** design.md: "Corrections are events of the same stream … The latest live one wins per field; retracting a correction restores what it replaced." */
export function asCorrected(known: readonly OnRecord<DossierEvent>[]): Said[] {
  const all = known.map(loose);

  const stands = (one: Loose): boolean =>
    !all.some((other) => other.type === 'EventRetracted' && other.data['event'] === one.id && stands(other));

  function current(one: Loose): Loose {
    let now = one;
    for (const other of all) {
      if (other.type !== 'EventCorrected' || other.data['event'] !== one.id || !stands(other)) continue;
      const next = put(now, current(other).data['changes'] as Changes);
      if (!isSound(next)) continue;
      now = { ...next, datedAt: next.occurred === now.occurred ? now.datedAt : other.recordedAt };
    }
    return now;
  }

  return all
    .filter((one) => one.type !== 'EventCorrected' && one.type !== 'EventRetracted' && stands(one))
    .map(current)
    .map(({ source, ...rest }) => ({ ...rest, kind: source?.kind, speaker: source?.speaker, readOn: source?.readOn }));
}

interface Changes {
  occurred?: string | null;
  source?: Source;
  sourceFields?: Source;
  data?: Record<string, unknown>;
}

function put(one: Loose, { occurred, source, sourceFields, data = {} }: Changes): Loose {
  const next = { ...one, data: { ...one.data } };
  if (occurred !== undefined) next.occurred = occurred ?? undefined;
  if (source !== undefined) next.source = source;
  if (sourceFields !== undefined) next.source = { ...next.source, ...sourceFields };
  for (const [field, value] of Object.entries(data))
    if (value === null) Reflect.deleteProperty(next.data, field);
    else next.data[field] = value;
  return next;
}

const MAY_BE_UNDATED = /^(DossierOpened|GrantExpired|EvidenceAttached|Deadline\w+|Event\w+)$/;

/** "The merged event is validated again": of what the generator can bring about, only these can be unsound. */
function isSound({ type, occurred, source, data: { validFrom, validUntil } }: Loose): boolean {
  if (source && !('publisher' in source)) return false;
  if (occurred === undefined && !MAY_BE_UNDATED.test(type)) return false;
  if (typeof validFrom !== 'string' || typeof validUntil !== 'string') return true;
  return daysOf(validFrom).first <= daysOf(validUntil).last;
}

/** The milestone of that code; none, for one that the scheme does not have. */
export const stageOf = ({ milestones }: Scheme, code: unknown) => milestones.find((one) => one.code === code);

/** The milestone that a decision reaches that names none. */
export const outcomeOf = ({ milestones }: Scheme): string | undefined =>
  milestones.find(({ gives }) => gives === 'granted')?.code;

/** The register that an event is from, by its name "without case, accents and punctuation". */
export const registerName = ({ data }: Heard): string => String(data['register']).toLowerCase().replace(/\s+/g, ' ');

/** What a register lists as suspended or over is a grant that it tells of. */
export const isListedAs = ({ type, data }: Said, ...listings: string[]): boolean =>
  type === 'RegisterObserved' && listings.includes(String(data['listing']));
