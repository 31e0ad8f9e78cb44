import type { Scheme } from '#domain/scheme/scheme.js';
import {
  isSameNumber,
  mayBeSame,
  GrantList,
  amended,
  coversLater,
  isAnnouncementOf,
  isLateWordOf,
  isTheNext,
  isToldAgain,
  isUnderItsNumber,
  withWord,
  firstDay,
  hasAnyDay,
  isInForce,
  isNear,
  saidStart,
  type Told,
  lastDay,
  endDay,
} from './told-grant.js';
import { daysOf, monthsAfter, NEVER } from './plain-days.js';
import { isAct, isListedAs, rankOf, registerName, type Heard, stageOf } from './readings.js';

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Reads the events in order, as somebody with a list of grants and a pencil would. */
export function tellGrants(events: readonly Heard[], scheme: Scheme): Told[] {
  const list = new GrantList(scheme);
  const acts = new ActsOnGrants(list);
  for (const [nth, event] of events.entries()) {
    const { type, data } = event;
    const before = list.grants;
    if (type === 'GrantIssued') issue(list, event);
    else if (type === 'GrantAnnounced') announce(list, wordOf(event));
    else if (type === 'MilestoneReached' && stageOf(scheme, data['milestone'])?.gives === 'granted')
      announce(list, { ...wordOf({ ...event, data: {} }), words: [event] });
    else if (type === 'RegisterObserved' && data['listing'] === 'granted') {
      acts.takeBack(event);
      announce(list, listingOf(event, scheme), events.slice(0, nth));
    } else if (isListedAs(event, 'suspended', 'withdrawn', 'expired')) acts.readListing(event, events.slice(0, nth));
    else if (type === 'RegisterObserved') delist(list, event, events.slice(0, nth));
    else {
      acts.read(event);
      continue;
    }
    acts.readWaiting(before);
  }
  return list.grants;
}

function wordOf(event: Heard): Told {
  const { id, day, occurred, kind, data } = event;
  const [number, validFrom, validUntil] = [data['decision'], data['validFrom'], data['validUntil']].map(text);
  return {
    id,
    number,
    issued: false,
    told: day,
    validFrom: validFrom ?? occurred,
    startBy: kind,
    startIn: id,
    validUntil,
    endBy: validUntil === undefined ? undefined : kind,
    words: [event],
    suspendedBy: [],
    due: new Map(),
  };
}

/** What the authority still lists has kept up its duties by then. */
function listingOf(event: Heard, scheme: Scheme): Told {
  const word = wordOf(event);
  const { duties = [] } = scheme;
  const keepsUp = isAct(event) && firstDay(word, scheme) <= event.day;
  return {
    ...word,
    startBy: event.data['validFrom'] === undefined ? undefined : word.startBy,
    listedBy: isAct(event) ? text(event.data['registerSlug']) : undefined,
    due: new Map(
      keepsUp ? duties.map((duty) => [duty.code, monthsAfter(event.until ?? event.day, duty.everyMonths)]) : [],
    ),
  };
}

/** A new grant, and what it does to those that run when it starts: "The next report replaces it." */
function open(list: GrantList, grant: Told, givesWay: (old: Told) => boolean): void {
  const { scheme } = list;
  const start = firstDay(grant, scheme);
  const isOvertaken = list.inForce(grant.told).some((old) => coversLater(old, grant, scheme));
  list.grants = list.grants.map((old): Told => {
    if (!hasAnyDay(grant, scheme)) return old;
    if (givesWay(old)) return { ...old, closed: { day: start, how: 'absorbed', by: grant.words } };
    const isFollowed =
      scheme.family !== 'decision' && isInForce(old, scheme, start) && !coversLater(old, grant, scheme);
    return isFollowed ? { ...old, closed: { day: start, how: 'followed', by: grant.words } } : old;
  });
  list.grants.push(isOvertaken ? { ...grant, closed: { day: start, how: 'followed', by: grant.words } } : grant);
}

