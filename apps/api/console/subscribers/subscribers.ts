import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Clock } from '#database/clock.js';
import { addDays } from '#domain/date/day.js';
import { GetSubscription } from '#subscriptions/get-subscription.js';
import type { Reach } from '#delivery/held-subscription.js';
import { type DeliveryView, ListDeliveries } from '#delivery/list-deliveries.js';
import type { SubscriptionView } from '#subscriptions/subscription-view.js';
import { GetSuppression } from '#delivery/suppression/get-suppression.js';
import type { Suppression } from '#delivery/suppression/list-suppressions.js';
import { type ApiSettings, SETTINGS } from '../../settings.js';
import { lastInstantOf, queryOf, type ThisPage } from '../frame/page.js';
import { FollowedNames } from './followed-names.js';
import { ShownMessages } from './shown-messages.js';
import { ItsDeliveriesQuery } from './subscriber-query.js';
import type { Names } from './wishes-in-words.js';

/** A delivery in a list. */
export interface Listed extends DeliveryView {
  /** What it says, in short. */
  subject: string;
}

/** All that the page of a subscription shows. */
export interface Subscriber {
  view: SubscriptionView;
  names: Names;
  now: Date;
  deliveries: Listed[];
  /** Where older deliveries begin, if there are any. */
  before: number | undefined;
  suppression: Suppression | undefined;
  /** No SMTP server is set. */
  keepsMails: boolean;
}

const PAGE_SIZE = 25;

/** Gathers it. */
@Injectable()
export class Subscribers {
  constructor(
    private readonly queries: QueryBus,
    private readonly names: FollowedNames,
    private readonly messages: ShownMessages,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** @throws Refusal unknown-subscription; Rejection invalid-request */
  async of(id: string, reach: Reach, page: ThisPage): Promise<Subscriber> {
    const { before, ...asked } = await queryOf(page, ItsDeliveriesQuery);
    const view = await this.queries.execute(new GetSubscription(id, reach));
    const part = { limit: PAGE_SIZE + 1, ...(before !== undefined && { before }) };
    const found = await this.queries.execute(new ListDeliveries(id, reach, part, filterOf(asked, page)));
    const shown = found.slice(0, PAGE_SIZE);
    return {
      view,
      names: await this.names.of(view.filter, page),
      now: this.clock.now(),
      deliveries: await Promise.all(shown.map((one) => this.#listed(one, view, page))),
      before: found.length > PAGE_SIZE ? shown.at(-1)?.ordinal : undefined,
      suppression: view.channel === 'email' ? await this.queries.execute(new GetSuppression(view.target)) : undefined,
      keepsMails: this.settings.SMTP_URL === undefined,
    };
  }

  async #listed(delivery: DeliveryView, view: SubscriptionView, { language }: ThisPage): Promise<Listed> {
    return { ...delivery, subject: (await this.messages.mail(delivery, view, language)).subject };
  }
}

const filterOf = ({ since, until, ...asked }: Omit<ItsDeliveriesQuery, 'before'>, { zone }: ThisPage) => ({
  ...asked,
  ...(since !== undefined && { since: startOf(since, zone) }),
  ...(until !== undefined && { until: startOf(addDays(until, 1), zone) }),
});

/** The first instant of a day. */
export const startOf = (day: string, zone: string): Date =>
  new Date(lastInstantOf(addDays(day, -1), zone).getTime() + 1);
