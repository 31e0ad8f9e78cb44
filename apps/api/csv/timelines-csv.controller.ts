import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { KeyHolder } from '#access/api-keys.js';
import { dossierStream, type LedgerEvent, providerStream } from '#domain/event/ledger-event.js';
import { GetDossier } from '#dossiers/get-dossier.js';
import { EventStore } from '#event-store/event-store.js';
import { GetTimeline } from '#ledger/get-timeline.js';
import { ProviderIds } from '#providers/provider-ids.js';
import { Caller } from '../auth/caller.js';
import { Answer } from '../http/answer.js';
import { NameInPath, viewpoint } from '../http/query-fields.js';
import { entryAnswerOf } from '../http/timeline-answer.js';
import { Viewpoints } from '../http/viewpoints.js';
import { CsvFiles } from './csv-files.js';
import { CsvRoute } from './csv-route.js';
import { timelineColumns as columns } from './event-columns.js';

const At = z.strictObject({ knownAt: viewpoint.knownAt });
type At = z.output<typeof At>;

@ApiTags('changes')
@Controller('v1')
export class TimelinesCsvController {
  constructor(
    private readonly files: CsvFiles,
    private readonly queries: QueryBus,
    private readonly providers: ProviderIds,
    private readonly events: EventStore<LedgerEvent>,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Get('dossiers/:id/events.csv')
  @CsvRoute({ rows: 'The timeline of a dossier', columns, problems: ['unknown-dossier'] })
  async ofDossier(
    @Param('id', { schema: NameInPath }) id: string,
    @Query({ schema: At }) query: At,
    @Caller() caller: KeyHolder | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const dossier = id.toLowerCase();
    await this.queries.execute(new GetDossier(dossier, await this.viewpoints.of(query)));
    return this.#send(reply, dossierStream(dossier), query, caller === undefined);
  }

  @Get('providers/:id/events.csv')
  @CsvRoute({ rows: 'The timeline of a provider', columns, problems: ['unknown-provider'] })
  async ofProvider(
    @Param('id', { schema: NameInPath }) idOrSlug: string,
    @Query({ schema: At }) query: At,
    @Caller() caller: KeyHolder | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#send(reply, providerStream(await this.providers.of(idOrSlug)), query, caller === undefined);
  }

  /** @param open read without a key */
  async #send(reply: FastifyReply, stream: string, query: At, open: boolean) {
    const { upTo: position = await this.events.head() } = await this.viewpoints.of(query);
    const entries = await this.queries.execute(new GetTimeline(stream, position));
    const items = entries.map((entry) => entryAnswerOf(entry, open));
    const page = () => Promise.resolve(new Answer({ items }, { position }));
    return this.files.send(reply, { name: `timeline-${stream}`, columns, position, page });
  }
}
