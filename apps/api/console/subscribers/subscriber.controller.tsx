import { phrases } from '#language/phrases.js';
import { Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { GetSubscription } from '#subscriptions/list-subscriptions.js';
import { wholeNumber } from '../../http/query-fields.js';
import { SubscriptionPreviews } from '../../subscriptions/subscription-previews.js';
import { queryOf } from '../frame/page.js';
import { type Answer, ConsoleRoute, Pages } from '../frame/console-route.js';
import { PreviewView } from './subscriber-preview.js';
import { SubscriberView } from './subscriber-view.js';
import { Subscribers, type SubscriptionTarget, Target } from './subscribers.js';

const menuEntry = 'subscribers';

const PreviewQuery = z.object({
  days: wholeNumber({ minimum: 1, maximum: 366 }).default(30),
});

@Pages('subscribers/:id')
export class SubscriberPages {
  constructor(
    private readonly queries: QueryBus,
    private readonly subscribers: Subscribers,
    private readonly previews: SubscriptionPreviews,
    private readonly schemes: SchemeCatalogue,
  ) {}

  @Get()
  @ConsoleRoute('record')
  async one(@Target() { page, id, scope }: SubscriptionTarget): Promise<Answer> {
    const subscriber = await this.subscribers.of(id, scope, page);
    const { target: title } = subscriber.view;
    return { title, menuEntry, timeless: true, children: <SubscriberView page={page} {...subscriber} /> };
  }

  @Get('preview')
  @ConsoleRoute('record')
  async preview(@Target() { page, id, scope }: SubscriptionTarget): Promise<Answer> {
    const { days } = await queryOf(page, PreviewQuery);
    const view = await this.queries.execute(new GetSubscription(id, scope));
    const preview = await this.previews.of(view, days);
    const children = <PreviewView {...{ page, view, days, preview, schemes: await this.schemes.at() }} />;
    return {
      title: phrases(page.language).console.subscriberPreview.title,
      menuEntry,
      timeless: true,
      children,
    };
  }
}