function issue(list: GrantList, event: Heard): void {
  const { scheme } = list;
  const reservations = event.data['reservations'] as { text: string }[] | undefined;
  const issued: Told = {
    ...wordOf(event),
    issued: true,
    referential: text(event.data['referential']),
    reservations: reservations?.map((one) => one.text),
  };
  const ofIt = list.grants.filter((old) => isAnnouncementOf(old, issued, scheme));
  const announced = hasAnyDay(issued, scheme) ? ofIt : [];
  const same = list.grants.findLast(
    (old) =>
      isToldAgain(old, issued, scheme) ||
      isLateWordOf(old, issued, scheme) ||
      (isUnderItsNumber(old, issued, scheme) && !ofIt.includes(old) && !isDecidedAhead(old, issued, list)),
  );
  if (same) {
    list.put(
      same,
      isUnderItsNumber(same, issued, scheme) ? amended(same, issued, scheme) : withWord(same, issued, scheme),
    );
    return;
  }
  list.grants = list.grants.filter((old) => !announced.includes(old));
  const whole = announced.reduce((before, word) => withWord(before, word, scheme), issued);
  const start = firstDay(whole, scheme);
  // "A grant known without number or end is replaced on the day on which the issued one starts."
  open(list, whole, (old) => {
    const onlyKnownOf = !old.issued && old.number === undefined && old.validUntil === undefined;
    return onlyKnownOf && (isInForce(old, scheme, start) || firstDay(old, scheme) > start);
  });
}

/**
 * "`GrantAnnounced`, a listing as `granted`, and the milestone that is the outcome (J3) corroborate the grant in force and fill
 * in missing values … If no grant is in force, they open one."
 */
function announce(list: GrantList, word: Told, before: readonly Heard[] = []): void {
  const { number, told } = word;
  // "… as if it had been observed again": of the grant that the listing told of, and no later word.
  const again = list.grants.findLast(
    ({ words, closed }) => !closed && words.some(({ id }) => id === word.words[0]?.confirms),
  );
  if (again) {
    list.put(again, withWord(again, { ...word, told: again.told }, list.scheme));
    return;
  }
  const known = number === undefined ? list.inForce(told).at(-1) : list.named(number, told);
  const isWithdrawn = known?.closed?.how === 'withdrawn' && known.closed.day <= told;
  if (known && !isWithdrawn && !isDecidedAhead(known, word, list)) {
    if (!isTheNext(known, word, list.scheme)) list.put(known, withWord(known, word, list.scheme));
    else open(list, counted(list, word), () => false);
    return;
  }
  const running = list.inForce(told).length > 0;
  // "While no grant is in force, an announcement less than half a year from the start of a grant that is decided and not yet
  // valid is about that grant." What is listed without a start is there already.
  const decided = running || word.startBy === undefined ? undefined : list.coming(number, told);
  const isOfIt = decided && isNear(saidStart(decided, list.scheme), saidStart(word, list.scheme));
  const withdrawn = isWithdrawn ? known : list.lastIfWithdrawn(told);
  const isBarred = withdrawn && (isWithdrawn || !running) && !opensAfter(withdrawn, word, before);
  if (isBarred && (known || !isOfIt)) return;
  if (isOfIt) list.put(decided, withWord(decided, word, list.scheme));
  else open(list, counted(list, word), () => false);
}

/**
 * "A listing that opens a grant, but dates it before the end of one that was withdrawn or no longer listed, under a number that
 * agrees, tells of a grant from its own day."
 */
function counted(list: GrantList, word: Told): Told {
  if (list.scheme.family === 'report') return word;
  const [event] = word.words;
  const isOfOneThatEnded = list.grants.some(
    ({ closed, number }) =>
      (closed?.how === 'withdrawn' || closed?.how === 'delisted') &&
      closed.day <= word.told &&
      daysOf(word.validFrom).first < closed.day &&
      mayBeSame(number, word.number),
  );
  if (!isOfOneThatEnded) return { ...word, counts: event?.from };
  return { ...word, validFrom: word.told, counts: word.told };
}

