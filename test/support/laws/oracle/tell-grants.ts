import type { Scheme } from '#domain/scheme/scheme.js';
import type { Said } from './as-corrected.js';
import { daysOf, monthsAfter } from './plain-days.js';
import { coversLater, isAnnouncementOf, isTheNext, isToldAgain, withWord } from './same-grant.js';
import { firstDay, isAuthority, isInForce, rankOf, type Told } from './told-grant.js';

type Dated = Said & { day: string };

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

export const stageOf = ({ milestones }: Scheme, code: unknown) => milestones.find((one) => one.code === code);

/** Reads the events in order, as somebody with a list of grants and a pencil would. */
export function tellGrants(events: readonly Dated[], scheme: Scheme): Told[] {
  let grants: Told[] = [];

  const inForce = (day: string) => grants.filter((grant) => isInForce(grant, scheme, day));
  const numbered = (number: string) => grants.filter((grant) => grant.number === number).at(-1);
  const unnumbered = (day: string) =>
    inForce(day)
      .filter(({ number }) => number === undefined)
      .at(-1);

  /** "The last begun, unended grant", whether or not it has lapsed. */
  const lastBegun = (number: string | undefined, day: string) =>
    grants
      .filter((one) => firstDay(one, scheme) <= day && one.closed === undefined)
      .filter((one) => number === undefined || one.number === undefined || one.number === number)
      .at(-1);

  const put = (grant: Told, changes: Partial<Told>): void => {
    grants = grants.map((one) => (one === grant ? { ...one, ...changes } : one));
  };

  function wordOf({ id, day, occurred = '', data }: Dated, kind: string): Told {
    const [number, validFrom, validUntil] = [data['decision'], data['validFrom'], data['validUntil']].map(text);
    return {
      id,
      number,
      issued: false,
      told: day,
      validFrom: validFrom ?? occurred,
      startBy: kind,
      validUntil,
      endBy: validUntil === undefined ? undefined : kind,
      reservations: 0,
      kinds: [kind],
      suspendedBy: [],
      due: new Map(),
    };
  }

  /** A new grant, and what it does to those that run when it starts. */
  function open(grant: Told, kind: string, givesWay: (old: Told) => boolean): void {
    const start = firstDay(grant, scheme);
    const isOvertaken = inForce(grant.told).some((old) => coversLater(old, grant, scheme));
    grants = grants.map((old): Told => {
      if (givesWay(old)) return { ...old, closed: { day: start, how: 'absorbed', by: [kind] } };
      const isFollowed =
        scheme.family !== 'decision' && isInForce(old, scheme, start) && !coversLater(old, grant, scheme);
      return isFollowed ? { ...old, closed: { day: start, how: 'followed', by: [kind] } } : old;
    });
    grants.push(isOvertaken ? { ...grant, closed: { day: start, how: 'followed', by: [kind] } } : grant);
  }

  function issue(event: Dated, kind: string): void {
    const issued: Told = {
      ...wordOf(event, kind),
      issued: true,
      referential: text(event.data['referential']),
      reservations: ((event.data['reservations'] as unknown[] | undefined) ?? []).length,
    };
    const same = grants.filter((old) => isToldAgain(old, issued, scheme)).at(-1);
    if (same) {
      put(same, withWord(same, issued, scheme));
      return;
    }
    const announced = grants.filter((old) => isAnnouncementOf(old, issued, scheme));
    grants = grants.filter((old) => !announced.includes(old));
    const whole = announced.reduce((before, word) => withWord(before, word, scheme), issued);
    const start = firstDay(whole, scheme);
    open(whole, kind, (old) => {
      const onlyKnownOf = !old.issued && old.number === undefined && old.validUntil === undefined;
      return onlyKnownOf && (isInForce(old, scheme, start) || firstDay(old, scheme) > start);
    });
  }

  function announce(word: Told, kind: string): void {
    const { number, told } = word;
    const known = number === undefined ? inForce(told).at(-1) : (numbered(number) ?? unnumbered(told));
    if (known && !isTheNext(known, word, scheme)) put(known, withWord(known, word, scheme));
    else open(word, kind, () => false);
  }

  function list(event: Dated, kind: string): void {
    const word = wordOf(event, kind);
    if (event.data['validFrom'] === undefined) word.startBy = undefined;
    if (isAuthority(kind))
      word.due = new Map((scheme.duties ?? []).map((duty) => [duty.code, monthsAfter(event.day, duty.everyMonths)]));
    announce(word, kind);
  }

  function delist({ data, day }: Dated, kind: string): void {
    const number = text(data['decision']);
    const grant = number === undefined ? inForce(day).at(-1) : numbered(number);
    if (!grant || (grant.number !== undefined && scheme.family === 'decision')) return;
    if (grant.kinds.some((other) => rankOf(other) < rankOf(kind))) return;
    // What had ended was gone from the register for that reason: a withdrawal stays one.
    if (grant.closed !== undefined && grant.closed.day <= day) return;
    const authorityDenies = data['listing'] === 'in-progress' && isAuthority(kind) && !grant.kinds.some(isAuthority);
    put(grant, { closed: { day, how: authorityDenies ? 'refuted' : 'delisted', by: [kind] } });
  }

  function keepUp({ data, day }: Dated): void {
    const [duty, next] = [text(data['duty']), text(data['due'])];
    const grant = lastBegun(text(data['decision']), day);
    if (!grant) return;
    const due = new Map(grant.due);
    for (const { code, everyMonths } of scheme.duties ?? [])
      if (duty === undefined || duty === code)
        due.set(code, next === undefined ? monthsAfter(day, everyMonths) : daysOf(next).last);
    put(grant, { due });
  }

  /** Whose turn it is to be suspended, reinstated, withdrawn or freed of reservations. */
  function meant(number: string | undefined, day: string): Told | undefined {
    const running = number === undefined ? inForce(day).at(-1) : (numbered(number) ?? unnumbered(day));
    return running ?? (scheme.family === 'duty' ? lastBegun(number, day) : undefined);
  }

  function act({ type, data, day }: Dated, kind: string): void {
    const grant = meant(text(data['decision']), day);
    if (!grant) return;
    if (type === 'GrantSuspended') put(grant, { suspendedBy: [...grant.suspendedBy, kind] });
    if (type === 'GrantReinstated') put(grant, { suspendedBy: [] });
    if (type === 'ReservationLifted') put(grant, { reservations: 0 });
    if (type !== 'GrantWithdrawn') return;
    // "… told again keeps its first day": the same withdrawal, by one more word.
    const before = grant.closed?.how === 'withdrawn' ? grant.closed : { day, by: [] };
    put(grant, { closed: { day: before.day, how: 'withdrawn', by: [...before.by, kind] } });
  }

  for (const event of events) {
    const { type, data, kind } = event;
    if (kind === undefined || kind === 'other') continue;
    if (type === 'GrantIssued') issue(event, kind);
    else if (type === 'GrantAnnounced') announce(wordOf(event, kind), kind);
    else if (type === 'MilestoneReached' && stageOf(scheme, data['milestone'])?.gives === 'granted')
      announce(wordOf({ ...event, data: {} }, kind), kind);
    else if (type === 'RegisterObserved' && data['listing'] === 'granted') list(event, kind);
    else if (type === 'RegisterObserved') delist(event, kind);
    else if (type === 'SurveillancePassed') keepUp(event);
    else if (/^Grant(Suspended|Reinstated|Withdrawn)$|^ReservationLifted$/.test(type)) act(event, kind);
  }
  return grants;
}
