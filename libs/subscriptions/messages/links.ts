import { streamId, streamKind } from '#domain/event/ledger-event.js';
import type { Change, Subject } from './message.js';
import type { Secrets } from './secrets.js';

export type Tokens = Pick<Secrets, 'token'>;

class Addresses {
  /** @param base without trailing slash */
  constructor(protected readonly base: string) {}

  dossier(id: string): string {
    return `${this.base}/dossiers/${id}`;
  }

  register(slug: string): string {
    return `${this.base}/registers/${slug}`;
  }

  /** @param id of the reading, or of its event */
  reading(slug: string, id: string): string {
    return `${this.register(slug)}/readings/${id}`;
  }
}

/** The links in messages. All start with `PUBLIC_URL`. */
export class Links extends Addresses {
  readonly #publicUrl: string;
  /** Pages of the console, for email; webhooks link to REST resources. */
  readonly pages: PageLinks;

  constructor(
    publicUrl: string,
    private readonly secrets: Tokens,
  ) {
    super(`${publicUrl}/v1`);
    this.#publicUrl = publicUrl;
    this.pages = new PageLinks(this.#publicUrl);
  }

  /** Of this installation. */
  get host(): string {
    return new URL(this.#publicUrl).host;
  }

  confirm(subscription: string, round: number): string {
    const token = this.secrets.token('confirmation', subscription, round);
    return `${this.#publicUrl}/subscriptions/${subscription}/confirm?token=${token}`;
  }

  /** GET shows a page, POST ends the subscription (RFC 8058). */
  unsubscribe(subscription: string): string {
    const token = this.secrets.token('unsubscription', subscription);
    return `${this.#publicUrl}/subscriptions/${subscription}/unsubscribe?token=${token}`;
  }

  /** Page on which the recipient changes, pauses or ends the subscription. */
  preferences(subscription: string): string {
    const token = this.secrets.token('preferences', subscription);
    return `${this.#publicUrl}/subscriptions/${subscription}/preferences?token=${token}`;
  }

  /** Page for acknowledging and snoozing the reminders of a delivery. */
  answer(delivery: string, until: Date): string {
    const seconds = Math.floor(until.getTime() / 1000);
    const token = this.secrets.token('answer', delivery, seconds);
    return `${this.#publicUrl}/reminders/${delivery}?until=${seconds}&token=${token}`;
  }

  /** Page on which a person chooses a password. @param link its id */
  choosePassword(link: string): string {
    return `${this.#publicUrl}/password/${link}?token=${this.secrets.token('account link', link)}`;
  }

  /** @param position with the epoch */
  eventsAfter(position: string): string {
    return `${this.base}/events?after=${position}`;
  }
}

export class PageLinks extends Addresses {
  change({ dossier, provider, scheme, stream }: Subject & Partial<Pick<Change, 'stream'>>): string {
    if (stream !== undefined && streamKind(stream) === 'register') return this.register(streamId(stream));
    if (dossier) return this.dossier(dossier.id);
    if (provider) return `${this.base}/providers/${encodeURIComponent(provider.slug)}`;
    return `${this.base}/schemes/${encodeURIComponent(scheme ?? '')}`;
  }

  /** All dossiers, latest news first. */
  news(): string {
    return `${this.base}/?sort=news`;
  }

  view(slug: string): string {
    return `${this.base}/views/${slug}`;
  }

  proposal(id: string): string {
    return `${this.base}/approvals/${id}`;
  }

  subscriber(id: string): string {
    return `${this.base}/subscribers/${id}`;
  }
}
