import { END_OF_TIME } from '#domain/date/day.js';
import { factsOf } from '#domain/dossier/facts.js';
import { movesBy } from '#domain/dossier/holdings.js';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { OnRecord } from '#domain/event/recorded.js';
import { fold } from '#domain/text/fold.js';
import { everSaid } from './ever-said.js';
import { BEGINNING } from './holding.js';
import type { BookedDossier } from './name-book.js';

/** By what names a dossier is found. @param record of its naming events, with whatever amends any */
export function bookedDossier(id: string, record: readonly OnRecord<DossierEvent>[]): BookedDossier | undefined {
  const facts = factsOf(record);
  if (!facts) return undefined;
  const { provider, scheme } = facts;
  const services = new Set<string>();
  let openedWithout = false;
  for (const { event } of [...facts.undated, ...facts.dated]) {
    if (event.type === 'DossierOpened') openedWithout = event.data.service === undefined;
    if (event.type !== 'DossierOpened' && event.type !== 'ScopeDeclared') continue;
    if (event.data.service !== undefined) services.add(fold(event.data.service));
  }
  const everCalled = new Set(everSaid(record, 'service').map(fold));
  return {
    id,
    scheme,
    providers: [...new Set([provider, ...everSaid(record, 'to')])],
    holdings: [
      { provider, from: BEGINNING },
      ...movesBy(facts, END_OF_TIME).map(({ to, fact }) => ({ provider: to, from: fact.day })),
    ],
    services,
    everCalled: everCalled.size === services.size ? services : everCalled,
    openedWithout,
  };
}
