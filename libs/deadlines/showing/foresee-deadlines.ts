import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import type { DossierFacts } from '#domain/dossier/facts.js';
import { PLANNING } from '../injected-planning.js';
import type { Planning } from '../planning.js';
import { deadlinesOfFacts, type Placed } from './deadlines-of-facts.js';
import { dependentsOf } from './dependents-of.js';

/** The deadlines that the facts of a dossier make, by key, and those that others would make of it. */
export interface ForeseenDeadlines {
  before: ReadonlyMap<string, Placed>;
  after: ReadonlyMap<string, Placed>;
}

/** Which deadlines there are on a day, and which there would be if the facts of a dossier were others. */
export class ForeseeDeadlines extends Query<ForeseenDeadlines> {
  constructor(
    readonly dossier: string,
    readonly facts: { before: DossierFacts; after: DossierFacts },
    readonly day: Day,
  ) {
    super();
  }
}

@QueryHandler(ForeseeDeadlines)
export class ForeseeDeadlinesHandler implements IQueryHandler<ForeseeDeadlines> {
  constructor(
    private readonly db: LedgerDatabase,
    @Inject(PLANNING) private readonly planning: Planning,
  ) {}

  async execute({ dossier, facts, day }: ForeseeDeadlines): Promise<ForeseenDeadlines> {
    const about = { day, dependents: await dependentsOf(this.db, dossier) };
    return {
      before: await deadlinesOfFacts(this.planning, dossier, facts.before, about),
      after: await deadlinesOfFacts(this.planning, dossier, facts.after, about),
    };
  }
}
