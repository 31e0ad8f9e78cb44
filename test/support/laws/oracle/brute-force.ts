import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { OnRecord } from '#domain/event/ledger-event.js';
import type { Publication } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { asCorrected, type Said } from './as-corrected.js';
import { daysAfter, daysOf, NEVER } from './plain-days.js';
import { stageOf, tellGrants } from './tell-grants.js';
import { currentUntil, firstDay, isAuthority, isInForce, lastDay, rankOf, warnedEnd, type Told } from './told-grant.js';

/*
 * What design.md (section 4) and the three families say of a dossier, worked out naively over the list of its events: no
 * spans, no caching, nothing of libs/domain but types. Slow and plain, to judge what is fast and clever.
 */

export interface Point {
  asOf: string;
  /** Absent: everything on record. */
  knownAt?: Date | undefined;
}

export interface Verdict {
  status: string;
  confirmed: boolean;
  inForce: { id: string; decision: string | null; suspended: boolean; until: string | null; current: string | null }[];
  stage: { milestone: string; occurred: string; confirmed: boolean } | null;
  expiring: boolean;
  stale: boolean;
  provider: string;
  labels: string[];
}

type Dated = Said & { day: string; occurred: string };

/** `undefined` while the dossier is not on record. */
export function bruteForce(
  record: readonly OnRecord<DossierEvent>[],
  publications: readonly Publication[],
  { asOf, knownAt }: Point,
): Verdict | undefined {
  const byThen = ({ recordedAt }: { recordedAt: Date }) => knownAt === undefined || recordedAt <= knownAt;
  const known = record.filter(byThen);
  const opened = known.find(({ event }) => event.type === 'DossierOpened')?.event;
  if (opened?.type !== 'DossierOpened') return undefined;
  const { provider, scheme: slug } = opened.data;
  const scheme = publications.filter((one) => one.scheme.slug === slug && byThen(one)).at(-1)?.scheme;
  if (!scheme) throw new Error(`no scheme ${slug} by then`);

  const happened = asCorrected(known)
    .flatMap((said) => (said.occurred === undefined ? [] : [{ ...said, day: daysOf(said.occurred).first } as Dated]))
    .filter(({ day }) => day <= asOf)
    .sort((a, b) => (a.day === b.day ? a.position - b.position : a.day < b.day ? -1 : 1));
  // "… sources of kind `other` move nothing."
  const heard = happened.filter(({ kind }) => kind !== undefined && kind !== 'other');
  // "… absorbed on the day the issued one starts (until then they stand)."
  const grants = tellGrants(heard, scheme).filter(({ closed }) => closed?.how !== 'absorbed' || closed.day > asOf);
  const { status, kinds } = statusOf(heard, grants, scheme, asOf);
  return {
    status,
    confirmed: kinds.some(isAuthority),
    inForce: grants
      .filter((grant) => isInForce(grant, scheme, asOf))
      .map((grant) => ({
        id: grant.id,
        decision: grant.number ?? null,
        suspended: grant.suspendedBy.length > 0,
        until: lastInForce(grant, scheme),
        current: currentUntil(grant, scheme),
      })),
    stage: furthest(heard, scheme),
    expiring: grants.some((grant) => isEnding(grant, grants, scheme, asOf)),
    stale: isSilent(status, heard, scheme, asOf) || hasAged(grants, scheme, asOf),
    provider:
      (heard.findLast(({ type }) => type === 'ServiceTransferred')?.data['to'] as string | undefined) ?? provider,
    labels: ['granted', 'granted-with-reservations'].includes(status)
      ? scheme.labels.filter(({ from, until }) => from <= asOf && asOf <= (until ?? NEVER)).map((label) => label.slug)
      : [],
  };
}

/** By the definition of it: the last day on which it is in force as things stand. */
function lastInForce(grant: Told, scheme: Scheme): string | null {
  const last = lastDay(grant, scheme);
  const closing = grant.closed ? daysAfter(grant.closed.day, -1) : NEVER;
  const until = closing < last ? closing : last;
  return until === NEVER ? null : until;
}

interface Standpoint {
  status: string;
  /** "The best source among those that establish this status confirms." */
  kinds: readonly string[];
}

