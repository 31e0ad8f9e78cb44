import { Body, Controller, Delete, Get, Patch, Post, Query, Injectable } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DaySchema } from '#domain/date/day.js';
import { Line, Name } from '#domain/text/text.js';
import { because } from '#domain/validation.js';
import { ownerReference, type Principal, actorOf } from '#access/principal.js';
import {
  listOf,
  MOST_SERVICES,
  type SavedView,
  SavedViews,
  addressOfView,
  ViewAddressSchema,
  type UsedService,
  type ViewAddress,
  type ViewChange,
  type ViewScope,
} from '#views/saved-views.js';
import { Activities } from '#access/activities.js';
import { reason } from '#domain/refusal.js';
import { Caller, Named } from '../auth/caller.js';
import { Answer } from '../http/answer.js';
import { At } from '../http/query-fields.js';
import { Viewpoints } from '../http/reading.js';
import { Route } from '../openapi/route.js';
import { Related } from '../providers/providers.controller.js';
import { Rejection } from '../problem/rejection.js';
import { ViewServices } from './view-services.js';

export const viewScopeOf = (caller: Principal): ViewScope => ({
  owner: ownerReference(caller),
  admin: caller.scopes.has('admin'),
});

@Injectable()
export class ViewChanges {
  constructor(
    private readonly views: SavedViews,
    private readonly activities: Activities,
  ) {}

  /** @throws Refusal limit-reached; Rejection invalid-body: services on another list than the board */
  async save(asked: Parameters<SavedViews['save']>[0], caller: Principal): Promise<SavedView> {
    assertOnBoard(asked.address, asked.services);
    const view = await this.views.save(asked, ownerReference(caller));
    if (view.shared) await this.#noteShared(view, caller);
    return view;
  }

  /** @throws Refusal not-found; ChangedMeanwhile; Rejection invalid-body */
  async change(slug: string, changes: ViewChange, caller: Principal, seen?: string): Promise<SavedView> {
    const before = await this.views.get({ slug }, ownerReference(caller));
    assertOnBoard(changes.address ?? before, changes.services ?? before.services);
    const view = await this.views.change(slug, changes, viewScopeOf(caller), seen);
    if (view.shared && !before.shared) await this.#noteShared(view, caller);
    return view;
  }

  #noteShared = ({ slug }: SavedView, caller: Principal) =>
    this.activities.note({ actor: actorOf(caller), act: 'view-shared', about: `view:${slug}` });
}

function assertOnBoard({ path }: ViewAddress, services: readonly UsedService[]): void {
  if (services.length > 0 && path !== '/')
    throw new Rejection('invalid-body', undefined, [{ field: 'address', ...reason('services-on-board') }]);
}

const address = ViewAddressSchema.describe(
  'Path and query of a list of the console: the board (`/dossiers`; returned as `/`, which leads there), deadlines, grants, providers or the entries of a register. Dates and page numbers are left out.',
).meta({ example: '/dossiers?scheme=secnumcloud&expiring=true' });

const usedFor = z
  .union([z.literal(''), Line])
  .default('')
  .describe('What the service is used for.');

const services = z
  .array(
    z.union([
      z.strictObject({ provider: Name.describe('Slug, id or name.'), service: Name, usedFor }),
      z.strictObject({ dossier: z.uuid().describe('Any dossier of the service.'), usedFor }),
    ]),
  )
  .max(MOST_SERVICES)
  .describe(
    'Services that you use. If there are any, the view is of the board and shows these only, and what they depend on.',
  );

type Services = z.output<typeof services>;

const NewViewSchema = z
  .strictObject({
    name: Name,
    address,
    shared: z.boolean().default(false).describe('Whether everybody who may read can open it.'),
    services: services.default([]),
  })
  .meta({
    id: 'NewView',
    example: { name: 'SecNumCloud to renew', address: '/dossiers?scheme=secnumcloud&expiring=true', shared: true },
  });

const ViewChangesSchema = z
  .strictObject({
    name: Name.optional(),
    address: address.optional(),
    shared: z.boolean().optional(),
    services: services.optional().describe('Instead of those that it names.'),
  })
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
    services: z.array(
      z.strictObject({
        dossier: z.uuid().describe('The dossier by which the view has the service.'),
        usedFor: z.string(),
      }),
    ),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'View' });

