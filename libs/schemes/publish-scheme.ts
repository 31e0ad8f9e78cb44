import { Injectable, Module } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import type { StatusChange } from '#domain/dossier/status-change.js';
import type { Amendment } from '#domain/event/corrections.js';
import { type LedgerEvent, type SchemeEvent, schemeStream } from '#domain/event/ledger-event.js';
import { builtInSchemes, type Schemes } from '#domain/scheme/catalogue.js';
import { schemeIn, schemeModel, type SchemeRecord, amendScheme, publishScheme } from '#domain/scheme/publication.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { withDrafts, type Receipt, receiptOf } from '#event-store/change-stream.js';
import { EventStore } from '#event-store/event-store.js';
import type { Context } from '#event-store/events.js';
import { assertApproved, FourEyes, type MaybeApproved } from './four-eyes.js';
import { statusChangesOf } from './preview-appends.js';
import { SchemeCatalogue } from './scheme-catalogue.js';

/** Publishes a scheme or a new version of it. Answers for an earlier `knownAt` do not change. */
export class PublishScheme extends Command<Receipt> {
  constructor(
    readonly scheme: Scheme,
    /** `id`: of the event to record; `expected`: the stream's version that the caller has seen. */
    readonly context: Context & MaybeApproved & { id?: string; expected?: number },
  ) {
    super();
  }
}

/** Compares the statuses of all dossiers under a scheme and under a new version of it. */
@Injectable()
class PreviewScheme {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly events: EventStore<LedgerEvent>,
    private readonly catalogue: SchemeCatalogue,
    private readonly fourEyes: FourEyes,
    private readonly clock: Clock,
  ) {}

  /**
   * Before a version is published or amended. What is recorded on dossiers between this and the publication is compared under
   * the old rules only.
   *
   * @throws ApprovalNeeded and what `decide` throws
   */
  async assertApproved(
    slug: string,
    decide: (record: SchemeRecord) => readonly SchemeEvent[],
    context: MaybeApproved & { id?: string },
  ): Promise<void> {
    const policy = await this.fourEyes.schemes();
    if (!context.approval && !policy.has(slug)) return;
    if (context.id !== undefined && (await this.events.find(context.id))) return;
    const stream = schemeStream(slug);
    const { state: record } = await this.events.load(stream, schemeModel);
    const scheme = schemeIn(withDrafts(record, stream, decide(record), this.clock.now())) ?? builtInSchemes.get(slug);
    const before = await this.catalogue.at();
    const known = before.get(slug);
    if (!scheme || !known) {
      assertApproved([], policy, context); // a scheme on record for the first time has no dossiers
      return;
    }
    const after = new Map(before).set(slug, { ...scheme, ...(known.readings && { readings: known.readings }) });
    assertApproved(await this.#changes(slug, before, after), policy, context);
  }

  async #changes(slug: string, before: Schemes, after: Schemes): Promise<StatusChange[]> {
    const { rows } = await sql<{ stream: string }>`
      select stream from event where type = 'DossierOpened' and data ->> 'scheme' = ${slug} order by position
    `.execute(this.db);
    const appends = rows.map(({ stream }) => ({ stream, expected: 'any' as const, events: [] }));
    return statusChangesOf(this.events, appends, before, this.clock.now(), after);
  }
}

@CommandHandler(PublishScheme)
class PublishSchemeHandler implements ICommandHandler<PublishScheme> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly preview: PreviewScheme,
  ) {}

  /** @throws Refusal unchanged, milestone-dropped; ApprovalNeeded, Conflict, IdReused */
  async execute({ scheme, context }: PublishScheme): Promise<Receipt> {
    const { slug } = scheme;
    const decide = (record: SchemeRecord) => publishScheme(record, scheme, builtInSchemes.get(slug));
    await this.preview.assertApproved(slug, decide, context);
    return receiptOf(await this.events.change(schemeStream(slug), schemeModel, decide, context));
  }
}

/** Corrects or retracts a publication or an amendment. Answers for an earlier `knownAt` do not change. */
export class AmendScheme extends Command<Receipt> {
  constructor(
    readonly slug: string,
    readonly amendment: Amendment,
    /** `id`: of the event to record; `expected`: the stream's version that the caller has seen. */
    readonly context: Context & MaybeApproved & { id?: string; expected?: number },
  ) {
    super();
  }
}

@CommandHandler(AmendScheme)
class AmendSchemeHandler implements ICommandHandler<AmendScheme> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly preview: PreviewScheme,
  ) {}

  /** @throws Refusal not-found and those of amendments; ApprovalNeeded, Conflict, IdReused */
  async execute({ slug, amendment, context }: AmendScheme): Promise<Receipt> {
    const decide = (record: SchemeRecord) => amendScheme(record, amendment, builtInSchemes.get(slug));
    await this.preview.assertApproved(slug, decide, context);
    return receiptOf(await this.events.change(schemeStream(slug), schemeModel, decide, context));
  }
}

/** Publishes and amends schemes. `SchemeCatalogue`, provided by the ledger's module, reads them. */
@Module({ providers: [PreviewScheme, PublishSchemeHandler, AmendSchemeHandler] })
export class SchemesModule {}
