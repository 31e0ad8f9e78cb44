import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { ServiceLists, type ServiceDossier } from '#projections/services-with.js';
import { type Problem, Refusal, reason, refuse } from '#domain/refusal.js';
import { Line, Name } from '#domain/text/text.js';
import { problemsOf } from '#domain/validation.js';
import { Dossiers } from '#dossiers/dossiers-and-providers.js';
import type { FeedView } from '#feeds/feeds.js';
import type { PointInTime } from '#projections/bitemporal-point.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { readCsv, LineCollector } from '#spreadsheets/csv-records.js';
import { decodeText } from '#spreadsheets/decode-text.js';
import type { Filter } from '#subscriptions/filter.js';
import { MOST_SERVICES, type SavedView, SavedViews, type UsedService } from '#views/saved-views.js';
import { Viewpoints } from '../http/reading.js';

interface NamedService {
  provider: string;
  service: string;
  usedFor: string;
  /** Its place in what was sent, from 1. */
  row: number;
}

export type ServiceDossiers = ReadonlyMap<string, ServiceDossier>;

@Injectable()
export class ViewServices {
  constructor(
    private readonly serviceLists: ServiceLists,
    private readonly dossiers: Dossiers,
    private readonly providers: ProviderIds,
    private readonly viewpoints: Viewpoints,
    private readonly views: SavedViews,
  ) {}

  /** The dossiers of the services of some views, and all that these depend on, by id. @param at default: today */
  async dossiersOf(
    views: readonly Pick<SavedView, 'services'>[],
    at: PointInTime = { asOf: this.viewpoints.today() },
  ): Promise<ServiceDossiers> {
    const named = views.flatMap(({ services }) => services.map(({ dossier }) => dossier));
    return this.serviceLists.around([...new Set(named)], at);
  }

  /** @throws Refusal unknown-reference, with a problem for each that names nothing on record; not-found */
  async find(named: readonly NamedService[], known: readonly UsedService[]): Promise<UsedService[]> {
    for (const { dossier } of known) await this.#assertOnRecord(dossier);
    const found = await this.#found(named);
    if (found.problems[0]) throw new Refusal('unknown-reference', found.problems[0], found.problems);
    return onceEach([...known, ...found.services]);
  }

  /**
   * Reads lines as `textOf` writes them, or as they are pasted from a spreadsheet: separated by semicolons, tabs or commas.
   *
   * @param held services that keep their dossier, whatever they are called now
   */
  async read(text: string, held: readonly UsedService[]): Promise<{ services: UsedService[]; problems: Problem[] }> {
    const { lines, problems } = await linesIn(text);
    if (problems.length > 0) return { services: [], problems };
    const dossiers = await this.dossiersOf([{ services: held }]);
    const kept = new Map<string, UsedService[]>();
    for (const one of held) {
      const key = keyOf(nameOf(one, dossiers));
      kept.set(key, [...(kept.get(key) ?? []), one]);
    }
    const services = new Map<number, UsedService>();
    const unknown: NamedService[] = [];
    for (const line of lines) {
      const same = kept.get(keyOf(line))?.shift();
      if (same) services.set(line.row, { dossier: same.dossier, usedFor: line.usedFor });
      else unknown.push(line);
    }
    const found = await this.#found(unknown);
    for (const one of found.services) services.set(one.row, { dossier: one.dossier, usedFor: one.usedFor });
    return { services: onceEach(lines.flatMap(({ row }) => services.get(row) ?? [])), problems: found.problems };
  }

  /** The filter of a feed as it is evaluated: of a view, its services when the feed is read; of one that is gone, nothing. */
  async filterOfFeed({ filter, owner }: FeedView): Promise<Filter> {
    const { view: id, ...rest } = filter as Filter & { view?: string };
    if (id === undefined) return rest;
    try {
      const dossiers = await this.dossiersOf([await this.views.get({ id }, owner)]);
      return { ...rest, dossiers: [...dossiers.keys()] };
    } catch (error) {
      if (error instanceof Refusal && error.code === 'not-found') return { ...rest, dossiers: [] };
      throw error;
    }
  }

