import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Amendment } from '#domain/event/corrections.js';
import { type LedgerEvent, schemeStream } from '#domain/event/ledger-event.js';
import { amendScheme, publishScheme, schemeModel, type SchemeRecord } from '#domain/scheme/publication.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { type Receipt, receiptOf } from '#event-store/change-stream.js';
import type { Context } from '#event-store/events.js';
import { EventStore } from '#event-store/event-store.js';
import type { MaybeApproved } from './four-eyes.js';
import { PreviewScheme } from './preview-scheme.js';

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

@CommandHandler(PublishScheme)
export class PublishSchemeHandler implements ICommandHandler<PublishScheme> {
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
export class AmendSchemeHandler implements ICommandHandler<AmendScheme> {
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
