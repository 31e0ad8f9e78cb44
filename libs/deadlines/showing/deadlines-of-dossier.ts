import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Day } from '#domain/date/day.js';
import { earliest } from '#domain/date/partial-date.js';
import { daysLeft } from '#domain/deadline/days-left.js';
import type { Deadline } from '#domain/deadline/deadline.js';
import { dossierModel, factsOf } from '#domain/dossier/facts.js';
import { dossierStream } from '#domain/event/ledger-event.js';
import { PLANNING } from '../injected-planning.js';
import type { Planning } from '../planning.js';
import { deadlinesOfFacts } from './deadlines-of-facts.js';

export interface DossierDeadline extends Deadline {
  /** As `ListDeadlines` counts them. */
  daysLeft: number;
}

/** Every deadline of one dossier as it stands on a day, with those of what it builds on, soonest first: fresh by construction. */
export class DeadlinesOfDossier extends Query<DossierDeadline[]> {
  /** @param upTo the last position that counts; absent: everything on record */
  constructor(
    readonly dossier: string,
    readonly asOf: Day,
    readonly upTo?: number,
  ) {
    super();
  }
}

@QueryHandler(DeadlinesOfDossier)
export class DeadlinesOfDossierHandler implements IQueryHandler<DeadlinesOfDossier> {
  constructor(@Inject(PLANNING) private readonly planning: Planning) {}

  /** Empty for a dossier that is not on record. */
  async execute({ dossier, asOf, upTo }: DeadlinesOfDossier): Promise<DossierDeadline[]> {
    const point = upTo === undefined ? {} : { upTo };
    const { state } = await this.planning.events.load(dossierStream(dossier), dossierModel, point);
    const facts = factsOf(state);
    if (!facts) return [];
    const placed = await deadlinesOfFacts(this.planning, dossier, facts, { day: asOf, dependents: [], upTo });
    return [...placed.values()]
      .map(({ deadline }) => ({ ...deadline, daysLeft: daysLeft(deadline.due, asOf) }))
      .sort((a, b) => (earliest(a.due) < earliest(b.due) ? -1 : earliest(a.due) > earliest(b.due) ? 1 : 0));
  }
}
