import { Injectable } from '@nestjs/common';
import { STATUS_TONES } from '#language/tones.js';
import { SERVICE_TONES, type ServiceDossier, ServiceLists, toned } from '#projections/services-with.js';
import type { ReportedService, ServicesReport } from '#subscriptions/messages/message.js';
import type { planReports } from '#subscriptions/reports.js';
import { SavedViews } from '#views/saved-views.js';

const MOST_NEXT = 5;

/** What reports of views say, from the same tree as the pages of the views. */
@Injectable()
export class ServiceReports {
  constructor(
    private readonly views: SavedViews,
    private readonly services: ServiceLists,
  ) {}

  of: Parameters<typeof planReports>[3] = async ({ account, view: id }, { since, until, today }) => {
    const view = (await this.views.readableBy(`account:${account}`)).find((one) => one.id === id);
    if (!view || view.services.length === 0) return undefined;
    const named = view.services.map(({ dossier }) => dossier);
    const now = toned(await this.services.around(named, { asOf: today }), today);
    const before = await this.services.around(named, { asOf: since.day, knownAt: since.at });
    const after = await this.services.around(named, { asOf: until.day, knownAt: until.at });
    const ids = [...new Set([...after.keys(), ...before.keys()])];
    const recorded = await this.services.recorded(ids, { since: since.at, until: until.at });
    const changed = ids
      .map((one) => ({
        before: reported(before.get(one)),
        after: reported(after.get(one)),
        events: recorded.get(one) ?? 0,
      }))
      .filter(({ events, ...both }) => events > 0 || !isAlike(both));
    const ending = now.filter(
      ({ status, grantEnd }) => STATUS_TONES[status] !== 'bad' && grantEnd !== null && grantEnd >= today,
    );
    const count = (tone: string) => now.filter((one) => one.tone === tone).length;
    return {
      view: { slug: view.slug, name: view.name },
      month: since.day.slice(0, 7),
      asOf: today,
      counts: Object.fromEntries(SERVICE_TONES.map((tone) => [tone, count(tone)])) as ServicesReport['counts'],
      claimed: now.filter(({ status, confirmed }) => STATUS_TONES[status] === 'good' && !confirmed).length,
      attention: now
        .filter(({ tone }) => tone === 'bad' || tone === 'warn')
        .map(({ tone, restsOn, ...one }) => ({ ...reported(one), tone, restsOn: restsOn.map(nameOf) })),
      changed,
      next: ending
        .sort((a, b) => Date.parse(a.grantEnd ?? '') - Date.parse(b.grantEnd ?? ''))
        .slice(0, MOST_NEXT)
        .map((one) => reported(one)),
    };
  };
}

function reported(dossier: ServiceDossier): ReportedService;
function reported(dossier: ServiceDossier | undefined): ReportedService | null;
function reported(dossier: ServiceDossier | undefined): ReportedService | null {
  if (!dossier) return null;
  const { id, provider, service, scheme, status, confirmed, grantEnd } = dossier;
  return { id, provider: provider.name, service, scheme, status, confirmed, grantEnd };
}

const nameOf = ({ provider, service }: ServiceDossier): string => [provider.name, service].filter(Boolean).join(', ');

const isAlike = ({ before, after }: Pick<ServicesReport['changed'][number], 'before' | 'after'>): boolean =>
  before?.status === after?.status && before?.confirmed === after?.confirmed && before?.grantEnd === after?.grantEnd;