/** "A grant that the authority decides from a later day is not one of long before of which only claims tell." */
const isDecidedAhead = (known: Told, word: Told, { scheme }: GrantList): boolean =>
  word.words.some(isAct) &&
  !known.words.some(isAct) &&
  firstDay(word, scheme) > word.told &&
  !isNear(saidStart(known, scheme), saidStart(word, scheme));

/**
 * "After a withdrawal, a listing, announcement or outcome opens a grant only if its source ranks equal or better than that of
 * the withdrawal, or if it names another decision or a start after the withdrawal."
 */
function opensAfter({ number, closed }: Told, word: Told, before: readonly Heard[]): boolean {
  const [event] = word.words;
  if (!closed || !event) return true;
  const isRepeated = closed.by.some(isAct) && (listedSince(event, before) ?? NEVER) <= closed.day;
  if (!isRepeated && rankOf(event.kind) <= Math.min(...closed.by.map(({ kind }) => rankOf(kind)))) return true;
  if (word.number !== undefined && number !== undefined && !isSameNumber(word.number, number)) return true;
  const start = text(event.data['validFrom']);
  return event.type === 'RegisterObserved' && start !== undefined && daysOf(start).first > closed.day;
}

/** "A register that has listed the service as `granted` since its day or before, without a break, only repeats itself." */
function listedSince(event: Heard, before: readonly Heard[]): string | undefined {
  if (event.type !== 'RegisterObserved') return undefined;
  const own = [...before, event].filter(
    (one) => one.type === 'RegisterObserved' && registerName(one) === registerName(event),
  );
  return own.slice(own.findLastIndex(({ data }) => data['listing'] !== 'granted') + 1)[0]?.day;
}

/**
 * "A later listing as `absent` or `in-progress` ends a grant without a number, and any report or duty, if its source ranks
 * equal or better. Against a numbered decision it only adds a warning."
 */
function delist(list: GrantList, event: Heard, before: readonly Heard[]): void {
  const { data, day, kind } = event;
  const number = text(data['decision']);
  const grant =
    number === undefined
      ? list.inForce(day).at(-1)
      : list.grants.findLast(
          (one) => one.number !== undefined && isSameNumber(one.number, number) && hasAnyDay(one, list.scheme),
        );
  // What had ended was gone from the register for that reason: a withdrawal stays one.
  if (!grant || (grant.closed !== undefined && grant.closed.day <= day)) return;
  // "A listing as `absent` before the first day says nothing."
  if (firstDay(grant, list.scheme) > day) return;
  const isEnded =
    (grant.number === undefined || list.scheme.family !== 'decision') &&
    grant.words.every((word) => rankOf(word.kind) >= rankOf(kind));
  if (isEnded) {
    // "If the authority lists as in progress a grant that only claims reported, the grant is `refuted`."
    const isDenied = data['listing'] === 'in-progress' && isAct(event) && !grant.words.some(isAct);
    list.put(grant, { closed: { day, how: isDenied ? 'refuted' : 'delisted', by: [event] } });
  } else if (isMissing(event, before) && firstDay(grant, list.scheme) <= day) list.put(grant, { missing: event });
}

/** "A register that had only ever listed the service as `in-progress` says nothing about the grant." */
function isMissing(event: Heard, before: readonly Heard[]): boolean {
  const listings = before
    .filter((one) => one.type === 'RegisterObserved' && registerName(one) === registerName(event))
    .map(({ data }) => data['listing'])
    .filter((listing) => listing !== 'absent');
  const saysNothing = listings.length > 0 && listings.every((listing) => listing === 'in-progress');
  return event.data['listing'] === 'absent' && isAct(event) && !saysNothing;
}

const numberIn = ({ data }: Heard): string | undefined => text(data['decision']);

