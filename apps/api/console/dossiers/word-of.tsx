import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { ThisPage } from '../frame/page.js';
import { SaidBy } from '../frame/said-by.js';

/** By whose word an event stands, if anybody's. */
export const WordOf = ({ page, event }: { page: ThisPage; event: LedgerEvent | undefined }) =>
  event?.source ? <SaidBy page={page} source={event.source} /> : null;
