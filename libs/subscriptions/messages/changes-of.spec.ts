import { describe, expect, it } from '@jest/globals';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { EventStore } from '#event-store/event-store.js';
import type { Recorded } from '#event-store/events.js';
import type { SchemeCatalogue } from '#schemes/scheme-catalogue.js';
import { fact, onRecord, opened, uuid } from '#test/events.js';
import { changesOf } from './changes-of.js';

const DOSSIERS = 200;
const EACH = 40;

/** The last event of each of many dossiers. */
function ledgerOf(dossiers: number) {
  const lived = Array.from({ length: EACH }, (_, nth) =>
    fact(
      'MilestoneReached',
      `2026-${String((nth % 12) + 1).padStart(2, '0')}`,
      { milestone: `J${nth % 3}` },
      'company',
    ),
  );
  const record = onRecord<DossierEvent>([opened(), ...lived]);
  const streams = new Map(Array.from({ length: dossiers }, (_, nth) => [`dossier-${uuid(nth)}`, record]));
  const batch = [...streams].map(([stream, all]): Recorded<LedgerEvent> => {
    return { ...all.at(-1)!, stream, actor: 'test', correlationId: null, causationId: null };
  });
  const loadAll = (wanted: readonly string[]) =>
    Promise.resolve(new Map(wanted.flatMap((stream) => (streams.has(stream) ? [[stream, streams.get(stream)]] : []))));
  return { batch, events: { loadAll } as unknown as EventStore<LedgerEvent> };
}

describe('the changes of a batch', () => {
  it('lets other requests run while the effects of many events are evaluated', async () => {
    const { batch, events } = ledgerOf(DOSSIERS);
    const schemes = { history: () => Promise.resolve([]) } as unknown as SchemeCatalogue;
    let [turns, isOver] = [0, false];
    const turn = (): void => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    const changes = await changesOf(events, schemes, batch, 'Europe/Paris');
    isOver = true;
    expect(changes).toHaveLength(DOSSIERS);
    expect(turns).toBeGreaterThan(1);
  });
});
