import { is } from '#domain/event/dossier-events.js';
import { earliest } from '#domain/date/partial-date.js';
import type { Day } from '#domain/date/day.js';
import type { DossierView } from '#domain/dossier/standing.js';
import { phrases } from '#language/phrases.js';
import { writtenDate } from '#language/format.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { addressOf, type PageContext } from '../frame/page.js';
import { type AmendedEntry, eventIn } from '../frame/timeline-entries.js';

interface ListingsProps {
  page: PageContext;
  view: DossierView;
  scheme: Scheme | undefined;
  entries: ReadonlyMap<string, AmendedEntry>;
}

interface DossierListing {
  /** Slug of the register. */
  register: string;
  name: string;
  isGone: boolean;
  /** Day of the last reading that confirms it. */
  lastRead: Day;
}

/** Where the service is listed and how recent that is, at the point in time shown; nothing if no register lists it. */
export function listingsOf({ page, view, scheme, entries }: ListingsProps) {
  const { listed } = phrases(page.language).console.registers;
  const found = lastListings(view, scheme, entries);
  if (found.length === 0) return undefined;
  return found.map(({ register, name, isGone, lastRead }) => (
    <div key={register}>
      <a href={addressOf(page, `/registers/${register}`)}>
        {listed[isGone ? 'gone' : 'listed'](name, writtenDate(lastRead, page.language))}
      </a>
    </div>
  ));
}

/** The last listing by each register. A reading after it that changed nothing of the dossier confirms it for its day. */
function lastListings(
  { asOf }: DossierView,
  scheme: Scheme | undefined,
  entries: ListingsProps['entries'],
): DossierListing[] {
  const last = new Map<string, DossierListing>();
  for (const { entry } of entries.values()) {
    const event = eventIn(entry);
    if (entry.retracted || !is(event, 'observation') || event.data.registerSlug === undefined) continue;
    const observed = earliest(event.occurred);
    if (observed > asOf) continue;
    const { registerSlug: register, listing } = event.data;
    const readings = (scheme?.readings ?? []).filter(
      (reading) => reading.register === register && reading.position > entry.position && reading.day <= asOf,
    );
    const lastRead = readings.at(-1)?.day ?? observed;
    const { title: name = event.source.publisher } = event.source;
    last.set(register, { register, name, isGone: listing === 'absent', lastRead });
  }
  return [...last.values()];
}
