import type { DossierView } from '#domain/dossier/dossier-view.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { SaidBy } from '../frame/display.js';
import type { ThisPage } from '../frame/page.js';

/** What the sections of a dossier's page are made from. */
export interface SectionProps {
  page: ThisPage;
  view: DossierView;
  scheme: Scheme | undefined;
  /** What an event says as it reads now. */
  eventOf: (id: string) => LedgerEvent | undefined;
  /** Where the timeline tells of an event. */
  hrefOf: (id: string) => string | undefined;
}

/** By whose word an event stands, if anybody's. */
export const WordOf = ({ page, event }: { page: ThisPage; event: LedgerEvent | undefined }) =>
  event?.source ? <SaidBy page={page} source={event.source} /> : null;
