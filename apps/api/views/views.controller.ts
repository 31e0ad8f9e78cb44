import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { Name } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import { EventStore } from '#event-store/event-store.js';
import { ownerReference, type Principal } from '#access/principal.js';
import { DeleteView, GetView, ListViews, type SavedView } from '#views/saved-views.js';
import { addressOfView, ViewAddressSchema } from '#views/view-address.js';
import { Answer } from '../http/answer.js';
import { NameInPath } from '../http/query-fields.js';
import { Route } from '../openapi/route.js';
import { ViewChanges } from './view-changes.js';
import { Holder, viewScopeOf } from './view-scope.js';

const address = ViewAddressSchema.describe(
  'Path and query of a list of the console: the board, deadlines, grants, providers or the entries of a register. Dates and page numbers are left out.',
).meta({ example: '/?scheme=secnumcloud&expiring=true' });

export const NewViewSchema = z
  .strictObject({
    name: Name,
    address,
    shared: z.boolean().default(false).describe('Whether everybody who may read can open it.'),
  })
  .meta({
    id: 'NewView',
    example: { name: 'SecNumCloud to renew', address: '/?scheme=secnumcloud&expiring=true', shared: true },
  });

export const ViewChangesSchema = z
  .strictObject({ name: Name.optional(), address: address.optional(), shared: z.boolean().optional() })
  .refine((changes) => Object.values(changes).some((change) => change !== undefined), {
    error: because('nothing-changed'),
  })
  .meta({ id: 'ViewChanges', example: { name: 'SecNumCloud, ends soon', shared: true } });

const ViewAnswer = z
  .strictObject({
    slug: z.string().describe('Its address in the console is `/views/{slug}`. It never changes.'),
    name: z.string(),
    address: z.string(),
    shared: z.boolean(),
    own: z.boolean().describe('Whether the caller saved it.'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'View' });

const viewExample: z.input<typeof ViewAnswer> = {
  slug: 'secnumcloud-to-renew',
  name: 'SecNumCloud to renew',
  address: '/?scheme=secnumcloud&expiring=true',
  shared: true,
  own: true,
  createdAt: '2026-11-25T08:00:00.000Z',
};

const answerOf = (view: SavedView, caller: Principal): z.input<typeof ViewAnswer> => ({
  slug: view.slug,
  name: view.name,
  address: addressOfView(view),
  shared: view.shared,
  own: view.owner === ownerReference(caller),
  createdAt: view.createdAt.toISOString(),
});

@ApiTags('views')
@Controller('v1/views')
export class ViewsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly changes: ViewChanges,
    private readonly events: EventStore<LedgerEvent>,
  ) {}

  @Post()
  @Route({
    summary: 'Save a list with its filters under a name',
    description: 'Saving the same list under the same name again returns the view that exists.',
    needs: 'read',
    status: 201,
    answers: ViewAnswer,
    example: viewExample,
    problems: ['invalid-body', 'limit-reached'],
  })
  async saveView(@Body({ schema: NewViewSchema }) asked: z.output<typeof NewViewSchema>, @Holder() caller: Principal) {
    const view = await this.changes.save(asked, caller);
    return new Answer(answerOf(view, caller), {
      position: await this.events.head(),
      location: `/v1/views/${view.slug}`,
    });
  }

  @Get()
  @Route({
    summary: 'List saved views',
    description: 'Your own, then those that others share; each by name.',
    needs: 'read',
    etag: 'content',
    answers: z.strictObject({ items: z.array(ViewAnswer) }).meta({ id: 'Views' }),
    example: { items: [viewExample] },
  })
  async listViews(@Holder() caller: Principal) {
    const views = await this.queries.execute(new ListViews(ownerReference(caller)));
    const items = views.map((view) => answerOf(view, caller));
    return new Answer({ items }, { position: await this.events.head() });
  }

  @Get(':slug')
  @Route({
    summary: 'Get a saved view',
    description: 'With the address of the console page that it opens.',
    needs: 'read',
    answers: ViewAnswer,
    example: viewExample,
    problems: ['unknown-view'],
  })
  async getView(@Param('slug', { schema: NameInPath }) slug: string, @Holder() caller: Principal) {
    const view = await this.queries.execute(new GetView(slug, ownerReference(caller)));
    return new Answer(answerOf(view, caller), { position: await this.events.head() });
  }

  @Patch(':slug')
  @Route({
    summary: 'Rename or share a saved view, or change its list',
    description: 'Your own; with scope `admin`, also those that others share. The slug does not change.',
    needs: 'read',
    answers: ViewAnswer,
    example: viewExample,
    problems: ['invalid-body', 'unknown-view'],
  })
  async changeView(
    @Param('slug', { schema: NameInPath }) slug: string,
    @Body({ schema: ViewChangesSchema }) changes: z.output<typeof ViewChangesSchema>,
    @Holder() caller: Principal,
  ) {
    const view = await this.changes.change(slug, changes, caller);
    return new Answer(answerOf(view, caller), { position: await this.events.head() });
  }

  @Delete(':slug')
  @HttpCode(204)
  @Route({
    summary: 'Delete a saved view',
    description: 'Your own; with scope `admin`, also those that others share.',
    needs: 'read',
    status: 204,
    problems: ['unknown-view'],
  })
  async deleteView(@Param('slug', { schema: NameInPath }) slug: string, @Holder() caller: Principal): Promise<void> {
    await this.commands.execute(new DeleteView(slug, viewScopeOf(caller)));
  }
}
