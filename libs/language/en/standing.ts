import type { GrantState } from '#domain/dossier/grant.js';
import type { Status } from '#domain/dossier/status.js';
import { english as en } from '../format.js';

/** Statuses named with the scheme's own word for its outcome, such as `qualified` or `certified`. */
type Outcome = 'granted' | 'granted-with-reservations' | 'renewing' | 'in-progress';

/** Given the words of one scheme or of several. */
type Outcomes = Readonly<Record<Outcome, (outcomes: readonly string[]) => string>>;

/** Whether the authority confirms a status, a stage or a grant; the last two are feminine in French. */
type Confirmation = (confirmed: boolean, of: 'status' | 'stage' | 'grant') => string;

export const standing = {
  outcomes: {
    granted: en.either,
    'granted-with-reservations': (outcomes) => `${en.either(outcomes)} with reservations`,
    'in-progress': () => 'under evaluation',
    renewing: (outcomes) => `renewal in progress, no longer ${en.either(outcomes)}`,
  } as Outcomes,
  statuses: {
    suspended: 'suspended',
    expired: 'expired',
    lapsed: 'lapsed (surveillance not maintained)',
    withdrawn: 'withdrawn',
    refused: 'refused',
    abandoned: 'abandoned',
    applied: 'applied',
    announced: 'announced',
    unknown: 'no known status',
  } satisfies Record<Exclude<Status, Outcome>, string>,
  /** Levels, versions and authorities of built-in schemes whose names are words. */
  names: {
    'accredited certification bodies': 'accredited certification bodies',
    'French Republic': 'French Republic',
    basic: 'basic',
    medium: 'medium',
    high: 'high',
    low: 'low',
    moderate: 'moderate',
    'class A': 'class A',
    'class B': 'class B',
    'class C': 'class C',
    'class D': 'class D',
    'draft of December 2020': 'draft of December 2020',
  },
  /** Of a scheme whose outcome is a report. */
  reportOutdated: 'report outdated',
  /** The outcome of a scheme that is not in the ledger. */
  granted: 'granted',
  grantedFrom: (outcome: string, day: string) => `${outcome} from ${en.date(day)}`,
  confirmation: ((confirmed) =>
    confirmed ? 'confirmed by the authority' : 'not confirmed by the authority') as Confirmation,
  grantStates: {
    'in-force': 'in force',
    suspended: 'suspended',
    withdrawn: 'withdrawn',
    expired: 'expired',
    refuted: 'refuted',
    'not-yet-valid': 'not yet valid',
  } satisfies Record<GrantState, string>,
};

/** On a duration that fewer dossiers went through than are representative. */
export const sampleNote = (dossiers: number): string => {
  if (dossiers === 0) return 'No dossier has completed this stage.';
  return dossiers === 1 ? 'Only one dossier: not representative.' : `Only ${dossiers} dossiers: not representative.`;
};
