import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import {
  ConfirmSubscriptionHandler,
  GetAwaitedSubscriptionHandler,
  GetLinkedSubscriptionHandler,
  ResendConfirmationHandler,
} from './confirm-subscription.js';
import { ProcessBounceHandler } from '#delivery/bounces.js';
import { ChangeSubscriptionHandler, ResumeSubscriptionHandler, EndSubscriptionHandler } from './change-subscription.js';
import { CreateSubscriptionHandler } from './create-subscription.js';
import { ChangePreferencesHandler, PauseSubscriptionHandler } from './preferences.js';
import { FollowHandler, IsFollowedHandler, UnfollowHandler } from './follow.js';
import { Deliveries } from '#delivery/queue/deliveries.js';
import { FindSubscriptionsHandler, GetSubscriptionHandler, ListSubscriptionsHandler } from './list-subscriptions.js';
import {
  CountDeliveriesHandler,
  GetAttemptsHandler,
  GetDeliveryHandler,
  ListDeliveriesHandler,
} from '#delivery/delivery-log.js';
import { CountKeptMailsHandler, GetKeptMailHandler, ListKeptMailsHandler } from '#delivery/mail/kept-mails.js';
import { Links } from '#notifications/links.js';
import { EmailSender } from '#delivery/mail/email-sender.js';
import { ListPastChangesHandler } from './past-changes.js';
import { SendAgainHandler } from './send-again.js';
import { SendTestHandler } from '#delivery/send-test.js';
import { GetSigningKeyMarkHandler, RotateSecretHandler } from './rotate-secret.js';
import { Secrets } from '#notifications/secrets.js';
import type { DeliverySettings } from '#delivery/delivery-settings.js';
import { GetSuppressionHandler, LiftSuppressionHandler, ListSuppressionsHandler } from '#delivery/suppressions.js';
import { AddressGuard } from '#delivery/webhook/address-guard.js';
import { WebhookSender } from '#delivery/webhook/webhook-sender.js';

const handlers = [
  FollowHandler,
  UnfollowHandler,
  IsFollowedHandler,
  CreateSubscriptionHandler,
  ChangeSubscriptionHandler,
  ConfirmSubscriptionHandler,
  GetAwaitedSubscriptionHandler,
  GetLinkedSubscriptionHandler,
  ResendConfirmationHandler,
  EndSubscriptionHandler,
  ChangePreferencesHandler,
  PauseSubscriptionHandler,
  ResumeSubscriptionHandler,
  SendTestHandler,
  RotateSecretHandler,
  SendAgainHandler,
  FindSubscriptionsHandler,
  GetDeliveryHandler,
  GetAttemptsHandler,
  CountDeliveriesHandler,
  GetKeptMailHandler,
  GetSigningKeyMarkHandler,
  GetSuppressionHandler,
  GetSubscriptionHandler,
  ListSubscriptionsHandler,
  ListPastChangesHandler,
  ListDeliveriesHandler,
  ListKeptMailsHandler,
  CountKeptMailsHandler,
  ProcessBounceHandler,
  ListSuppressionsHandler,
  LiftSuppressionHandler,
];

/** Subscriptions and their deliveries. Requires the ledger module. The API plans deliveries; the worker sends them. */
@Module({})
export class SubscriptionsModule implements OnApplicationShutdown {
  constructor(
    private readonly webhooks: WebhookSender,
    private readonly email: EmailSender,
  ) {}

  static with(settings: DeliverySettings): DynamicModule {
    const secrets = new Secrets(settings.JALON_SECRET, settings.JALON_SECRET_PREVIOUS);
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
          useFactory: (clock: Clock, schemes: SchemeCatalogue) =>
            new WebhookSender(guard, secrets, links, clock, { schemes, zone: settings.JALON_TIMEZONE }),
          inject: [Clock, SchemeCatalogue],
        },
        {
          provide: Deliveries,
          useFactory: (db: LedgerDatabase, clock: Clock, email: EmailSender, webhooks: WebhookSender) =>
            new Deliveries(db, clock, email, webhooks),
          inject: [LedgerDatabase, Clock, EmailSender, WebhookSender],
        },
        ...handlers,
      ],
      exports: [AddressGuard, Deliveries, Secrets, Links],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    this.email.close();
    await this.webhooks.close();
  }
}