/** "Status, the first that applies". */
function statusOf(heard: readonly Dated[], grants: readonly Told[], scheme: Scheme, day: string): Standpoint {
  const kindsOf = (events: readonly Dated[]) => events.map(({ kind }) => kind ?? '');

  const running = grants.filter((grant) => isInForce(grant, scheme, day));
  const free = running.filter((grant) => grant.suspendedBy.length === 0).at(-1);
  if (free) return { status: free.reservations > 0 ? 'granted-with-reservations' : 'granted', kinds: free.kinds };
  const suspended = running.at(-1);
  if (suspended) return { status: 'suspended', kinds: suspended.suspendedBy };

  const steps = heard.flatMap((event) => {
    const gives = givenBy(event, scheme);
    return gives === undefined ? [] : [{ event, gives }];
  });
  const over = grants.filter((grant) => firstDay(grant, scheme) <= day && grant.closed?.how !== 'refuted');
  const endOf = (grant: Told) => [lastDay(grant, scheme), grant.closed?.day ?? NEVER].sort()[0] ?? NEVER;
  const last = over.filter((grant) => over.every((other) => endOf(other) <= endOf(grant))).at(-1);
  if (last) {
    const renewal = heard.filter(
      ({ type, data, day: at }) =>
        at > firstDay(last, scheme) &&
        (type === 'ApplicationFiled' ||
          (type === 'MilestoneReached' &&
            ['applied', 'in-progress'].includes(stageOf(scheme, data['milestone'])?.gives ?? ''))),
    );
    if (renewal.length > 0) return { status: 'renewing', kinds: kindsOf(renewal) };
    if (last.closed?.how === 'withdrawn') return { status: 'withdrawn', kinds: last.closed.by };
    return { status: scheme.family === 'duty' && !last.closed ? 'lapsed' : 'expired', kinds: last.kinds };
  }

  // design.md: "if later than every stage". A tie goes to the refusal: of an application and its refusal in one month,
  // whichever was recorded first, the refusal came after.
  const refusal = heard.filter(({ type }) => type === 'ApplicationRefused' || type === 'ApplicationAbandoned').at(-1);
  if (refusal && steps.every(({ event }) => event.day <= refusal.day))
    return {
      status: refusal.type === 'ApplicationRefused' ? 'refused' : 'abandoned',
      kinds: kindsOf(
        heard.filter(({ type, day: at }) => type === refusal.type && steps.every((s) => s.event.day <= at)),
      ),
    };

  // design.md: "the furthest stage". Not said there, but meant (status.spec.ts): who applies anew after a refusal starts anew.
  const attempt = steps.filter(({ event }) => refusal === undefined || event.day >= refusal.day);
  for (const status of ['in-progress', 'applied']) {
    const there = attempt.filter(({ gives }) => gives === status).map(({ event }) => event);
    if (there.length > 0) return { status, kinds: kindsOf(there) };
  }
  const words = heard.filter(({ type }) => /^(AnnouncementMade|IntentDeclared|TargetSet|ValidationIssued)$/.test(type));
  return { status: words.length > 0 ? 'announced' : 'unknown', kinds: kindsOf(words) };
}

function givenBy({ type, data }: Dated, scheme: Scheme): string | undefined {
  if (type === 'ApplicationFiled') return 'applied';
  if (type === 'RegisterObserved' && data['listing'] === 'in-progress') return 'in-progress';
  if (type === 'MilestoneReached') return stageOf(scheme, data['milestone'])?.gives;
  return type === 'GrantIssued' ? 'granted' : undefined;
}

/** "`stage` (furthest milestone, its day, confirmed)": its day by the best source, the earliest of equals. */
function furthest(heard: readonly Dated[], scheme: Scheme): Verdict['stage'] {
  for (const { code, gives } of scheme.milestones.toReversed()) {
    const outcome = scheme.milestones.find((one) => one.gives === 'granted')?.code;
    const reports = heard.filter(
      ({ type, data }) =>
        (type === 'MilestoneReached' && data['milestone'] === code) ||
        (type === 'GrantIssued' && gives === 'granted' && (data['milestone'] ?? outcome) === code),
    );
    const best = Math.min(...reports.map(({ kind = '' }) => rankOf(kind)));
    const first = reports.find(({ kind = '' }) => rankOf(kind) === best);
    if (first)
      return {
        milestone: code,
        occurred: first.occurred,
        confirmed: reports.some(({ kind = '' }) => isAuthority(kind)),
      };
  }
  return null;
}

/** "… a grant ends within the scheme's warning window", and no other one takes over. */
function isEnding(grant: Told, grants: readonly Told[], scheme: Scheme, day: string): boolean {
  const end = warnedEnd(grant, scheme);
  if (end === undefined || !isInForce(grant, scheme, day) || daysAfter(day, scheme.warningDays) < end) return false;
  const nextDay = daysAfter(lastDay(grant, scheme), 1);
  return !grants.some(
    (other) =>
      other !== grant && !other.closed && firstDay(other, scheme) <= nextDay && lastDay(other, scheme) >= nextDay,
  );
}

const HOUSEKEEPING = /^(DossierOpened|GrantExpired|Deadline\w+)$/;

/** "`stale` (open and silent longer than the scheme's limit)". */
function isSilent(status: string, heard: readonly Dated[], { staleAfterDays }: Scheme, day: string): boolean {
  const last = heard.filter(({ type }) => !HOUSEKEEPING.test(type)).at(-1);
  const open = ['announced', 'applied', 'in-progress', 'renewing'].includes(status);
  return open && last !== undefined && daysAfter(last.day, staleAfterDays) < day;
}

/** "A report goes stale": none of those in force is current any more. */
function hasAged(grants: readonly Told[], scheme: Scheme, day: string): boolean {
  const running = grants.filter((grant) => isInForce(grant, scheme, day));
  return (
    scheme.family === 'report' &&
    running.length > 0 &&
    running.every((grant) => (currentUntil(grant, scheme) ?? NEVER) < day)
  );
}
