import { Body, Controller, Get, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { LISTINGS } from '#domain/register/entry.js';
import type { Principal } from '#access/principal.js';
import { DaySchema } from '#domain/date/day.js';
import { registerStream } from '#domain/event/ledger-event.js';
import { type Register, RegisterShape, RegisterSchema } from '#domain/register/register.js';
import { Name } from '#domain/text/text.js';
import { Proposals } from '#approvals/proposals.js';
import type { Language } from '#language/language.js';
import { decodeCursor, encodeCursor } from '#projections/page.js';
import { type RegisterView, RegisterViews } from '#registers/register-views.js';
import { RegisterEntries } from '#registers/entries-on-record.js';
import { MatchEntry, NameProposals } from '#registers/match-entry.js';
import { PublishRegister } from '#registers/known-registers.js';
import { proposed, accepted } from '../approvals/proposals.controller.js';
import { Caller, Named } from '../auth/caller.js';
import { type Column, fields, List } from '../csv/csv.js';
import { Answer, listAnswer } from '../http/answer.js';
import { page } from '../http/query-fields.js';
import {
  createdAnswer,
  Preconditions,
  recordedAnswer,
  RecordedAnswer,
  RecordsEvent,
  Write,
  type WriteRequest,
} from '../ledger/write-request.js';
import { Route } from '../openapi/route.js';
import { RequestLanguage } from '../problem/problem.filter.js';

const Point = z.strictObject({
  day: DaySchema,
  entries: z.int(),
  added: z.int(),
  changed: z.int(),
  gone: z.int(),
  event: z.uuid().describe('The event `RegisterRead`.'),
  reading: z.uuid().nullable().describe('For its differences and document; `null` in a restored ledger.'),
});

const listed = {
  version: z.int().describe('Version of its stream; 0: built-in and never read.'),
  builtIn: z.boolean(),
  lastRead: DaySchema.nullable().describe('Day of the last reading.'),
  entries: z.int().nullable().describe('Number of entries listed by the last reading.'),
  stale: z
    .boolean()
    .describe('Whether it was not read since `nextUpdate`, or without one for longer than `staleAfterDays`.'),
  frozen: DaySchema.nullable().describe('Since when it lists the same, if that is too long: readings confirm nothing.'),
  nextUpdate: DaySchema.nullable().describe('When it is updated next, as its last document says.'),
  held: z.int().optional().describe('Number of readings that wait for a decision. Only with an API key.'),
};

const ListedRegister = RegisterShape.extend(listed).meta({ id: 'ListedRegister' });

const RegisterAnswer = RegisterShape.extend({
  ...listed,
  readings: z.array(Point).describe('Ascending by day.'),
}).meta({ id: 'RegisterAnswer' });

/** @param open without a key */
const listedRegisterOf = (
  { register, version, builtIn, lastRead, entries, stale, frozen, nextUpdate, held }: RegisterView,
  open: boolean,
) => ({
  ...register,
  ...{ version, builtIn, lastRead, entries, stale, frozen, nextUpdate },
  ...(!open && { held }),
});

const registerAnswerOf = (view: RegisterView, open: boolean): z.input<typeof RegisterAnswer> => ({
  ...listedRegisterOf(view, open),
  readings: view.readings.map(({ attempt, ...point }) => ({ ...point, reading: attempt })),
});

/** A register that lists decisions in a table, as French administrations publish them. */
export const registerExample: Register = {
  slug: 'harbour-list',
  name: 'List of sealed harbours',
  scheme: 'hds',
  publisher: 'ANS',
  kind: 'list',
  url: 'https://harbour.example/list.csv',
  staleAfterDays: 45,
  limits: { gonePercent: 5, movedPercent: 5 },
  reader: {
    format: 'csv',
    dates: 'day-month-year',
    blanks: ['-', 'n/a'],
    fields: { provider: 'Hébergeur', service: 'Service', stage: 'Statut', validFrom: 'Début', validUntil: 'Fin' },
    stages: { certifié: 'granted', 'audit en cours': 'stage-2', retiré: 'absent' },
    milestones: {},
  },
  notes: ['Columns as published in November 2026.'],
};

const registerAnswerExample: z.input<typeof RegisterAnswer> = {
  ...registerExample,
  ...{ version: 3, builtIn: false, lastRead: '2026-11-25', entries: 84, stale: false, held: 0 },
  ...{ frozen: null, nextUpdate: null },
  readings: [
    {
      day: '2026-11-25',
      ...{ entries: 84, added: 2, changed: 1, gone: 0 },
      event: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f',
      reading: '0b6d3f0e-8a51-4c1f-9c7e-6f3f8d0c2a11',
    },
  ],
};

const NewRegister = RegisterSchema.meta({ id: 'Register', example: registerExample });

const Entry = z
  .strictObject({
    entry: z.string().describe("The register's key."),
    dossier: z.uuid(),
    provider: z.strictObject({ id: z.uuid(), slug: z.string(), name: z.string() }),
    service: z.string().nullable(),
    listing: z.enum(LISTINGS),
    milestone: z.string().nullable(),
    level: z.string().nullable(),
    since: z.iso.date().describe('Day of the reading that first listed it so.'),
  })
  .meta({ id: 'RegisterEntry' });

const entryExample: z.input<typeof Entry> = {
  entry: 'FR2401047002',
  dossier: '5f1c2a52-0d1e-5c1f-9c7e-6f3f8d0c2a11',
  provider: {
    id: '1d2c3b4a-5e6f-5c1f-9c7e-6f3f8d0c2a11',
    slug: 'axonius-federal-systems',
    name: 'Axonius Federal Systems',
  },
  service: 'Axonius Asset Cloud',
  listing: 'granted',
  milestone: null,
  level: 'moderate',
  since: '2026-03-01',
};

const EntriesQuery = z.strictObject({
  search: Name.optional().describe('Part of the key, the provider or the service.'),
  listing: z.enum(LISTINGS).optional(),
  ...page('string'),
});

const Proposal = z
  .strictObject({
    name: z.string().describe('Name of the provider, as the register writes it.'),
    entries: z.int().describe('Number of entries with that name.'),
    provider: z.uuid().describe('The provider that they belong to now.'),
    candidate: z.strictObject({ id: z.uuid(), name: z.string() }).describe('Another provider with a similar name.'),
  })
  .meta({ id: 'RegisterProposal' });

const matchExample = {
  name: 'Cisco Systems, Inc.',
  candidate: '1d2c3b4a-5e6f-5c1f-9c7e-6f3f8d0c2a11',
  provider: '1d2c3b4a-5e6f-5c1f-9c7e-6f3f8d0c2a11',
};

const NewMatch = z
  .strictObject({
    name: Name.describe('`name` of the proposal.'),
    candidate: z.uuid().describe('`candidate.id` of the proposal.'),
    provider: z
      .uuid()
      .nullable()
      .describe('The provider of these entries: that of `candidate`; or `null`, if they are of another one.'),
  })
  .meta({ id: 'NewMatch', example: matchExample });

const MatchAnswer = RecordedAnswer.extend(NewMatch.shape).meta({ id: 'Match' });

const registerColumns: readonly Column<z.input<typeof ListedRegister>>[] = [
  { name: 'register', description: 'slug', of: (register) => register.slug },
  ...fields('name', 'scheme', 'publisher', 'url'),
  { name: 'format', of: ({ reader }) => reader.format },
  ...fields('lastRead', 'entries', 'stale'),
  {
    name: 'held',
    description: 'readings that wait for a decision; with an API key only',
    of: (register) => register.held,
  },
  ...fields('builtIn', 'version', 'frozen', 'nextUpdate'),
];

const entryColumns: readonly Column<z.input<typeof Entry>>[] = [
  { name: 'entry', description: 'key', of: (entry) => entry.entry },
  { name: 'provider', description: 'slug', of: (entry) => entry.provider.slug },
  { name: 'provider_name', of: (entry) => entry.provider.name },
  ...fields('service', 'listing', 'milestone', 'level', 'since'),
  { name: 'dossier', description: 'id', of: (entry) => entry.dossier },
];

@ApiTags('registers')
@Controller('v1')
export class RegistersController {
  constructor(
    private readonly registerViews: RegisterViews,
    private readonly entries: RegisterEntries,
    private readonly nameProposals: NameProposals,
    private readonly commands: CommandBus,
    private readonly preconditions: Preconditions,
    private readonly proposals: Proposals,
  ) {}

  @Get('registers')
  @Route({
    summary: 'List registers, built-in and published',
    description: 'With the last reading of each, and how many readings are held for a decision.',
    needs: 'public-read',
    lists: ['Registers', ListedRegister, (({ readings: _, ...one }) => one)(registerAnswerExample)],
    csv: { name: 'registers', columns: registerColumns, pinned: 'nothing' },
  })
  listRegisters(@Caller() caller: Principal | undefined) {
    return new List({}, async () => {
      const views = await this.registerViews.all();
      return new Answer({ items: views.map((view) => listedRegisterOf(view, caller === undefined)) });
    });
  }

  @Get('registers/:id')
  @Route({
    summary: 'Get a register with its readings',
    description: 'With the mapping that reads its documents, and its latest readings.',
    needs: 'public-read',
    answers: RegisterAnswer,
    example: registerAnswerExample,
    heeds: ['If-None-Match'],
    problems: ['not-found'],
  })
  async getRegister(@Named() slug: string, @Caller() caller: Principal | undefined) {
    const view = await this.registerViews.get(slug);
    return new Answer(registerAnswerOf(view, caller === undefined), { version: view.version });
  }

  @Post('registers')
  @RecordsEvent({
    summary: 'Publish a register, or a new version of it',
    description:
      'The next reading is read by it. Earlier readings remain as they are. Fields are checked against the scheme.',
    needs: 'admin',
    answers: RegisterAnswer,
    example: registerAnswerExample,
    problems: ['not-found', 'register-invalid', 'unchanged', 'unstorable'],
  })
  async publishRegister(@Body({ schema: NewRegister }) register: Register, @Write() write: WriteRequest) {
    const context = await this.preconditions.checked(registerStream(register.slug), write);
    const receipt = await this.commands.execute(new PublishRegister(register, context));
    const view = await this.registerViews.get(register.slug);
    return createdAnswer(receipt, `/v1/registers/${register.slug}`, registerAnswerOf(view, false));
  }

  @Get('registers/:id/entries')
  @Route({
    summary: 'List the entries of a register',
    description:
      'As last read, by key, including entries that are gone (`absent`), without those of dossiers that have an event which this version of Jalon cannot read.',
    needs: 'public-read',
    lists: ['RegisterEntries', Entry, entryExample],
    csv: { name: 'entries-{id}', columns: entryColumns, pinned: 'nothing' },
    problems: ['not-found'],
  })
  listRegisterEntries(@Named() slug: string, @Query({ schema: EntriesQuery }) query: z.output<typeof EntriesQuery>) {
    return new List(query, async ({ cursor, ...filter }) => {
      const after = cursor === undefined ? undefined : String(decodeCursor(cursor)[0]);
      const { entries, next } = await this.entries.page(slug, { ...filter, after });
      return listAnswer({ items: entries, next: next === null ? null : encodeCursor([next]) });
    });
  }

  @Get('registers/:id/proposals')
  @Route({
    summary: "List provider names that resemble another provider's",
    description: 'Names that nobody has answered yet. Nothing is merged until `POST /v1/registers/{id}/matches` does.',
    needs: 'public-read',
    etag: 'content',
    answers: z.strictObject({ items: z.array(Proposal) }).meta({ id: 'RegisterProposals' }),
    example: {
      items: [
        {
          name: 'Cisco Systems, Inc.',
          entries: 1,
          provider: '2c3b4a5e-6f5c-5f9c-8e6f-3f8d0c2a1100',
          candidate: { id: '1d2c3b4a-5e6f-5c1f-9c7e-6f3f8d0c2a11', name: 'Cisco Systems Inc.' },
        },
      ],
    },
    problems: ['not-found'],
  })
  async listRegisterProposals(@Named() slug: string) {
    return new Answer({ items: await this.nameProposals.of(slug) });
  }

  @Post('registers/:id/matches')
  @Route({
    summary: 'Answer a proposal: same provider, or another one',
    description:
      'An answer is an event. Once a name is answered, it is no longer proposed; a further answer returns `unknown-reference`.',
    needs: 'record',
    proposed,
    status: 201,
    answers: MatchAnswer,
    example: { id: '9f0e1d2c-3b4a-4c5d-8e6f-7a8b9c0d1e2f', position: 690, version: 4, ...matchExample },
    problems: ['invalid-body', 'not-found', 'unknown-reference', 'unstorable', 'conflict'],
  })
  async matchRegisterEntry(
    @Named() slug: string,
    @Body({ schema: NewMatch }) match: z.output<typeof NewMatch>,
    @Write() { context: { id: _, ...context } }: WriteRequest,
    @RequestLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { recorded, proposal } = await this.proposals.orPropose(
      () => this.commands.execute(new MatchEntry(slug, match, context)),
      { kind: 'match', register: slug, match },
      context,
    );
    return proposal ? accepted(reply, proposal, language) : recordedAnswer({ ...recorded, ...match });
  }
}
