import { Injectable } from '@nestjs/common';
import type { Day } from '#domain/date/day.js';
import { Refusal } from '#domain/refusal.js';
import { STATUS_TONES } from '#language/tones.js';
import { SERVICE_TONES, type ServiceDossier, ServiceLists, toned } from '#projections/services-with.js';
import type { ReportedService, ServicesReport } from '#subscriptions/messages/message.js';
import type { planReports } from '#subscriptions/reports.js';
import { type SavedView, SavedViews } from '#views/saved-views.js';

const MOST_NEXT = 5;

/** What reports of views say, from the same tree as the pages of the views. */
@Injectable()
export class ServiceReports {
  constructor(
    private readonly views: SavedViews,
    private readonly services: ServiceLists,
  ) {}

  of: Parameters<typeof planReports>[3] = async ({ account, view: id }, { since, until, today }) => {
    const view = await this.#view(id, `account:${account}`);
    if (!view || view.services.length === 0) return undefined;
    const named = [...new Set(view.services.map(({ dossier }) => dossier))];
    const now = toned(await this.services.around(named, { asOf: today }), today);
    const [before, after] = [
      await this.services.around(named, { asOf: since.day, knownAt: since.at }),
      await this.services.around(named, { asOf: until.day, knownAt: until.at }),
    ];
    const ids = [...new Set([...after.keys(), ...before.keys()])];
    const events = await this.services.recorded(ids, { since: since.at, until: until.at });
    const changed = ids.flatMap((dossier) => {
      const [was, is] = [before.get(dossier), after.get(dossier)].map((one) => (one ? reported(one) : null));
      const count = events.get(dossier) ?? 0;
      return count > 0 || !isAlike(was ?? null, is ?? null)
        ? [{ before: was ?? null, after: is ?? null, events: count }]
        : [];
    });
    const counts = Object.fromEntries(
      SERVICE_TONES.map((tone) => [tone, now.filter((one) => one.tone === tone).length]),
    ) as ServicesReport['counts'];
    return {
      view: { slug: view.slug, name: view.name },
      month: since.day.slice(0, 7),
      asOf: today,
      counts,
      claimed: now.filter(({ status, confirmed }) => STATUS_TONES[status] === 'good' && !confirmed).length,
      attention: now
        .filter(({ tone }) => tone === 'bad' || tone === 'warn')
        .map(({ tone, restsOn, ...one }) => ({ ...reported(one), tone, restsOn: restsOn.map(nameOf) })),
      changed,
      next: now
        .filter(({ grantEnd }) => (grantEnd ?? '') >= today)
        .sort((a, b) => ((a.grantEnd as Day) < (b.grantEnd as Day) ? -1 : 1))
        .slice(0, MOST_NEXT)
        .map(reported),
    };
  };

  async #view(id: string, reader: string): Promise<SavedView | undefined> {
    try {
      return await this.views.get({ id }, reader);
    } catch (error) {
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }
}

const reported = ({ id, provider, service, scheme, status, confirmed, grantEnd }: ServiceDossier): ReportedService => ({
  ...{ id, provider: provider.name, service, scheme, status, confirmed, grantEnd },
});

const nameOf = ({ provider, service }: ServiceDossier): string => [provider.name, service].filter(Boolean).join(', ');

const isAlike = (before: ReportedService | null, after: ReportedService | null): boolean =>
  before?.status === after?.status && before?.confirmed === after?.confirmed && before?.grantEnd === after?.grantEnd;
