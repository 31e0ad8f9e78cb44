import { Module } from '@nestjs/common';
import { SubscriptionsController, ConfirmationsController, SecretController } from './subscriptions.controller.js';
import { SubscriptionPreviewsController } from './subscription-previews.controller.js';
import { DeliveriesController, MailsController } from './deliveries.controller.js';
import { BouncesController, SuppressionsController } from './returned-mail.controller.js';
import { SubscriptionPagesController } from './subscription-pages.controller.js';
import { SubscriptionPreviews } from './subscription-previews.js';

const providers = [SubscriptionPreviews];

@Module({
  controllers: [
    SubscriptionsController,
    SubscriptionPreviewsController,
    ConfirmationsController,
    SecretController,
    DeliveriesController,
    MailsController,
    BouncesController,
    SuppressionsController,
    SubscriptionPagesController,
  ],
  providers,
  exports: providers,
})
export class SubscriptionsApi {}
