import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { AskAgainHandler } from './ask-again.js';
import { TakeBounceHandler } from '#delivery/bounce/take-bounce.js';
import { ChangeSubscriptionHandler } from './change-subscription.js';
import { ConfirmSubscriptionHandler } from './confirm-subscription.js';
import { CreateSubscriptionHandler } from './create-subscription.js';
import { Deliveries } from '#delivery/queue/deliveries.js';
import { EnableSubscriptionHandler } from './enable-subscription.js';
import { EndSubscriptionHandler } from './end-subscription.js';
import { FindSubscriptionsHandler } from './find-subscriptions.js';
import { GetDeliveryHandler } from '#delivery/get-delivery.js';
import { GetKeptMailHandler } from '#delivery/get-kept-mail.js';
import { GetSubscriptionHandler } from './get-subscription.js';
import { Links } from '#notifications/links.js';
import { ListDeliveriesHandler } from '#delivery/list-deliveries.js';
import { ListKeptMailsHandler } from '#delivery/list-kept-mails.js';
import { ListSubscriptionsHandler } from './list-subscriptions.js';
import { EmailSender } from '#delivery/mail/email-sender.js';
import { ListPastChangesHandler } from './preview/past-changes.js';
import { RedeliverHandler } from '#delivery/redeliver.js';
import { RedeliverManyHandler } from '#delivery/redeliver-many.js';
import { RotateSecretHandler } from './rotate-secret.js';
import { Secrets } from '#notifications/secrets.js';
import { SendTestHandler } from '#delivery/send-test.js';
import { GetSigningKeyMarkHandler } from './signing-key-mark.js';
import type { SubscriptionsSettings } from '#delivery/delivery-settings.js';
import { GetSuppressionHandler } from '#delivery/suppression/get-suppression.js';
import { LiftSuppressionHandler } from '#delivery/suppression/lift-suppression.js';
import { ListSuppressionsHandler } from '#delivery/suppression/list-suppressions.js';
import { AddressGuard } from '#delivery/webhook/address-guard.js';
import { WebhookSender } from '#delivery/webhook/webhook-sender.js';

const handlers = [
  CreateSubscriptionHandler,
  ChangeSubscriptionHandler,
  ConfirmSubscriptionHandler,
  AskAgainHandler,
  EndSubscriptionHandler,
  EnableSubscriptionHandler,
  SendTestHandler,
  RotateSecretHandler,
  RedeliverHandler,
  RedeliverManyHandler,
  FindSubscriptionsHandler,
  GetDeliveryHandler,
  GetKeptMailHandler,
  GetSigningKeyMarkHandler,
  GetSuppressionHandler,
  GetSubscriptionHandler,
  ListSubscriptionsHandler,
  ListPastChangesHandler,
  ListDeliveriesHandler,
  ListKeptMailsHandler,
  TakeBounceHandler,
  ListSuppressionsHandler,
  LiftSuppressionHandler,
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
