import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { AskAgainHandler } from './ask-again.js';
import { ChangeSubscriptionHandler } from './change-subscription.js';
import { ConfirmSubscriptionHandler } from './confirm-subscription.js';
import { CreateSubscriptionHandler } from './create-subscription.js';
import { Deliveries } from './delivery/deliveries.js';
import { EndSubscriptionHandler } from './end-subscription.js';
import { GetSubscriptionHandler } from './get-subscription.js';
import { Links } from './links.js';
import { ListDeliveriesHandler } from './list-deliveries.js';
import { ListKeptMailsHandler } from './list-kept-mails.js';
import { ListSubscriptionsHandler } from './list-subscriptions.js';
import { EmailSender } from './mail/email-sender.js';
import { RedeliverHandler } from './redeliver.js';
import { RotateSecretHandler } from './rotate-secret.js';
import { Secrets } from './secrets.js';
import { SendTestHandler } from './send-test.js';
import type { SubscriptionsSettings } from './subscriptions-settings.js';
import { AddressGuard } from './webhook/address-guard.js';
import { WebhookSender } from './webhook/webhook-sender.js';

const handlers = [
  CreateSubscriptionHandler,
  ChangeSubscriptionHandler,
  ConfirmSubscriptionHandler,
  AskAgainHandler,
  EndSubscriptionHandler,
  SendTestHandler,
  RotateSecretHandler,
  RedeliverHandler,
  GetSubscriptionHandler,
  ListSubscriptionsHandler,
  ListDeliveriesHandler,
  ListKeptMailsHandler,
];

/** Subscriptions and what is owed to them. Needs the ledger's module. The api plans deliveries; the worker makes them. */
@Module({})
export class SubscriptionsModule implements OnApplicationShutdown {
  constructor(@Inject(WebhookSender) private readonly webhooks: WebhookSender) {}

  static with(settings: SubscriptionsSettings): DynamicModule {
    const secrets = new Secrets(settings.JALON_SECRET);
    const guard = new AddressGuard(settings.JALON_WEBHOOK_ALLOW);
    const links = new Links(settings.PUBLIC_URL, secrets);
    return {
      module: SubscriptionsModule,
      providers: [
        { provide: Secrets, useValue: secrets },
        { provide: Links, useValue: links },
        { provide: AddressGuard, useValue: guard },
        {
          provide: EmailSender,
          useFactory: (db: LedgerDatabase, clock: Clock, schemes: SchemeCatalogue) =>
            new EmailSender(db, clock, schemes, links, settings),
          inject: [LedgerDatabase, Clock, SchemeCatalogue],
        },
        {
          provide: WebhookSender,
          useFactory: (clock: Clock) => new WebhookSender(guard, secrets, links, clock),
          inject: [Clock],
        },
        {
          provide: Deliveries,
          useFactory: (db: LedgerDatabase, clock: Clock, email: EmailSender, webhooks: WebhookSender) =>
            new Deliveries(db, clock, email, webhooks),
          inject: [LedgerDatabase, Clock, EmailSender, WebhookSender],
        },
        ...handlers,
      ],
      exports: [Deliveries, Secrets, Links],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.webhooks.close();
  }
}
