import { Body, Controller, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import { ReminderPreferencesSchema } from '#domain/reminder/preferences.js';
import { EventStore } from '#event-store/event-store.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { assertFilter, FilterSchema } from '#subscriptions/filter.js';
import { LanguageSchema } from '#language/language.js';
import { DigestDaySchema, MODES } from '#subscriptions/subscription.js';
import { because } from '#domain/validation.js';
import { wholeNumber } from '../http/query-fields.js';
import { Answer } from '../http/answer.js';
import { Route } from '../openapi/route.js';
import { SubscriptionPreviewAnswer, subscriptionPreviewExample } from './preview-answer.js';
import { SubscriptionPreviews } from './subscription-previews.js';

const days = wholeNumber({ minimum: 1, maximum: 366 }).default(30).describe('How many days to look back.');

const PreviewQuery = z.strictObject({ days });

const PreviewedSubscription = z
  .strictObject({
    channel: z.enum(['email', 'webhook']).default('email'),
    mode: z.enum(MODES).default('immediate'),
    digestDay: DigestDaySchema.default('monday').describe('day of weekly digests'),
    filter: FilterSchema.default({ changes: true, deadlines: true }),
    language: LanguageSchema.optional().describe('has no effect on the preview'),
    reminders: ReminderPreferencesSchema.prefault({}),
  })
  .refine(({ channel, mode }) => channel === 'email' || mode === 'immediate', {
    path: ['mode'],
    error: because('digest-without-mail'),
  })
  .meta({
    id: 'PreviewedSubscription',
    example: { channel: 'email', mode: 'daily', filter: { schemes: ['secnumcloud'], statusChange: true } },
  });

const description =
  'The messages that these settings would have caused over the last days, newest first: changes as recorded, reminders according to the reminder schedule and the current dates, as if none had been acknowledged or snoozed. Counts all of them, lists at most 500 changes and reminders. Nothing is sent.';

@ApiTags('subscriptions')
@Controller('v1/subscriptions')
export class SubscriptionPreviewsController {
  constructor(
    private readonly previews: SubscriptionPreviews,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  @Post('preview')
  @HttpCode(200)
  @Route({
    summary: 'Preview the messages of a subscription',
    description,
    needs: 'record',
    answers: SubscriptionPreviewAnswer,
    example: subscriptionPreviewExample,
    problems: ['invalid-body', 'not-found'],
  })
  async previewSubscription(
    @Body({ schema: PreviewedSubscription }) asked: z.output<typeof PreviewedSubscription>,
    @Query({ schema: PreviewQuery }) { days: back }: z.output<typeof PreviewQuery>,
  ) {
    await assertFilter(asked.filter, { events: this.events, schemes: this.schemes });
    return new Answer(await this.previews.of(asked, back), { position: await this.events.head() });
  }
}
