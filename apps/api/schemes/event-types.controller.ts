import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { schemeOf } from '#domain/dossier/dossier.js';
import type { EventGroup, FormField } from '#domain/event/describe.js';
import { dossierEvents } from '#domain/event/dossier-events.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { providerEvents } from '#domain/event/provider-events.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { Name } from '#domain/text/text.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Answer } from '../http/answer.js';
import { Route } from '../openapi/route.js';

const EventType = z
  .strictObject({
    type: z.string(),
    of: z.enum(['provider', 'dossier']).describe('Where it is recorded.'),
    dating: z
      .enum(['fact', 'undated', 'housekeeping'])
      .describe('`fact`: has a date and a source; `undated`: has a source; `housekeeping`: may have both.'),
    fields: z.array(
      z.strictObject({
        name: z.string().describe('In `data`.'),
        required: z.boolean(),
        input: z.string().describe('What is entered, such as `text`, `date`, `milestone` or `lines`.'),
        values: z.array(z.string()).optional().describe('What the scheme knows.'),
      }),
    ),
  })
  .meta({ id: 'EventType' });

const example: z.input<typeof EventType> = {
  type: 'MilestoneReached',
  of: 'dossier',
  dating: 'fact',
  fields: [{ name: 'milestone', required: true, input: 'milestone', values: ['J0', 'J1', 'J2', 'J3'] }],
};

const EventTypesQuery = z.strictObject({
  scheme: Name.optional().describe('Slug: only events of its dossiers, with its milestones, levels and versions.'),
});

interface Described extends Pick<z.input<typeof EventType>, 'type' | 'dating'> {
  group?: EventGroup;
  fields: readonly FormField[];
}

/** Types without a group are recorded by programs and other routes only. */
const recordable = (of: 'provider' | 'dossier', events: readonly Described[], scheme?: Scheme) =>
  events
    .filter(({ group }) => group !== undefined)
    .map(({ type, dating, fields }) => ({
      ...{ type, of, dating },
      fields: fields.map(({ name, required, input }) => {
        const values = scheme && valuesIn(scheme)[input as keyof ReturnType<typeof valuesIn>];
        return { name, required, input, ...(values && { values }) };
      }),
    }));

const valuesIn = ({ milestones, levels, duties, referentials }: Scheme) => ({
  milestone: milestones.map(({ code }) => code),
  level: levels,
  duty: duties?.map(({ code }) => code),
  referential: referentials.map(({ version }) => version),
});

@ApiTags('schemes')
@Controller('v1/event-types')
export class EventTypesController {
  constructor(
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  @Get()
  @Route({
    summary: 'List the types of events that can be recorded, with their fields',
    description: 'Of providers and dossiers. Every event can also be corrected (`EventCorrected`) and retracted.',
    needs: 'public-read',
    lists: ['EventTypes', EventType, example],
    problems: ['not-found'],
  })
  async listEventTypes(@Query({ schema: EventTypesQuery }) { scheme: slug }: z.output<typeof EventTypesQuery>) {
    const scheme = slug === undefined ? undefined : schemeOf(slug, await this.schemes.at());
    const items = [
      ...(scheme ? [] : recordable('provider', providerEvents)),
      ...recordable('dossier', dossierEvents, scheme),
    ];
    return new Answer({ items }, { position: await this.events.head() });
  }
}
