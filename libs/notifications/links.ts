import type { Change } from './message.js';
import { PageLinks } from './page-links.js';
import type { Secrets } from './secrets.js';

/** What makes the tokens of links. */
export type Tokens = Pick<Secrets, 'confirmToken' | 'unsubscribeToken' | 'answerToken'>;

/** The addresses that messages carry. All of them start with `PUBLIC_URL`. */
export class Links {
  readonly #base: string;
  /** Those for people; `dossier` and `change` are for machines. */
  readonly pages: PageLinks;

  constructor(
    publicUrl: string,
    private readonly secrets: Tokens,
  ) {
    this.#base = publicUrl.replace(/\/+$/, '');
    this.pages = new PageLinks(this.#base);
  }

  /** What messages come from, for those that want it named. */
  get source(): string {
    return this.#base;
  }

  confirm(subscription: string, round: number): string {
    return `${this.#base}/subscriptions/${subscription}/confirm?token=${this.secrets.confirmToken(subscription, round)}`;
  }

  /** A GET shows a page, a POST ends the subscription: RFC 8058. */
  unsubscribe(subscription: string): string {
    return `${this.#base}/subscriptions/${subscription}/unsubscribe?token=${this.secrets.unsubscribeToken(subscription)}`;
  }

  /** Where the reminders of a delivery are acknowledged and snoozed: a GET shows a page, a POST does it. */
  answer(delivery: string, until: Date): string {
    const seconds = Math.floor(until.getTime() / 1000);
    const token = this.secrets.answerToken(delivery, seconds);
    return `${this.#base}/reminders/${delivery}?until=${seconds}&token=${token}`;
  }

  dossier(id: string): string {
    return `${this.#base}/v1/dossiers/${id}`;
  }

  change({ dossier, provider, scheme }: Pick<Change, 'dossier' | 'provider' | 'scheme'>): string {
    if (dossier) return this.dossier(dossier.id);
    return provider ? `${this.#base}/v1/providers/${provider.id}` : `${this.#base}/v1/schemes/${scheme ?? ''}`;
  }
}
