import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { type Live, liveEvents } from '#domain/event/corrections.js';
import type { DossierView } from '#domain/dossier/standing.js';
import { schemeOf } from '#domain/dossier/dossier.js';
import { dossierStream, type LedgerEvent, providerStream, schemaOfStream } from '#domain/event/ledger-event.js';
import { providerModel, providerOf } from '#domain/provider/provider.js';
import { reason, refuse } from '#domain/refusal.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { Dossiers } from '#dossiers/get-provider.js';
import { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';
import { ProviderIds } from '#dossiers/provider-names.js';
import { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { dossierTitle } from '#language/describe-standing.js';
import { Rejection } from '../../api/problem/rejection.js';
import { type PageContext, unlessRefused } from '../frame/page.js';
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
  of(page: PageContext, name: string): Promise<Subject> {
    return page.path.startsWith('/dossiers/') ? this.dossier(name, page) : this.provider(name, page);
  }

  async dossier(asked: string, { today, language }: PageContext): Promise<Subject> {
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
  async provider(asked: string, { today }: PageContext): Promise<Subject> {
    const { id, slug } = await this.providers.find(asked);
    const stream = providerStream(id);
    const { state, version } = await this.events.load(stream, providerModel);
    const provider = providerOf(state, today);
    if (!provider) throw refuse('not-found', 'id', 'provider-not-found', { provider: asked });
    const path = `/providers/${encodeURIComponent(slug)}`;
    return { kind: 'provider', id, stream, version, path, name: provider.name };
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

@Injectable()
export class SubjectHistories {
  constructor(private readonly events: EventStore<LedgerEvent>) {}

  async of({ stream, kind }: Subject): Promise<SubjectHistory> {
    const all = await this.events.read(stream);
    const liveAt = (version: number) =>
      liveEvents(all.slice(0, version), schemaOfStream[kind] as z.ZodType<LedgerEvent>);
    const live = liveAt(all.length);
    const known = new Map<string, LedgerEvent>([...all, ...live].map(({ id, event }) => [id, event]));
    const eventAt = (id: string, version: number) => liveAt(version).find((one) => one.id === id)?.event;
    return { all, live, eventOf: (id) => known.get(id), eventAt };
  }
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

type Content = Partial<Record<string, unknown>>;

/** Display names of dossiers and providers that events refer to. */
@Injectable()
export class ReferencedNames {
  constructor(private readonly subjects: Subjects) {}

  /** @param contents data of events, including the changes of corrections */
  async of(page: PageContext, contents: readonly object[]): Promise<Map<string, string>> {
    const names = new Map<string, string>();
    for (const { dependsOn, to } of [...contents, ...contents.flatMap(changedIn)] as Content[]) {
      if (typeof dependsOn === 'string') {
        const found = await unlessRefused(() => this.subjects.dossier(dependsOn, page));
        if (found) names.set(dependsOn, found.name);
      }
      if (typeof to === 'string') {
        const found = await unlessRefused(() => this.subjects.provider(to, page));
        if (found) names.set(to, found.name);
      }
    }
    return names;
  }
}

const changedIn = (data: object): object[] => {
  const { changes } = data as { changes?: { data?: object } };
  return changes?.data ? [changes.data] : [];
};
