import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { SchemeSchema } from '#domain/scheme/scheme.js';
import { EventStore } from '#event-store/event-store.js';
import { Answer } from '../http/answer.js';
import { NameInPath } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';

@ApiTags('schemes')
@Controller('v1/schemes')
export class SchemesController {
  constructor(private readonly events: EventStore<LedgerEvent>) {}

  @Get()
  @Route({
    summary: 'The schemes: what can be sought, and its milestones',
    needs: 'public-read',
    answers: z.strictObject({ items: z.array(SchemeSchema) }).meta({ id: 'Schemes' }),
    example: { items: [builtInSchemes.get('hds')] },
  })
  async list() {
    return new Answer({ items: [...builtInSchemes.values()] }, { position: await this.events.head() });
  }

  @Get(':id')
  @Route({
    summary: 'One scheme',
    needs: 'public-read',
    answers: SchemeSchema,
    example: builtInSchemes.get('hds'),
    heeds: ['If-None-Match'],
    problems: ['unknown-scheme'],
  })
  async one(@Param('id', { schema: NameInPath }) slug: string) {
    return new Answer(schemeOf(slug, builtInSchemes), { position: await this.events.head(), version: 1 });
  }
}
