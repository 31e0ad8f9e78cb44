import { describe, expect, it } from '@jest/globals';
import { addDays } from '#domain/date/day.js';
import { factsOf } from '#domain/dossier/facts.js';
import { builtInSchemes } from '#domain/scheme/catalogue.js';
import { fact, onRecord, opened, uuid } from '#test/events.js';
import { BitemporalHistory } from './bitemporal-history.js';
import { deadlineDefinition } from './agenda-projection.js';
import { DossierReplay, type ProjectionDefinition } from './dossier-replay.js';
import { statusDefinition } from './status-projection.js';

const BEGIN = '2020-01-01';
const YEARS_OF_DAYS = 1_200;
const DOSSIER = uuid(901);

const scheme = builtInSchemes.get('secnumcloud')!;

/** The history of a dossier that a register lists so many times in the same years, and the days evaluated per listing. */
function replayed<V>(definition: ProjectionDefinition<V>, listings: number) {
  let evaluations = 0;
  const counting: ProjectionDefinition<V> = {
    ...definition,
    valuesOn: (...asked) => {
      evaluations += 1;
      return definition.valuesOn(...asked);
    },
  };
  const told = Array.from({ length: listings }, (_, nth) =>
    addDays(BEGIN, Math.floor((nth * YEARS_OF_DAYS) / listings)),
  );
  const listed = told.flatMap((day) => [
    fact('RegisterObserved', day, { register: 'ANSSI catalogue', listing: 'granted' }, 'catalogue'),
    fact('StatementMade', addDays(day, 1), { speaker: 'somebody', title: 'On the calendar' }, 'statement'),
  ]);
  const record = onRecord([opened(), ...listed]);
  const history = new BitemporalHistory<V>([]);
  const replay = new DossierReplay(DOSSIER, record, counting, history);
  replay.resumeFrom(0, scheme);
  for (const [nth, { position }] of record.entries())
    replay.replayTo({ first: position, last: position, count: nth + 1 }, scheme);
  return { record, history, perListing: evaluations / listings };
}

describe.each([
  ['statuses', statusDefinition as ProjectionDefinition<unknown>],
  ['deadlines and board lines', deadlineDefinition as ProjectionDefinition<unknown>],
])('a history of %s', (_, definition) => {
  it('says for every day what the facts say on it, also when a listing is outdated', () => {
    const { record, history } = replayed(definition, 3);
    const facts = factsOf(record)!;
    for (let day = BEGIN; day < '2026-01-01'; day = addDays(day, 1)) {
      const held = history.spans.filter(({ from, to }) => from <= day && day <= to);
      const expected = definition.valuesOn(DOSSIER, facts, scheme, day);
      expect([day, held.map(({ text }) => text).sort()]).toEqual([day, expected.map(({ text }) => text).sort()]);
    }
  });

  it('takes no more evaluations for each of many events than for each of few', () => {
    expect(replayed(definition, 160).perListing).toBeLessThanOrEqual(replayed(definition, 10).perListing);
  });
});
