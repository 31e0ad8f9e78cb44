import fc from 'fast-check';
import type { DossierEvent } from '#domain/event/dossier-events.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { changes, claimIn, draftIn, grantOfAuthority, listingOfRegister, rowOfHistory } from './dossier-drafts.js';
import { FAMILIES } from './trial-schemes.js';

/** Something to be recorded. What it amends is said by its place among the events before, so that any part can be left out. */
export type Step =
  | { records: DossierEvent }
  | { corrects: number; changes: Changes }
  | { retracts: number }
  | { publishes: number }
  /** A register, of what it says that many days before. */
  | { reads: string; before: number }
  /** A reading is retracted. */
  | { unreads: number };

export interface Changes {
  occurred?: string | null;
  source?: object;
  data?: Record<string, unknown>;
}

/** What is recorded at one instant, some days after the instant before. */
interface Moment {
  after: number;
  steps: Step[];
}

/** A dossier's life: it is opened, then things are recorded on it and on its scheme. */
export interface History {
  family: Scheme['family'];
  moments: Moment[];
}

const place = fc.nat({ max: 20 });

const stepIn = (family: Scheme['family']): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 12, arbitrary: draftIn(family).map((records) => ({ records })) },
    { weight: 4, arbitrary: fc.record({ corrects: place, changes }) },
    { weight: 2, arbitrary: place.map((retracts) => ({ retracts })) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 }).map((publishes) => ({ publishes })) },
    {
      weight: 3,
      arbitrary: fc.record({
        reads: fc.constantFrom('list', 'list', 'list', 'other-list'),
        before: fc.constantFrom(0, 0, 0, 3, 100),
      }),
    },
    { weight: 1, arbitrary: fc.nat({ max: 3 }).map((unreads) => ({ unreads })) },
  );

/** Mostly claims, with what happens now and then to acts as well. */
const claimStepIn = (family: Scheme['family']): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 3, arbitrary: claimIn(family).map((records) => ({ records })) },
    { weight: 1, arbitrary: stepIn(family) },
  );

/** A register that is read again and again, and what happens besides. */
const readStepIn = (family: Scheme['family']): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 4, arbitrary: listingOfRegister.map((records) => ({ records })) },
    { weight: 4, arbitrary: fc.constant({ reads: 'list', before: 0 }) },
    { weight: 1, arbitrary: stepIn(family) },
  );

/** A history that is told in one document after the other, and what happens besides. */
const toldStepIn = (family: Scheme['family']): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 4, arbitrary: rowOfHistory.map((records) => ({ records })) },
    { weight: 2, arbitrary: fc.constant({ reads: 'history', before: 0 }) },
    { weight: 2, arbitrary: stepIn(family) },
  );

const sizeOf = (moments: readonly Moment[]): number => moments.reduce((sum, { steps }) => sum + steps.length, 0);

const momentsOf = (step: fc.Arbitrary<Step>, most: number): fc.Arbitrary<Moment[]> => {
  const steps = fc.array(step, { minLength: 1, maxLength: 3, size: 'max' });
  const moment = fc.record({ after: fc.integer({ min: 1, max: 250 }), steps });
  return fc
    .array(moment, { minLength: 1, maxLength: 8, size: 'max' })
    .map((several) => several.filter((_, nth) => sizeOf(several.slice(0, nth + 1)) <= most));
};

/** A grant of the authority, and then what others say of it. */
const claimsOverActsIn = (family: Scheme['family'], most: number): fc.Arbitrary<History> =>
  fc
    .tuple(grantOfAuthority, momentsOf(claimStepIn(family), most - 1))
    .map(([records, moments]) => ({ family, moments: [{ after: 1, steps: [{ records }] }, ...moments] }));

const ofSteps = (family: Scheme['family'], step: fc.Arbitrary<Step>, most: number): fc.Arbitrary<History> =>
  fc.record({ family: fc.constant(family), moments: momentsOf(step, most) });

const anyIn = (most: number): fc.Arbitrary<History> =>
  fc.oneof(
    ...FAMILIES.map((family) => ({ weight: 3, arbitrary: ofSteps(family, stepIn(family), most) })),
    ...FAMILIES.map((family) => ({ weight: 1, arbitrary: claimsOverActsIn(family, most) })),
    ...FAMILIES.map((family) => ({ weight: 1, arbitrary: ofSteps(family, readStepIn(family), most) })),
    ...FAMILIES.map((family) => ({ weight: 1, arbitrary: ofSteps(family, toldStepIn(family), most) })),
  );

/** Of 1 to 15 things that are recorded after the opening. */
export const history: fc.Arbitrary<History> = anyIn(15);

/** Of few things, for laws about what comes after it. */
export const shortHistory: fc.Arbitrary<History> = anyIn(6);