  async #found(named: readonly NamedService[]) {
    const services: (UsedService & { row: number })[] = [];
    const problems: Problem[] = [];
    for (const one of named)
      try {
        services.push({ dossier: await this.#dossierOf(one), usedFor: one.usedFor, row: one.row });
      } catch (error) {
        const problem = error instanceof Refusal ? error.problems[0] : undefined;
        if (!problem) throw error;
        problems.push({ ...problem, row: one.row });
      }
    return { services, problems };
  }

  async #dossierOf({ provider, service }: NamedService): Promise<string> {
    if (service === '' && z.uuid().safeParse(provider).success) return this.#assertOnRecord(provider);
    const id = await this.providers.of(provider, 'provider');
    const found = await this.serviceLists.find(id, service, this.viewpoints.today());
    if (found === undefined) throw refuse('unknown-reference', 'service', 'service-not-found', { service });
    return found;
  }

  async #assertOnRecord(dossier: string): Promise<string> {
    await this.dossiers.get(dossier, await this.viewpoints.of({}));
    return dossier;
  }
}

/** Of two uses of a service, the last counts. */
const onceEach = (services: readonly UsedService[]): UsedService[] => [
  ...new Map(services.map(({ dossier, usedFor }) => [dossier, { dossier, usedFor }])).values(),
];

/** A service of which nothing is on record today is named by its dossier. */
function nameOf({ dossier }: UsedService, dossiers: ServiceDossiers): { provider: string; service: string } {
  const known = dossiers.get(dossier);
  return known?.service
    ? { provider: known.provider.name, service: known.service }
    : { provider: dossier, service: '' };
}

const keyOf = ({ provider, service }: { provider: string; service: string }): string =>
  JSON.stringify([provider, service]);

/** One line for each: its provider, its name, and what it is used for. */
export const textOf = (services: readonly UsedService[], dossiers: ServiceDossiers): string =>
  services
    .map((one) => {
      const { provider, service } = nameOf(one, dossiers);
      return [provider, service, one.usedFor].map(cellOf).join(';');
    })
    .join('\n');

const cellOf = (text: string): string => (/[";]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const HEADINGS: ReadonlySet<string> = new Set(['provider', 'fournisseur']);

async function linesIn(text: string): Promise<{ lines: NamedService[]; problems: Problem[] }> {
  const [first = ''] = text.trimStart().split('\n', 1);
  const separator = ([';', '\t'] as const).find((one) => first.includes(one)) ?? ',';
  const collector = new LineCollector(MOST_SERVICES + 1);
  const malformed = await readCsv(decodeText(Buffer.from(text)), separator, collector.add);
  if (malformed.length > 0)
    return { lines: [], problems: malformed.map(({ line, why }) => ({ row: line, field: 'services', ...why })) };
  const rows = collector.lines.filter(
    ({ cells: [head = ''] }, index) => index > 0 || !HEADINGS.has(head.toLowerCase()),
  );
  if (rows.length > MOST_SERVICES)
    return { lines: [], problems: [{ field: 'services', ...reason('most-services', { most: MOST_SERVICES }) }] };
  const lines = rows.map(({ line, cells: [provider = '', service = '', usedFor = ''] }) => ({
    provider,
    service,
    usedFor,
    row: line,
  }));
  const misshapen = rows.flatMap(({ line: row, cells: { length } }) =>
    length > 3 ? [{ row, field: 'services', ...reason('row-length', { cells: length, columns: 3 }) }] : [],
  );
  return { lines, problems: [...misshapen, ...lines.flatMap(problemsIn)] };
}

function problemsIn({ row, provider, service, usedFor }: NamedService): Problem[] {
  const isDossier = service === '' && z.uuid().safeParse(provider).success;
  const checks = [
    { field: 'provider', value: provider, result: Name.safeParse(provider) },
    ...(isDossier ? [] : [{ field: 'service', value: service, result: Name.safeParse(service) }]),
    ...(usedFor === '' ? [] : [{ field: 'usedFor', value: usedFor, result: Line.safeParse(usedFor) }]),
  ];
  return checks.flatMap(({ field, value, result }) =>
    result.success ? [] : problemsOf(result.error.issues, value, field).map((problem) => ({ ...problem, row })),
  );
}
