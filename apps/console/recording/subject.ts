import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Live, liveEvents } from '#domain/event/corrections.js';
import type { DossierView } from '#domain/dossier/standing.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { dossierStream, type LedgerEvent, providerStream, schemaOfStream } from '#domain/event/ledger-event.js';
import { providerModel, providerOf } from '#domain/provider/provider.js';
import { reason, refuse } from '#domain/refusal.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { Dossiers } from '#dossiers/dossiers-and-providers.js';
import { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { dossierTitle } from '#language/describe-standing.js';
import { Rejection } from '../../api/problem/rejection.js';
import { type Page, unlessRefused } from '../frame/page.js';
import type { MenuEntry } from '../frame/menu.js';
import type { AmendmentKind } from './amendment.js';

interface SubjectBase {
  id: string;
  stream: string;
  version: number;
  name: string;
  path: string;
}

/** The dossier or provider on which events are recorded, in its current state. */
export type Subject =
  | (SubjectBase & { kind: 'dossier'; scheme: Scheme; view: DossierView })
  | (SubjectBase & { kind: 'provider'; scheme?: undefined });

export type SubjectOf<K extends Subject['kind']> = Extract<Subject, { kind: K }>;

export const menuEntryOf = ({ kind }: Subject): MenuEntry => (kind === 'dossier' ? 'dossiers' : 'providers');

@Injectable()
export class Subjects {
  constructor(
    private readonly dossiers: Dossiers,
    private readonly providers: ProviderIds,
    private readonly events: EventStore<LedgerEvent>,
    private readonly schemes: SchemeCatalogue,
  ) {}

  /** The subject in the path of a page. @throws Refusal not-found */
  of(page: Page, name: string): Promise<Subject> {
    return page.path.startsWith('/dossiers/') ? this.dossier(name, page) : this.provider(name, page);
  }

  async dossier(asked: string, { today, language }: Page): Promise<SubjectOf<'dossier'>> {
    const id = asked.toLowerCase();
    const view = await this.dossiers.get(id, { asOf: today, knownAt: null });
    const schemes = await this.schemes.at();
    return {
      ...{ kind: 'dossier', id, view, version: view.version, stream: dossierStream(id), path: `/dossiers/${id}` },
      name: dossierTitle(view, schemes, language),
      scheme: schemeOf(view.scheme, schemes),
    };
  }

  /** @param asked slug, id or name @throws Refusal not-found */
  async provider(asked: string, { today }: Page): Promise<Subject> {
    const { id, slug } = await this.providers.find(asked);
    const stream = providerStream(id);
    const { state, version } = await this.events.load(stream, providerModel);
    const provider = providerOf(state, today);
    if (!provider) throw refuse('not-found', 'id', 'provider-not-found', { provider: asked });
    const path = `/providers/${encodeURIComponent(slug)}`;
    return { kind: 'provider', id, stream, version, path, name: provider.name };
  }

  async historyOf({ stream, kind }: Subject): Promise<SubjectHistory> {
    const all = await this.events.read(stream);
    const liveAt = (version: number) =>
      liveEvents(all.slice(0, version), schemaOfStream[kind] as z.ZodType<LedgerEvent>);
    const live = liveAt(all.length);
    const known = new Map<string, LedgerEvent>([...all, ...live].map(({ id, event }) => [id, event]));
    const eventAt = (id: string, version: number) => liveAt(version).find((one) => one.id === id)?.event;
    return { all, live, eventOf: (id) => known.get(id), eventAt };
  }

  /** Names of the dossiers and providers that events refer to. @param contents their data, with the changes of corrections */
  async namesIn(page: Page, contents: readonly object[]): Promise<Map<string, string>> {
    const names = new Map<string, string>();
    const note = async (id: unknown, kind: Subject['kind']): Promise<void> => {
      const found = typeof id === 'string' && (await unlessRefused(() => this[kind](id, page)));
      if (found) names.set(id, found.name);
    };
    for (const { dependsOn, to } of [...contents, ...contents.flatMap(changedIn)] as Record<string, unknown>[]) {
      await note(dependsOn, 'dossier');
      await note(to, 'provider');
    }
    return names;
  }
}

export interface SubjectHistory {
  all: readonly Recorded<LedgerEvent>[];
  live: readonly Live<LedgerEvent>[];
  /** The event with amendments applied, or as recorded if it is retracted. */
  eventOf: (id: string) => LedgerEvent | undefined;
  /** The event as of a stream version, if it was live then. */
  eventAt: (id: string, version: number) => LedgerEvent | undefined;
}

type Target =
  | { entry: Live<LedgerEvent> | Recorded<LedgerEvent>; blocked?: undefined }
  | { entry: Recorded<LedgerEvent>; blocked: 'gone' | 'isAmendment' | 'isOpening' };

/** The entry that is to be amended, or why it cannot be. @throws Rejection not-found: no such entry is on record there */
export function targetOf({ all, live }: SubjectHistory, id: string, kind: AmendmentKind): Target {
  const entry = all.find((one) => one.id === id);
  if (!entry) throw new Rejection('not-found', reason('event-not-in-timeline', { id }));
  const isAmendment = entry.event.type === 'EventCorrected' || entry.event.type === 'EventRetracted';
  if (isAmendment) return kind === 'correct' ? { entry, blocked: 'isAmendment' } : { entry };
  const now = live.find((one) => one.id === id);
  if (!now) return { entry, blocked: 'gone' };
  return kind === 'retract' && entry.version === 1 ? { entry, blocked: 'isOpening' } : { entry: now };
}

const changedIn = (data: object): object[] => {
  const { changes } = data as { changes?: { data?: object } };
  return changes?.data ? [changes.data] : [];
};
