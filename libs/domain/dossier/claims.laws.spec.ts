import { beforeAll, describe, it } from '@jest/globals';
import fc from 'fast-check';
import type { DossierEvent } from '../event/dossier-events.js';
import type { OnRecord } from '../event/ledger-event.js';
import { deadlinesOf } from '../deadline/deadlines.js';
import type { Scheme } from '../scheme/scheme.js';
import { confirms } from '../source/source.js';
import { opened, uuid } from '#test/events.js';
import { draftIn } from '#test/laws/dossier-drafts.js';
import { expectEqual, printSeed, SEED, times } from '#test/laws/law.js';
import { daysAfter } from '#test/laws/oracle/plain-days.js';
import { FAMILIES, trialScheme } from '#test/laws/trial-schemes.js';
import { is } from '../event/dossier-events.js';
import { factsOf, isStep } from './facts.js';
import { isWithinValidity } from './grant.js';
import { labelsOn, standingOn } from './standing.js';
import { stateOn } from './status.js';

type Entry = OnRecord<DossierEvent>;

/** The provider's own steps: what it says of them counts, for a renewal, a transition or a target. */
const OWN_STEPS: ReadonlySet<DossierEvent['type']> = new Set([
  'ApplicationFiled',
  'MilestoneReached',
  'TargetSet',
  'IntentDeclared',
  'AnnouncementMade',
]);
const OF_STEPS: ReadonlySet<string> = new Set(['target', 'renewal-window', 'transition']);
/** Events that say something by themselves, whatever their source. */
const NO_CLAIMS: ReadonlySet<DossierEvent['type']> = new Set([
  'DeadlineSet',
  'DeadlineMoved',
  'DeadlineMet',
  'DeadlineCancelled',
  'GrantExpired',
  'ServiceTransferred',
]);

const isClaimed = ({ event }: Entry): boolean => event.source !== undefined && !confirms(event.source);

/** Acts and claims in any order of recording. */
const ledger = fc.constantFrom(...FAMILIES).chain((family) =>
  fc.record({
    family: fc.constant(family),
    version: fc.nat({ max: 2 }),
    drafts: fc
      .array(draftIn(family), { minLength: 2, maxLength: 14, size: 'max' })
      .map((drafts) => drafts.filter(({ type, source }) => source && (confirms(source) || !NO_CLAIMS.has(type))))
      // The steps of the provider say when a refusal of an imprecise date was.
      .map((drafts) => drafts.filter((one) => !is(one, 'turn') || one.occurred.length === 10)),
    days: fc.array(fc.integer({ min: 0, max: 2600 }), { minLength: 10, maxLength: 10 }),
  }),
);

const onRecord = (drafts: readonly DossierEvent[], scheme: string): Entry[] =>
  [opened({ scheme }), ...drafts].map((event, index) => ({
    id: uuid(1000 + index),
    position: index + 1,
    version: index + 1,
    recordedAt: new Date(Date.UTC(2020, 5, 1 + 40 * index, 8)),
    event,
  }));

function answerOn(record: readonly Entry[], scheme: Scheme, day: string, kinds: (kind: string) => boolean) {
  const facts = factsOf(record)!;
  const standing = standingOn(facts, scheme, day);
  const { status, confirmed, expiring } = standing;
  const deadlines = deadlinesOf(uuid(1), facts, scheme, day).filter(({ kind }) => kinds(kind));
  return { day, status, confirmed, expiring, labels: labelsOn(scheme, standing, day), deadlines };
}

const hasRunningAct = (record: readonly Entry[], scheme: Scheme, day: string): boolean =>
  stateOn(factsOf(record)!, scheme, day).grants.some((grant) => isWithinValidity(grant, day));

const TURNED_DOWN: ReadonlySet<string> = new Set(['refused', 'abandoned', 'withdrawn']);
const isTurnedDown = (record: readonly Entry[], scheme: Scheme, day: string): boolean => {
  const { status, confirmed } = stateOn(factsOf(record)!, scheme, day).established;
  return confirmed && TURNED_DOWN.has(status);
};

describe('claims about a dossier of which the authority has spoken (sampled)', () => {
  beforeAll(() => {
    printSeed('claims over acts');
  });

  const runs = { seed: SEED, numRuns: times(1000) };

  /** Compares the record with and without its claims, on days on which acts alone make a grant. */
  const expectUnchanged = (
    counts: (entry: Entry) => boolean,
    kinds: (kind: string) => boolean,
    knownBy: (record: Entry[]) => Entry[] = (record) => record,
    isCompared = hasRunningAct,
  ) => {
    let compared = 0;
    fc.assert(
      fc.property(ledger, ({ family, version, drafts, days }) => {
        const scheme = trialScheme(family, 'trial', version);
        const record = knownBy(onRecord(drafts, 'trial').filter(counts));
        const acts = record.filter((entry) => !isClaimed(entry));
        if (acts.length === record.length) return;
        for (const day of days.map((n) => daysAfter('2019-12-01', n))) {
          if (!isCompared(acts, scheme, day)) continue;
          compared++;
          expectEqual(answerOn(record, scheme, day, kinds), answerOn(acts, scheme, day, kinds));
        }
      }),
      runs,
    );
    if (compared < times(200)) throw new Error(`only ${compared} days were compared`);
  };

  it('change nothing but warnings, whatever they are', () => {
    expectUnchanged(
      () => true,
      (kind) => !OF_STEPS.has(kind),
    );
  }, 600_000);

  it('change no deadline unless they are the steps of the provider itself', () => {
    expectUnchanged(
      (entry) => !isClaimed(entry) || !OWN_STEPS.has(entry.event.type),
      () => true,
    );
  }, 600_000);

  it('change nothing once the authority has refused, abandoned or withdrawn, unless an application is renewed', () => {
    expectUnchanged(
      ({ event }) => !isStep(event) && !(is(event, 'observation') && event.data.milestones),
      () => false,
      undefined,
      isTurnedDown,
    );
  }, 600_000);

  it('change nothing at any instant at which part of them was known', () => {
    expectUnchanged(
      () => true,
      (kind) => !OF_STEPS.has(kind),
      (record) => record.slice(0, Math.ceil(record.length / 2) + 1),
    );
  }, 600_000);
});
