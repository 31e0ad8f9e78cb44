import { mayBeSame } from './decision-number.js';
import type { GrantList } from './grant-list.js';
import { daysOf, monthsAfter } from './plain-days.js';
import { isAct, rankOf, type Heard } from './readings.js';
import { firstDay, lastDay, type Told } from './told-grant.js';

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const numberIn = ({ data }: Heard): string | undefined => text(data['decision']);

/** "A claim never weakens an act": it changes nothing of a grant that an act tells of, suspended or ended. */
const mayChange = (event: Heard, { words, suspendedBy, closed }: Told): boolean =>
  isAct(event) || ![...words, ...suspendedBy, ...(closed?.by ?? [])].some(isAct);

/** What happens to grants that are there. If none is, "nothing changes until a grant that ran on that day is published". */
export class ActsOnGrants {
  private waiting: Heard[] = [];

  constructor(private readonly list: GrantList) {}

  read(event: Heard): void {
    if (!this.finds(event)) this.waiting.push(event);
  }

  /** Whether there is a grant that it is about. */
  private finds(event: Heard): boolean {
    if (event.type === 'GrantSuspended') return this.suspend(event);
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
      words.some((word) => word.type === 'RegisterObserved' && isAct(word) && day <= word.day);
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
      this.list.running(number, event.day);
    if (running && mayChange(event, running)) this.list.put(running, { suspendedBy: [] });
    const withdrawn = running ? undefined : this.list.withdrawn(number, event.day);
    const ranks = withdrawn?.closed?.by.map(({ kind }) => rankOf(kind)) ?? [];
    // "… within the validity of the grant".
    const isAnnullable = withdrawn !== undefined && event.day <= lastDay(withdrawn, this.list.scheme);
    if (isAnnullable && rankOf(event.kind) <= Math.min(...ranks))
      this.list.put(withdrawn, { closed: undefined, suspendedBy: [] });
    return running !== undefined || isAnnullable;
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
