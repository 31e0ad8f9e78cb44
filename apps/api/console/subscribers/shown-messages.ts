import { Inject, Injectable } from '@nestjs/common';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { Links, type Tokens } from '#notifications/links.js';
import type { DeliveryView } from '#delivery/list-deliveries.js';
import type { Language } from '#language/language.js';
import { letterOf } from '#notifications/mail/letter-of.js';
import { rendered, type Rendered } from '#notifications/mail/rendered.js';
import type { SubscriptionView } from '#subscriptions/subscription-view.js';
import { payloadOf } from '#notifications/webhook/payload.js';
import { type ApiSettings, SETTINGS } from '../../settings.js';

/** Whoever has a token may confirm, answer or unsubscribe for the recipient: it is nobody else's. */
const UNTOLD: Tokens = { confirmToken: () => '…', unsubscribeToken: () => '…', answerToken: () => '…' };

/** What deliveries say, as their readers see it, but for the tokens in their links. */
@Injectable()
export class ShownMessages {
  readonly #links: Links;
  readonly #zone: string;

  constructor(
    private readonly schemes: SchemeCatalogue,
    @Inject(SETTINGS) { PUBLIC_URL, JALON_TIMEZONE }: ApiSettings,
  ) {
    this.#links = new Links(PUBLIC_URL, UNTOLD);
    this.#zone = JALON_TIMEZONE;
  }

  /** As the mail that it becomes, or would become. */
  async mail(delivery: DeliveryView, to: SubscriptionView, language: Language): Promise<Rendered> {
    const means = { links: this.#links, schemes: await this.schemes.at(), zone: this.#zone };
    const { id, confirmUntil, createdAt, reminders } = to;
    const reader = { id, language, confirm_until: confirmUntil ?? createdAt, reminders };
    return rendered(letterOf(carriedBy(delivery), reader, means), language);
  }

  /** As the JSON that an endpoint is sent, set out in lines. */
  payload(delivery: DeliveryView, format: 'standard' | 'cloudevents'): string {
    const json = payloadOf(carriedBy(delivery), { links: this.#links, secrets: UNTOLD }, format);
    return JSON.stringify(JSON.parse(json), null, 2);
  }
}

const carriedBy = ({ message, messageId, createdAt }: DeliveryView) => ({
  message,
  message_id: messageId,
  created_at: createdAt,
});
