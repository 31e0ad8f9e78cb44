import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { schemeStream } from '#domain/event/ledger-event.js';
import { type Scheme, SchemeSchema } from '#domain/scheme/scheme.js';
import { PublishScheme } from '#schemes/publish-scheme.js';
import { Answer } from '../http/answer.js';
import { Preconditions } from '../http/preconditions.js';
import { RecordedAnswer } from '../http/recorded-answer.js';
import { Write, type WriteRequest } from '../http/write-request.js';
import { Route } from '../openapi/route.js';

@ApiTags('schemes')
@Controller('v1/schemes')
export class PublishSchemeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly preconditions: Preconditions,
  ) {}

  @Post()
  @Route({
    summary: 'Publish a scheme, or a new version of one',
    description:
      'Holds from its recording on: what is asked with an earlier `knownAt` is answered by the version of that time. A new version keeps every milestone code of the one before.',
    needs: 'admin',
    status: 201,
    answers: RecordedAnswer,
    example: { id: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f', position: 62, version: 1 },
    heeds: ['Idempotency-Key', 'If-Match'],
    problems: [
      'invalid-body',
      'scheme-unchanged',
      'milestone-dropped',
      'stale-version',
      'conflict',
      'id-reused',
      'unstorable',
    ],
  })
  async publish(@Body({ schema: SchemeSchema }) scheme: Scheme, @Write() { context, expected }: WriteRequest) {
    const precondition = await this.preconditions.expected(schemeStream(scheme.slug), expected);
    const { replayed, ...body } = await this.commands.execute(
      new PublishScheme(scheme, { ...context, ...precondition }),
    );
    return new Answer(body, { position: body.position, replayed, location: `/v1/schemes/${scheme.slug}` });
  }
}
