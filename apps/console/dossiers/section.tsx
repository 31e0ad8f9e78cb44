import { is } from '#domain/event/dossier-events.js';
import type { DossierDeadline } from '#deadlines/queries/dossier-deadlines.js';
import { earliest } from '#domain/date/partial-date.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { type AmendedEntry, eventIn } from '../frame/timeline-entries.js';
import type { DossierView } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { LabelledSource } from '../frame/sources.js';
import type { PageContext } from '../frame/page.js';

export interface SectionProps {
  page: PageContext;
  view: DossierView;
  scheme: Scheme | undefined;
  eventOf: (id: string) => LedgerEvent | undefined;
  hrefOf: (id: string) => string | undefined;
}

/** The source label of an event, if it has a source. */
export const SourceOfEvent = ({ page, event }: { page: PageContext; event: LedgerEvent | undefined }) =>
  event?.source ? <LabelledSource page={page} source={event.source} /> : null;

/** The data of a dossier page at one point in time. */
export interface DossierData {
  view: DossierView;
  schemes: Schemes;
  /** By id, in recording order. */
  entries: ReadonlyMap<string, AmendedEntry>;
  deadlines: DossierDeadline[];
  buildsOn: DossierView[];
  dependents: DossierView[];
  /** Number of dependents left out of `dependents`. */
  dependentsLeftOut: number;
}

/** Former names of the service, up to `asOf`. */
export function formerServices({ view, entries }: DossierData): string[] {
  const names = [...entries.values()].flatMap(({ entry }) => {
    const event = eventIn(entry);
    if (entry.retracted || !is(event, 'scope')) return [];
    if (event.occurred !== undefined && earliest(event.occurred) > view.asOf) return [];
    return event.data.service ?? [];
  });
  return [...new Set(names)].filter((name) => name !== view.service?.name);
}
