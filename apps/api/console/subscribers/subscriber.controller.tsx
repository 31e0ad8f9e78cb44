import { phrases } from '#language/phrases.js';
import { Controller, Get, Param, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { GetSubscription } from '#subscriptions/list-subscriptions.js';
import type { SubscriptionScope } from '#delivery/recipient.js';
import { wholeNumber } from '../../http/query-fields.js';
import { IdInPath, Reaching } from '../../subscriptions/reach.js';
import { SubscriptionPreviews } from '../../subscriptions/subscription-previews.js';
import { ConsoleRoute, queryOf, Page, type PageContext } from '../frame/page.js';
import { show } from '../frame/show.js';
import { PreviewView } from './subscriber-preview.js';
import { SubscriberView } from './subscriber-view.js';
import { Subscribers } from './subscribers.js';

const menuEntry = 'subscribers';

const PreviewQuery = z.object({
  days: wholeNumber({ minimum: 1, maximum: 366 }).default(30),
});

/** One subscription: what it wishes, how it fares, what it was sent and would have been sent. */
@ApiExcludeController()
@Controller('subscribers/:id')
export class SubscriberPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly subscribers: Subscribers,
    private readonly previews: SubscriptionPreviews,
    private readonly schemes: SchemeCatalogue,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async one(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) id: string,
    @Reaching() reach: SubscriptionScope,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const subscriber = await this.subscribers.of(id, reach, page);
    const { target: title } = subscriber.view;
    show(reply, page, { title, menuEntry, timeless: true, children: <SubscriberView page={page} {...subscriber} /> });
  }

  @Get('preview')
  @ConsoleRoute('record')
  async preview(
    @Page() page: PageContext,
    @Param('id', { schema: IdInPath }) id: string,
    @Reaching() reach: SubscriptionScope,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { days } = await queryOf(page, PreviewQuery);
    const view = await this.queries.execute(new GetSubscription(id, reach));
    const preview = await this.previews.of(view, days);
    const children = <PreviewView {...{ page, view, days, preview, schemes: await this.schemes.at() }} />;
    show(reply, page, {
      title: phrases(page.language).console.subscriberPreview.title,
      menuEntry,
      timeless: true,
      children,
    });
  }
}
