import { deadlinesOf } from '#domain/deadline/deadlines.js';
import { factsOf } from '#domain/dossier/facts.js';
import { labelsOn, standingOn } from '#domain/dossier/standing.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { secnumcloud } from '#domain/scheme/secnumcloud.js';
import { fact, onRecord, opened, uuid } from './events.js';

/** What the rules say of a dossier of some events, by day. */
export const dossier = (events: DossierEvent[], scheme: Scheme = secnumcloud) => {
  const facts = factsOf(onRecord([opened(), ...events]))!;
  const on = (day: string) => standingOn(facts, scheme, day);
  return {
    on,
    status: (day: string) => [on(day).status, on(day).confirmed],
    codes: (day: string) => on(day).warnings.map(({ code }) => code),
    labels: (day: string) => labelsOn(scheme, on(day), day),
    deadlines: (day: string) => deadlinesOf(uuid(1), facts, scheme, day).filter(({ kind }) => kind !== 'target'),
  };
};

/** ANSSI's decision 2118 of 2023, for three years. */
export const decision = fact('GrantIssued', '2023-11-30', {
  decision: '2118',
  validUntil: '2026-11-30',
  referential: '3.2',
});
/** What a register shows on a day; that of ANSSI's catalogue, where nothing else is said. */
export const listing = (
  day: string,
  as: 'granted' | 'in-progress' | 'absent',
  kind: 'catalogue' | 'list' | 'press' = 'catalogue',
  more: Partial<Record<'decision' | 'validFrom' | 'validUntil' | 'register' | 'registerSlug' | 'entry', string>> = {},
) => fact('RegisterObserved', day, { register: 'ANSSI catalogue', listing: as, ...more }, kind);