const WholeViewAnswer = ViewAnswer.extend({
  dossiers: z
    .array(
      Related.extend({
        grantEnd: DaySchema.nullable().describe('The soonest last day of a grant in force.'),
        dependsOn: z.array(z.uuid()),
      }),
    )
    .describe('Of its services, and all that these depend on, directly or not.'),
}).meta({ id: 'WholeView' });

const viewExample: z.input<typeof ViewAnswer> = {
  slug: 'secnumcloud-to-renew',
  name: 'SecNumCloud to renew',
  address: '/?scheme=secnumcloud&expiring=true',
  shared: true,
  own: true,
  services: [],
  createdAt: '2026-11-25T08:00:00.000Z',
};

const answerOf = (view: SavedView, caller: Principal): z.input<typeof ViewAnswer> => ({
  slug: view.slug,
  name: view.name,
  address: addressOfView(listOf(view)),
  shared: view.shared,
  own: view.owner === ownerReference(caller),
  services: [...view.services],
  createdAt: view.createdAt.toISOString(),
});

@ApiTags('views')
@Controller('v1/admin/views')
export class ViewsController {
  constructor(
    private readonly views: SavedViews,
    private readonly changes: ViewChanges,
    private readonly services: ViewServices,
    private readonly viewpoints: Viewpoints,
  ) {}

  @Post()
  @Route({
    summary: 'Save a list with its filters under a name',
    description: 'Saving the same list under the same name again returns the view that exists.',
    needs: 'read',
    status: 201,
    answers: ViewAnswer,
    example: viewExample,
    problems: ['invalid-body', 'limit-reached', 'not-found', 'unknown-reference'],
  })
  async saveView(@Body({ schema: NewViewSchema }) asked: z.output<typeof NewViewSchema>, @Caller() caller: Principal) {
    const view = await this.changes.save({ ...asked, services: await this.#found(asked.services) }, caller);
    return new Answer(answerOf(view, caller), {
      location: `/v1/admin/views/${view.slug}`,
    });
  }

  @Get()
  @Route({
    summary: 'List saved views',
    description: 'Your own, then those that others share; each by name.',
    needs: 'read',
    lists: ['Views', ViewAnswer, viewExample],
  })
  async listViews(@Caller() caller: Principal) {
    const views = await this.views.readableBy(ownerReference(caller));
    return new Answer({ items: views.map((view) => answerOf(view, caller)) });
  }

  @Get(':slug')
  @Route({
    summary: 'Get a saved view',
    description:
      'With the address of the console page that it opens and, if it names services, their dossiers at a point in time. The view itself has no history.',
    needs: 'read',
    answers: WholeViewAnswer,
    example: { ...viewExample, dossiers: [] },
    problems: ['not-found'],
  })
  async getView(@Named('slug') slug: string, @Query({ schema: At }) query: At, @Caller() caller: Principal) {
    const view = await this.views.get({ slug }, ownerReference(caller));
    const dossiers = await this.services.dossiersOf([view], this.viewpoints.day(query));
    return new Answer({ ...answerOf(view, caller), dossiers: [...dossiers.values()] });
  }

  @Patch(':slug')
  @Route({
    summary: 'Rename or share a saved view, or change its list or its services',
    description: 'Your own; with scope `admin`, also those that others share. The slug does not change.',
    needs: 'read',
    answers: ViewAnswer,
    example: viewExample,
    problems: ['invalid-body', 'not-found', 'unknown-reference'],
  })
  async changeView(
    @Named('slug') slug: string,
    @Body({ schema: ViewChangesSchema }) changes: z.output<typeof ViewChangesSchema>,
    @Caller() caller: Principal,
  ) {
    const services = changes.services && (await this.#found(changes.services));
    const view = await this.changes.change(slug, { ...changes, services }, caller);
    return new Answer(answerOf(view, caller));
  }

  @Delete(':slug')
  @Route({
    summary: 'Delete a saved view',
    description: 'Your own; with scope `admin`, also those that others share.',
    needs: 'read',
    status: 204,
    problems: ['not-found'],
  })
  async deleteView(@Named('slug') slug: string, @Caller() caller: Principal): Promise<void> {
    await this.views.delete(slug, viewScopeOf(caller));
  }

  #found(asked: Services) {
    const named = asked.flatMap((one, index) => ('provider' in one ? [{ ...one, row: index + 1 }] : []));
    return this.services.find(
      named,
      asked.flatMap((one) => ('dossier' in one ? [one] : [])),
    );
  }
}
