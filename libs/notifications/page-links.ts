import type { Change } from './message.js';

/** Where people read on: pages of the console, as mails lead to them. What machines get has the addresses of REST. */
export class PageLinks {
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