/** "A claim never weakens an act": it changes nothing of a grant that an act tells of, suspended or ended. */
const mayChange = (event: Heard, { words, suspendedBy, closed }: Told): boolean =>
  isAct(event) || ![...words, ...suspendedBy, ...(closed?.by ?? [])].some(isAct);

/**
 * "A register that lists a decision so once more, until it lists it otherwise, only repeats itself … By a better source, or with a
 * number or a start that it had not given, it acts."
 */
function isSaidAgain(event: Heard, before: readonly Heard[]): boolean {
  const sameNumber = (one: Heard, other: Heard) =>
    numberIn(one) === undefined ? numberIn(other) === undefined : isSameNumberAs(other, numberIn(one)!);
  let over: { event: Heard; start: string | undefined; rank: number }[] = [];
  for (const one of before.filter(({ type }) => type === event.type)) {
    if (registerName(one) !== registerName(event)) continue;
    const isSame = (other: { event: Heard }) => other.event.data['listing'] === one.data['listing'];
    over = over.filter((other) => isSame(other) || !mayBeSame(numberIn(other.event), numberIn(one)));
    if (!isListedAs(one, 'suspended', 'withdrawn', 'expired')) continue;
    const same = over.find((other) => isSame(other) && sameNumber(one, other.event));
    const start = text(one.data['validFrom']) ?? same?.start;
    const rank = Math.min(rankOf(one.kind), same?.start === start ? (same?.rank ?? Infinity) : Infinity);
    over = [...over.filter((other) => other !== same), { event: one, start, rank }];
  }
  return over.some(
    ({ event: one, start, rank }) =>
      one.data['listing'] === event.data['listing'] &&
      rank <= rankOf(event.kind) &&
      (numberIn(event) === undefined || isSameNumberAs(one, numberIn(event)!)) &&
      (event.data['validFrom'] === undefined || event.data['validFrom'] === start),
  );
}

const isSameNumberAs = (event: Heard, number: string): boolean => {
  const own = numberIn(event);
  return own !== undefined && isSameNumber(own, number);
};

/** What happens to grants that are there. If none is, "nothing changes until a grant that ran on that day is published". */
class ActsOnGrants {
  private waiting: Heard[] = [];

  constructor(private readonly list: GrantList) {}

  read(event: Heard): void {
    if (!this.finds(event)) this.waiting.push(event);
  }

  /**
   * "A listing as `suspended` or `withdrawn` is an act on the grant, as a `GrantSuspended` or `GrantWithdrawn` by the same source;
   * one as `expired` ends it, if its source ranks equal or better … If no grant is on record that it can be about, it tells of
   * one that replaces no other."
   */
  readListing(event: Heard, before: readonly Heard[]): void {
    const { list } = this;
    if (isSaidAgain(event, before)) return;
    const { scheme } = list;
    const word = listingOf(event, scheme);
    const listing = String(event.data['listing']);
    const closed: Told['closed'] = {
      day: event.day,
      how: listing === 'withdrawn' ? 'withdrawn' : 'delisted',
      by: [event],
    };
    // "… or all had ended by then and before the start that the listing gives, or are to come, half a year or more from it".
    const isOther = (grant: Told) =>
      word.startBy !== undefined &&
      (endDay(grant, scheme) < [event.day, daysOf(word.validFrom).first].sort()[0]! ||
        (firstDay(grant, scheme) > event.day && !isNear(firstDay(grant, scheme), daysOf(word.validFrom).first)));
    if (!list.grants.some((one) => hasAnyDay(one, scheme) && mayBeSame(one.number, word.number) && !isOther(one))) {
      const known = list.grants;
      list.grants = [...known, word];
      // What was done to it by then comes first.
      this.readWaiting(known);
      const told = list.grants.at(-1) ?? word;
      if (listing === 'suspended') list.put(told, { suspendedBy: [...told.suspendedBy, event] });
      else if (told.closed === undefined) list.put(told, { closed });
      else if (listing === 'withdrawn') list.put(told, { closed: { ...told.closed, by: [...told.closed.by, event] } });
      return;
    }
    if (listing !== 'expired') {
      this.read(event);
      return;
    }
    const grant = this.runningOrLapsed(event);
    const isAsGood = grant?.words.every(({ kind }) => rankOf(kind) >= rankOf(event.kind));
    if (grant && isAsGood && mayChange(event, grant)) list.put(grant, { closed });
  }

