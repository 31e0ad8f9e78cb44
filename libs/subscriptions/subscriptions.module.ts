import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '#database/clock.js';
import { LedgerDatabase } from '#database/connection.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Confirmations, Subscribing } from './subscribing.js';
import type { DeliverySettings } from './delivery-settings.js';
import { Links } from './messages/links.js';
import { Secrets } from './messages/secrets.js';
import { PastChanges } from './planning/fan-out.js';
import { RecipientPreferences, Subscriptions } from './subscriptions.js';
import { Reports } from './reports.js';
import { SendingAgain } from './send-again.js';
import { Bounces, Suppressions } from './sending/bounces.js';
import { Deliveries } from './sending/deliveries.js';
import { DeliveryLog } from './sending/delivery-log.js';
import { EmailSender, KeptMails } from './sending/mail/email-sender.js';
import { AddressGuard } from './sending/webhook/address-guard.js';
import { WebhookSender } from './sending/webhook/webhook-sender.js';
import { SigningSecrets } from './signing-secrets.js';

const services = [
  Deliveries,
  Subscriptions,
  Subscribing,
  Confirmations,
  RecipientPreferences,
  Reports,
  SigningSecrets,
  SendingAgain,
  PastChanges,
  DeliveryLog,
  KeptMails,
  Bounces,
  Suppressions,
];

/** Subscriptions and their deliveries. Requires the ledger module. The API plans confirmations and tests; the worker
 * plans the rest and sends all. */
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
        ...services,
      ],
      exports: [AddressGuard, Secrets, Links, ...services],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    this.email.close();
    await this.webhooks.close();
  }
}
