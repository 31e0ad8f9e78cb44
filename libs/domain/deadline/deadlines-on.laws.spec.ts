import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type Day } from '../date/day.js';
import { type DossierFacts, factsOf } from '../dossier/facts.js';
import { beginOf } from '../dossier/spans.js';
import type { DossierEvent } from '../event/dossier-events.js';
import { hds } from '../scheme/hds.js';
import { schemesAt } from '../scheme/catalogue.js';
import type { Scheme } from '../scheme/scheme.js';
import { fact, onRecord, opened, uuid } from '#test/events.js';
import { expectEqual, everyRun, printSeed, times } from '#test/laws/law.js';
import { history } from '#test/laws/history.js';
import { play } from '#test/laws/play.js';
import type { Deadline } from './deadline.js';
import { deadlinesOn, deadlineSpans } from './deadlines.js';

const dossier = uuid(500);
const byKey = (a: Deadline, b: Deadline) => (a.key < b.key ? -1 : 1);

/** From the day before it all begins, turn by turn: on every day of a turn, and on the last before the next, what the spans say. */
function expectSpansBy(facts: DossierFacts, scheme: Scheme): void {
  const spans = deadlineSpans(dossier, facts, scheme);
  const on = (day: Day) =>
    spans.flatMap(({ from, to, value }) => (from <= day && day <= to ? [value] : [])).sort(byKey);
  for (let day: Day | null = addDays(beginOf(facts, scheme), -1); day !== null;) {
    const { deadlines, nextChange } = deadlinesOn(dossier, facts, scheme, day);
    expectEqual(new Set(deadlines.map(({ key }) => key)).size, deadlines.length);
    const last: Day = nextChange === null ? '2199-12-31' : addDays(nextChange, -1);
    expectEqual({ day, deadlines: deadlines.toSorted(byKey) }, { day, deadlines: on(day) });
    expectEqual({ day: last, deadlines: deadlines.toSorted(byKey) }, { day: last, deadlines: on(last) });
    const missed = spans.filter(({ from }) => day !== null && from > day && from <= last);
    expectEqual(missed, []);
    day = nextChange;
  }
}

const day = fc.integer({ min: 0, max: 3000 }).map((offset) => addDays('2020-01-01', offset));
const some = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const version = some(fc.constantFrom('1.0', '2.0', 'none such'));

/** What names a version, and what ends it. */
const aboutVersions: fc.Arbitrary<DossierEvent> = fc.oneof(
  fc
    .tuple(day, fc.constantFrom('ApplicationFiled', 'IntentDeclared', 'AnnouncementMade'), version)
    .map(([at, type, referential]) => fact(type as 'ApplicationFiled', at, { referential }, 'company')),
  fc
    .tuple(day, some(day), version, some(fc.constantFrom('1', '2')))
    .map(([at, validUntil, referential, decision]) =>
      fact('GrantIssued', at, { referential, decision, ...(validUntil && validUntil > at && { validUntil }) }),
    ),
  fc
    .tuple(day, fc.constantFrom('ApplicationRefused', 'ApplicationAbandoned', 'GrantWithdrawn', 'SurveillancePassed'))
    .map(([at, type]) => fact(type as 'ApplicationRefused', at, {})),
  fc
    .tuple(day, day)
    .map(([at, target]) => fact('TargetSet', at, { milestone: 'certificate', target, referential: '1.0' })),
);

/** HDS with and without its grace, as a decision, a report and a duty. */
const schemes: Scheme[] = (['decision', 'report', 'duty'] as const).flatMap((family) =>
  [undefined, '2026-05-16', '2026-12-31'].map((graceEnds) => {
    const { graceEnds: _, ...first } = hds.referentials[0]!;
    const old = { ...first, ...(graceEnds && { graceEnds }) };
    const { duties, ...rest } = hds;
    const more = family === 'report' ? { currentForMonths: 12 } : { duties };
    return { ...rest, family, ...more, referentials: [old, hds.referentials[1]!] };
  }),
);

describe('the deadlines of one day (sampled)', () => {
  beforeAll(() => {
    printSeed('deadlines of a day = spans');
  });

  it('match the validity intervals, and do not change before the next change point', () => {
    fc.assert(
      fc.property(history, (moments) => {
        const { record, publications, scheme } = play(moments);
        expectSpansBy(factsOf(record)!, schemesAt(publications).get(scheme)!);
      }),
      { ...everyRun, numRuns: times(500) },
    );
  }, 600_000);

  it('also match for transitions', () => {
    let seen = 0;
    fc.assert(
      fc.property(
        fc.array(aboutVersions, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(...schemes),
        (events, scheme) => {
          const facts = factsOf(onRecord([opened(), ...events]))!;
          expectSpansBy(facts, scheme);
          seen += deadlinesOn(dossier, facts, scheme, '2030-01-01').deadlines.filter(
            ({ kind }) => kind === 'transition',
          ).length;
        },
      ),
      { ...everyRun, numRuns: times(500) },
    );
    expect(seen).toBeGreaterThan(times(200));
  }, 600_000);
});