  /** "Listed as granted again, it is no longer suspended by that register", nor is anything to come; a claim takes back no act. */
  takeBack(event: Heard): void {
    const isItsOwn = (one: Heard) => one.type === 'RegisterObserved' && registerName(one) === registerName(event);
    for (const grant of this.list.grants)
      if (mayBeSame(grant.number, numberIn(event)) && mayChange(event, grant))
        this.list.put(grant, { suspendedBy: grant.suspendedBy.filter((one) => !isItsOwn(one)) });
    this.waiting = this.waiting.filter(
      (one) => !isItsOwn(one) || !mayBeSame(numberIn(one), numberIn(event)) || (isAct(one) && !isAct(event)),
    );
  }

  /** Whether there is a grant that it is about. */
  private finds(event: Heard): boolean {
    if (event.type === 'GrantSuspended' || isListedAs(event, 'suspended')) return this.suspend(event);
    if (isListedAs(event, 'withdrawn')) return this.withdraw(event);
    if (event.type === 'GrantReinstated') return this.reinstate(event);
    if (event.type === 'GrantWithdrawn') return this.withdraw(event);
    if (event.type === 'ReservationLifted') return this.lift(event);
    if (event.type === 'SurveillancePassed') return this.keepUp(event);
    if (event.type === 'SurveillanceFailed') return this.fail(event);
    return true;
  }

  /** "Then the act applies to it, from its own day … a listing proves the audits before it." */
  readWaiting(before: readonly Told[]): void {
    const { scheme } = this.list;
    const covers = (grant: Told, day: string) =>
      firstDay(grant, scheme) <= day && (scheme.family === 'duty' || day <= lastDay(grant, scheme));
    const proves = ({ words }: Told, { type, day }: Heard) =>
      type === 'SurveillancePassed' &&
      words.some((word) => word.type === 'RegisterObserved' && isAct(word) && day <= (word.until ?? word.day));
    const waiting = this.waiting;
    this.waiting = [];
    for (const event of waiting) {
      const isNewlyOf = (grant: Told) =>
        mayBeSame(grant.number, numberIn(event)) &&
        covers(grant, event.day) &&
        !proves(grant, event) &&
        !before.some((one) => one.id === grant.id && covers(one, event.day));
      if (!this.list.grants.some(isNewlyOf) || !this.finds(event)) this.waiting.push(event);
    }
  }

  /** "The grant must be running, a lapsed duty, or, for a withdrawal, not yet valid." */
  private runningOrLapsed(event: Heard): Told | undefined {
    const { list } = this;
    const lapsed = list.scheme.family === 'duty' ? list.lastBegun(numberIn(event), event.day) : undefined;
    return list.running(numberIn(event), event.day) ?? lapsed;
  }

  private suspend(event: Heard): boolean {
    const grant = this.runningOrLapsed(event);
    if (grant && mayChange(event, grant)) this.list.put(grant, { suspendedBy: [...grant.suspendedBy, event] });
    return grant !== undefined;
  }

