import type { Change } from './message.js';
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

/** Where people read on: pages of the console, as mails lead to them. What machines get has the addresses of REST. */
class PageLinks {
  /** @param base without a slash at its end */
  constructor(private readonly base: string) {}

  dossier(id: string): string {
    return `${this.base}/dossiers/${id}`;
  }

  change({ dossier, provider, scheme }: Pick<Change, 'dossier' | 'provider' | 'scheme'>): string {
    if (dossier) return this.dossier(dossier.id);
    if (provider) return `${this.base}/providers/${encodeURIComponent(provider.slug)}`;
    return `${this.base}/schemes/${encodeURIComponent(scheme ?? '')}`;
  }

  /** Every dossier, the latest news first. */
  news(): string {
    return `${this.base}/?sort=news`;
  }

  /** What a subscription was sent and what became of it; there it is enabled again, and its address let have mails again. */
  subscriber(id: string): string {
    return `${this.base}/subscribers/${id}`;
  }
}
