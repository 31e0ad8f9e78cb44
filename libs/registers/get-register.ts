import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Day } from '#domain/date/day.js';
import type { Register } from '#domain/register/register.js';

export interface RegisterView {
  register: Register;
  /** Of its stream; 0 for a built-in register that was never read. */
  version: number;
  builtIn: boolean;
  /** Day of the last reading. */
  lastRead: Day | null;
  /** Listed by the last reading. */
  entries: number | null;
  /** Whether it was not read for longer than `staleAfterDays`. */
  stale: boolean;
  /** Readings that wait for an officer. */
  held: number;
  /** Ascending by day. */
  readings: ReadingPoint[];
}

export interface ReadingPoint {
  day: Day;
  entries: number;
  added: number;
  changed: number;
  gone: number;
  /** The id of the `RegisterRead`. */
  event: string;
  /** The id of the attempt, for its differences; `null` if it was removed or the ledger was restored from a file. */
  attempt: string | null;
}

/** The registers, built-in and published, by slug. */
export class ListRegisters extends Query<RegisterView[]> {}

@QueryHandler(ListRegisters)
export class ListRegistersHandler implements IQueryHandler<ListRegisters> {
  execute(_: ListRegisters): Promise<RegisterView[]> {
    throw new Error('under construction');
  }
}

/** @throws Refusal unknown-register */
export class GetRegister extends Query<RegisterView> {
  constructor(readonly slug: string) {
    super();
  }
}

@QueryHandler(GetRegister)
export class GetRegisterHandler implements IQueryHandler<GetRegister> {
  execute(_: GetRegister): Promise<RegisterView> {
    throw new Error('under construction');
  }
}