  /**
   * "A reinstatement of a withdrawn grant by a source of equal or better rank than the withdrawal annuls the withdrawal from its
   * own day on; by a weaker one it only warns." It ends a suspension from before the withdrawal as well.
   */
  private reinstate(event: Heard): boolean {
    const number = numberIn(event);
    // Of several in force, the one that is suspended is meant.
    const running =
      this.list
        .inForce(event.day)
        .findLast((grant) => grant.suspendedBy.length > 0 && mayBeSame(grant.number, number)) ??
      this.list.running(number, event.day) ??
      this.lapsedWhileSuspended(event);
    if (running && mayChange(event, running)) this.list.put(running, { suspendedBy: [] });
    const withdrawn = running ? undefined : this.list.withdrawn(number, event.day);
    const ranks = withdrawn?.closed?.by.map(({ kind }) => rankOf(kind)) ?? [];
    // "… within the validity of the grant".
    const isAnnullable = withdrawn !== undefined && event.day <= lastDay(withdrawn, this.list.scheme);
    if (isAnnullable && rankOf(event.kind) <= Math.min(...ranks))
      this.list.put(withdrawn, { closed: undefined, suspendedBy: [] });
    return running !== undefined || isAnnullable;
  }

  /** The last begun of a duty, if it is suspended and no grant that began later was withdrawn. */
  private lapsedWhileSuspended(event: Heard): Told | undefined {
    const { list } = this;
    const last = list.scheme.family === 'duty' ? list.lastBegun(numberIn(event), event.day) : undefined;
    const withdrawn = list.withdrawn(numberIn(event), event.day);
    if (!last || last.suspendedBy.length === 0) return undefined;
    return withdrawn && firstDay(withdrawn, list.scheme) > firstDay(last, list.scheme) ? undefined : last;
  }

  /** "The grant must be running (or, for a withdrawal, not yet valid)." Told again it keeps its first day. */
  private withdraw(event: Heard): boolean {
    const { list } = this;
    const number = numberIn(event);
    const grant = this.runningOrLapsed(event) ?? list.coming(number, event.day);
    if (grant && !mayChange(event, grant)) return true;
    if (grant) {
      list.put(grant, { closed: { day: event.day, how: 'withdrawn', by: [event] } });
      return true;
    }
    const before = list.withdrawn(number, event.day);
    if (before?.closed) list.put(before, { closed: { ...before.closed, by: [...before.closed.by, event] } });
    return before !== undefined;
  }

  /** "`ReservationLifted` lifts the reservation whose text it gives in `reservation`, or all without one." */
  private lift(event: Heard): boolean {
    const lifted = text(event.data['reservation']);
    const grant = this.runningOrLapsed(event);
    if (grant?.reservations === undefined || !mayChange(event, grant)) return grant !== undefined;
    const open = grant.reservations.filter((one) => lifted !== undefined && one !== lifted);
    this.list.put(grant, { reservations: open });
    return true;
  }

  /** "Each audit passed sets the next date", and "`SurveillancePassed` and `GrantReinstated` lift such a suspension". */
  private keepUp(event: Heard): boolean {
    const [duty, next] = [text(event.data['duty']), text(event.data['due'])];
    const grant = this.list.lastBegun(numberIn(event), event.day);
    if (!grant || !mayChange(event, grant)) return grant !== undefined;
    const due = new Map(grant.due);
    const lifts = ({ type }: Heard) => type === 'SurveillanceFailed' && mayChange(event, grant);
    for (const { code, everyMonths } of this.list.scheme.duties ?? [])
      if (duty === undefined || duty === code)
        due.set(code, next === undefined ? monthsAfter(event.day, everyMonths) : daysOf(next).last);
    this.list.put(grant, { due, suspendedBy: grant.suspendedBy.filter((one) => !lifts(one)) });
    return true;
  }

  /** "`none` (the default), `suspends` the grant in force, or `ends` it (as a withdrawal)." */
  private fail(event: Heard): boolean {
    const { onSurveillanceFailed: effect = 'none' } = this.list.scheme;
    const grant: Told | undefined = this.list.running(numberIn(event), event.day);
    if (!grant || effect === 'none' || !mayChange(event, grant)) return grant !== undefined;
    if (effect === 'suspends') this.list.put(grant, { suspendedBy: [...grant.suspendedBy, event] });
    else this.list.put(grant, { closed: { day: event.day, how: 'withdrawn', by: [event] } });
    return true;
  }
}
