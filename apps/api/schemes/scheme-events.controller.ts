import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { KeyHolder } from '#access/api-keys.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { EventCorrected, EventRetracted } from '#domain/event/corrections.js';
import { schemeStream } from '#domain/event/ledger-event.js';
import { AmendScheme } from '#schemes/publish-scheme.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Caller } from '../auth/needs.js';
import { Answer } from '../http/answer.js';
import { Preconditions, RecordedAnswer, Write, type WriteRequest } from '../http/write-request.js';
import { NameInPath } from '../http/query-fields.js';
import { TimelineAnswer, timelineExample, TimelineQuery, Timelines } from '../http/timelines.js';
import { Viewpoints } from '../http/reading.js';
import { Route } from '../openapi/route.js';

const NewSchemeEvent = z.discriminatedUnion('type', [EventCorrected, EventRetracted]).meta({ id: 'NewSchemeEvent' });
type NewSchemeEvent = z.output<typeof NewSchemeEvent>;

@ApiTags('schemes')
@Controller('v1/schemes/:id/events')
export class SchemeEventsController {
  constructor(
    private readonly schemes: SchemeCatalogue,
    private readonly viewpoints: Viewpoints,
    private readonly timelines: Timelines,
    private readonly commands: CommandBus,
    private readonly preconditions: Preconditions,
  ) {}

  @Post()
  @Route({
    summary: 'Correct or retract a published version of a scheme',
    description:
      'Applies to a publication, or to an earlier correction of it. `changes.data.scheme` replaces the whole scheme. Valid from its recording; the first version of a scheme can be corrected but not retracted. Publish a new version with `POST /v1/schemes`.',
    needs: 'admin',
    status: 201,
    answers: RecordedAnswer,
    example: { id: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f', position: 63, version: 2 },
    heeds: ['Idempotency-Key', 'If-Match'],
    problems: [
      'invalid-body',
      'unknown-scheme',
      'unknown-event',
      'already-retracted',
      'amendment-invalid',
      'milestone-dropped',
      'stale-version',
      'conflict',
      'id-reused',
      'unstorable',
    ],
  })
  async amendScheme(
    @Param('id', { schema: NameInPath }) slug: string,
    @Body({ schema: NewSchemeEvent }) event: NewSchemeEvent,
    @Write() { context, expected }: WriteRequest,
  ) {
    const precondition = await this.preconditions.expected(schemeStream(slug), expected);
    const { replayed, ...body } = await this.commands.execute(
      new AmendScheme(slug, event, { ...context, ...precondition }),
    );
    return new Answer(body, { position: body.position, replayed });
  }

  @Get()
  @Route({
    summary: 'List the events of a scheme',
    description:
      'Every published version and every correction, in the order of recording; empty for a built-in scheme.',
    needs: 'public-read',
    answers: TimelineAnswer,
    example: timelineExample,
    problems: ['unknown-scheme'],
  })
  async listSchemeEvents(
    @Param('id', { schema: NameInPath }) slug: string,
    @Query({ schema: TimelineQuery }) query: TimelineQuery,
    @Caller() caller: KeyHolder | undefined,
  ) {
    const { upTo } = await this.viewpoints.of({ knownAt: query.knownAt });
    schemeOf(slug, await this.schemes.at(upTo));
    return this.timelines.page(schemeStream(slug), query, caller === undefined);
  }
}
