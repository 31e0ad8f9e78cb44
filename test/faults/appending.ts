import { openDatabase } from '#database/connection.js';
import { outageOf } from '#database/errors.js';
import { DEFAULT_TIMEOUTS } from '#database/timeouts.js';
import { uuidOf } from '#event-store/encoding.js';
import { EventStore } from '#event-store/event-store.js';
import { AppendQueueFull, type Codec, Conflict, type StreamAppend } from '#event-store/events.js';
import { type Draft, draft, type LedgerTarget, type Subject, type Way } from './operations.js';

const SEVERAL = 0.3;
const MOST_STREAMS = 4;
const MOST_EVENTS = 8;
const VERSIONED = 0.15;
/** So many are sent once more when they have been acknowledged. */
const REPEATED = 0.02;

/** As the domain's, which takes longer to load. */
const codec: Codec<Draft> = {
  encode: (event) => ({ ...event, schemaVersion: 1 }),
  decode: ({ type, occurred, source, data }) => ({ type, occurred, source, data }) as Draft,
};

/** As a process that appends to the ledger itself: to one stream or to several at once, some at an expected version. */
export function appending({ database, patienceMs }: LedgerTarget): Way {
  const timeouts = { ...DEFAULT_TIMEOUTS, connectMs: patienceMs, appendMs: patienceMs, statementMs: patienceMs };
  const db = openDatabase({ url: database, applicationName: 'faults writer', timeouts });
  const events = new EventStore<Draft>(db, codec);
  const versions = new Map<string, number>();
  return {
    plan(id, dice, subjects) {
      const isSeveral = dice.chance(SEVERAL);
      const chosen = new Set(
        Array.from({ length: isSeveral ? dice.between(1, MOST_STREAMS) : 1 }, () => dice.pick(subjects as [Subject])),
      );
      const marks: string[] = [];
      const appends = [...chosen].map((subject): StreamAppend<Draft> => {
        const stream = `dossier-${subject.id}`;
        const drafts = Array.from({ length: isSeveral ? dice.between(1, MOST_EVENTS) : 1 }, () => {
          const mark = `${id}-${marks.length}`;
          marks.push(mark);
          return { id: uuidOf('faults', mark), event: draft(mark, dice) };
        });
        return { stream, expected: (dice.chance(VERSIONED) && versions.get(stream)) || 'any', events: drafts };
      });
      const isRepeated = dice.chance(REPEATED);
      const append = () => events.append(appends, { actor: 'faults' });
      return {
        how: 'append',
        marks,
        async attempt() {
          try {
            let { recorded, replayed } = await append();
            if (isRepeated) ({ recorded, replayed } = await append());
            for (const { stream, version } of recorded) versions.set(stream, version);
            return { outcome: 'acknowledged', replayed, positions: recorded.map(({ position }) => position) };
          } catch (error) {
            if (error instanceof Conflict) return { outcome: 'refused' };
            if (error instanceof AppendQueueFull || outageOf(error) !== undefined) return { outcome: 'lost' };
            throw error;
          }
        },
      };
    },
    close: () => db.destroy(),
  };
}
