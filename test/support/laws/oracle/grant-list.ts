import type { Scheme } from '#domain/scheme/scheme.js';
import { isSameNumber, mayBeSame } from './decision-number.js';
import { endDay, firstDay, isComing, isInForce, type Told } from './told-grant.js';

/** The grants as read so far, in the order in which they were told. */
export class GrantList {
  grants: Told[] = [];

  constructor(readonly scheme: Scheme) {}

  put(grant: Told, changes: Partial<Told>): void {
    this.grants = this.grants.map((one) => (one === grant ? { ...one, ...changes } : one));
  }

  inForce(day: string): Told[] {
    return this.grants.filter((grant) => isInForce(grant, this.scheme, day));
  }

  /** Those that a number may mean: of that number, or in force without one. */
  named(number: string, day: string): Told | undefined {
    const isOfNumber = (grant: Told) => grant.number !== undefined && isSameNumber(grant.number, number);
    const unnumbered = this.inForce(day).filter((grant) => grant.number === undefined);
    return this.grants.findLast(isOfNumber) ?? unnumbered.at(-1);
  }

  /** "They apply to the decision they name, otherwise to the grant in force. The grant must be running." */
  running(number: string | undefined, day: string): Told | undefined {
    const running = this.inForce(day);
    if (number === undefined) return running.at(-1);
    return (
      running.findLast((grant) => grant.number !== undefined && isSameNumber(grant.number, number)) ??
      running.findLast((grant) => grant.number === undefined)
    );
  }

  /** "… (or, for a withdrawal, not yet valid)": the one that is next. */
  coming(number: string | undefined, day: string): Told | undefined {
    return this.grants
      .filter((grant) => isComing(grant, this.scheme, day) && mayBeSame(grant.number, number))
      .sort((a, b) => (firstDay(a, this.scheme) < firstDay(b, this.scheme) ? -1 : 1))[0];
  }

  /** Whether or not it has lapsed: an audit passed reinstates it. */
  lastBegun(number: string | undefined, day: string): Told | undefined {
    return this.grants.findLast(
      (one) => firstDay(one, this.scheme) <= day && one.closed === undefined && mayBeSame(one.number, number),
    );
  }

  /** The grant that ended last, if a withdrawal ended it. */
  lastIfWithdrawn(day: string): Told | undefined {
    const last = lastEnded(this.grants, this.scheme, day);
    return last?.closed?.how === 'withdrawn' ? last : undefined;
  }

  /** "A reinstatement of a withdrawn grant": of the number, or the last one if none is named. */
  withdrawn(number: string | undefined, day: string): Told | undefined {
    if (number === undefined) return this.lastIfWithdrawn(day);
    return this.grants.findLast(({ number: own, closed }) => closed?.how === 'withdrawn' && mayBeSame(own, number));
  }
}

/** Of those that have begun, or were withdrawn before they did, the one whose end is the latest. */
export function lastEnded(grants: readonly Told[], scheme: Scheme, day: string): Told | undefined {
  const over = grants.filter((grant) => hasBegun(grant, scheme, day) && grant.closed?.how !== 'refuted');
  return over.findLast((grant) => over.every((other) => endDay(other, scheme) <= endDay(grant, scheme)));
}

/** A grant that is withdrawn before its first day has had its time on the day of the withdrawal. */
export const hasBegun = (grant: Told, scheme: Scheme, day: string): boolean =>
  firstDay(grant, scheme) <= day || (grant.closed?.how === 'withdrawn' && grant.closed.day <= day);
