import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LedgerDatabase } from '#database/connection.js';
import type { Day } from '#domain/date/day.js';
import { liveEvents } from '#domain/correction/live.js';
import { type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { ProviderEventSchema } from '#domain/event/provider-events.js';
import { type NameInTime, namesInTime } from '#domain/provider/names.js';
import { providerModel, providerOf } from '#domain/provider/provider.js';
import { providerOn, type ProviderStanding } from '#domain/provider/provider-view.js';
import { type Story, storyOf, toldOfProvider } from '#domain/provider/story.js';
import { refuse } from '#domain/refusal.js';
import { EventStore } from '#event-store/event-store.js';
import { heldDossier, type Transfer } from './held-dossier.js';
import { dependentsOf, dossiersEverOf } from './provider-dossiers.js';
import { upToOption } from './provider-ref.js';

/** Told on one page at most; of a longer story, the latest. */
const STORY_LIMIT = 500;

export interface ProviderView extends ProviderStanding, Story {
  id: string;
  slug: string;
  /** As it was called on the day. */
  name: string;
  /** Former and later names, and aliases. */
  aliases: string[];
  /** What it was called from when to when, latest first. */
  names: NameInTime[];
  /** Dossiers that it held before and that went to others, and those that came from others. */
  transferred: { away: Transfer[]; received: Transfer[] };
  version: number;
}

export interface FoundProvider {
  provider: ProviderView;
  /** The ids of the dossiers that it held on the day, in the order of their opening, as the board has them. */
  dossiers: string[];
  /** Those of the dossiers that build on one of these. */
  dependents: string[];
}

/** One provider with all that is told of it, folded from its stream and those of its dossiers. */
export class GetProvider extends Query<FoundProvider> {
  /** @param upTo the last position that counts; absent: everything on record */
  constructor(
    readonly id: string,
    readonly asOf: Day,
    readonly upTo?: number,
  ) {
    super();
  }
}

@QueryHandler(GetProvider)
export class GetProviderHandler implements IQueryHandler<GetProvider> {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly db: LedgerDatabase,
  ) {}

  /** @throws Refusal unknown-provider */
  async execute({ id, ...point }: GetProvider): Promise<FoundProvider> {
    const { state, version } = await this.events.load(providerStream(id), providerModel, upToOption(point));
    const known = providerOf(state, point.asOf);
    if (!known) throw refuse('unknown-provider', 'id', `provider ${id} was not on record by then`);
    const { name, slug, names } = known;
    const candidates = await dossiersEverOf(this.db, id);
    const found = await Promise.all(candidates.map((dossier) => heldDossier(this.events, dossier, id, point)));
    const held = found.filter((one) => one !== undefined);
    const dossiers = held.filter(({ holds }) => holds).map((one) => one.id);
    const told = [...toldOfProvider(state, { kind: 'provider', id, name }), ...held.flatMap((one) => one.told)];
    return {
      provider: {
        id,
        slug,
        name,
        aliases: names.slice(1),
        names: namesInTime(liveEvents(state, ProviderEventSchema)),
        ...providerOn(state, point.asOf),
        transferred: {
          away: held.flatMap(({ wentTo }) => wentTo),
          received: held.flatMap(({ cameFrom }) => cameFrom),
        },
        ...storyOf(told, point.asOf, STORY_LIMIT),
        version,
      },
      dossiers,
      dependents: await dependentsOf(this.db, dossiers, point),
    };
  }
}
