import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import { PreviewDeadlines } from '#deadlines/queries/dossier-deadlines.js';
import type { Day } from '#domain/date/day.js';
import type { DossierFacts } from '#domain/dossier/facts.js';
import { dependencyWarnings } from '#domain/dossier/dependency.js';
import { soonestEnd, standingOn } from '#domain/dossier/standing.js';
import type { NewDossierEvent } from '#domain/event/dossier-events.js';
import type { NewProviderEvent } from '#domain/event/provider-events.js';
import type { Warning } from '#domain/warning/warning.js';
import { GetDossier } from '#dossiers/get-dossier.js';
import { RehearseDossierEvent } from '#dossiers/rehearse-dossier-event.js';
import { RehearseProviderEvent } from '#providers/rehearse-provider-event.js';
import { activeWithin, type Reached } from '#subscriptions/active-within.js';
import { toldDaily } from '#subscriptions/daily/told-daily.js';
import type { Reach } from '#delivery/held-subscription.js';
import { subscribersToChange } from '#subscriptions/subscribers-to-change.js';
import { audienceOf, EventPreviews } from '../../../reminders/event-preview.js';
import type { Subject } from '../subject.js';
import { daysThatTell, type Standings } from './days-that-tell.js';
import { type DeadlineMove, deadlineMoves } from './deadline-moves.js';
import { type WarningChanges, warningChanges } from './warning-changes.js';

/** Those that are named, by whether they hear of it at once or in a digest of the day, and how many others do. */
export interface Told {
  atOnce: Reached[];
  daily: Reached[];
  others: number;
}

export type Reminders = Awaited<ReturnType<EventPreviews['of']>>['body']['reminders'];

/** What recording something would come to. */
export interface Foreseen {
  /** Of a dossier: where it would stand. */
  standings: Standings[];
  /** Of a provider: what it would be called today. */
  names?: { before: string; after: string };
  deadlines: DeadlineMove[];
  warnings: WarningChanges;
  told: Told;
  reminders?: Reminders;
}

interface Circumstances {
  today: Day;
  /** The version that its stream must stand at; absent: whatever it is. */
  expected?: number | undefined;
  /** Whose subscriptions are named; the others are counted. */
  reach: Reach;
}

type DossierSubject = Extract<Subject, { kind: 'dossier' }>;

/** Looks ahead: by the same rules, and the same queries, as recording it would follow. Nothing is recorded or planned. */
@Injectable()
export class Foresight {
  constructor(
    private readonly queries: QueryBus,
    private readonly db: LedgerDatabase,
    private readonly previews: EventPreviews,
  ) {}

  /** @throws Refusal and Conflict, as recording does */
  async onDossier(subject: DossierSubject, event: NewDossierEvent, at: Circumstances): Promise<Foreseen> {
    const { id } = subject;
    const { before, after } = await this.queries.execute(new RehearseDossierEvent(id, event, at.today, at.expected));
    const { body } = await this.previews.of(id, event, { today: at.today, reach: at.reach });
    const [was, is] = [await this.#warnings(before, subject, at.today), await this.#warnings(after, subject, at.today)];
    return {
      standings: daysThatTell({ before, after }, subject.scheme, at.today),
      deadlines: deadlineMoves(await this.queries.execute(new PreviewDeadlines(id, { before, after }, at.today))),
      warnings: warningChanges(was, is),
      told: await this.#told(body.told),
      reminders: body.reminders,
    };
  }

  /** @throws Refusal and Conflict, as recording does */
  async onProvider({ id }: Subject, event: NewProviderEvent, at: Circumstances): Promise<Foreseen> {
    const { before, after } = await this.queries.execute(new RehearseProviderEvent(id, event, at.today, at.expected));
    const told = await subscribersToChange(this.db, event, [{ provider: id, dossier: null, scheme: null }]);
    return {
      standings: [],
      names: { before: before.name, after: after.name },
      deadlines: [],
      warnings: warningChanges(before.warnings, after.warnings),
      told: await this.#told(audienceOf(told, await activeWithin(this.db, at.reach))),
    };
  }

  async #told({ subscriptions, others }: ReturnType<typeof audienceOf>): Promise<Told> {
    const daily = await toldDaily(
      this.db,
      subscriptions.map(({ id }) => id),
    );
    return {
      atOnce: subscriptions.filter(({ id }) => !daily.has(id)),
      daily: subscriptions.filter(({ id }) => daily.has(id)),
      others,
    };
  }

  /** Of the dossier itself, and of what it builds on as that stands now. */
  async #warnings(facts: DossierFacts, { scheme }: DossierSubject, day: Day): Promise<Warning[]> {
    const { warnings, dependsOn, because } = standingOn(facts, scheme, day);
    const views = await Promise.all(
      dependsOn.map((id) => this.queries.execute(new GetDossier(id, { asOf: day, knownAt: null }))),
    );
    const dependencies = views.map(({ id, provider, service, status, expiring, grants }) => ({
      ...{ id, provider, status, expiring },
      ...{ service: service?.name ?? null, grantEnd: soonestEnd(grants) },
    }));
    return [...warnings, ...dependencyWarnings(because, dependencies)];
  }
}
