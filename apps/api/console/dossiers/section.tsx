import type { DossierView } from '#domain/dossier/standing.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { SaidBy } from '../frame/display.js';
import type { ThisPage } from '../frame/page.js';

/** Props shared by the sections of a dossier page. */
export interface SectionProps {
  page: ThisPage;
  view: DossierView;
  scheme: Scheme | undefined;
  /** The event with its corrections applied. */
  eventOf: (id: string) => LedgerEvent | undefined;
  /** URL of the timeline entry. */
  hrefOf: (id: string) => string | undefined;
}

/** The source label of an event, if it has a source. */
export const WordOf = ({ page, event }: { page: ThisPage; event: LedgerEvent | undefined }) =>
  event?.source ? <SaidBy page={page} source={event.source} /> : null;
