import type { GrantState } from '#domain/dossier/grant.js';
import type { Status } from '#domain/dossier/status.js';
import type { SchemeWarningCodes } from '#domain/scheme/catalogue.js';
import type { ActOnGrant, ReportedAct, WarningCodes, WarningKind } from '#domain/warning/warning.js';
import { english as en } from '../format.js';
import type { Titled } from '../language.js';
import { datedOnce } from './events.js';

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
    'supervisory bodies of the Member States': 'supervisory bodies of the Member States',
    'European Union': 'European Union',
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
  /** Of a former and a new status. */
  bothClaimed: 'both not confirmed by the authority',
  /** Of the start of a grant that the authority confirms without giving one. */
  startClaimed: { company: 'according to the company', press: 'according to the press' },
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

/** A warning: what it is about, and the sentence for its parameters, without final full stop. */
type Warnings = Titled<WarningCodes & SchemeWarningCodes> & {
  kinds: Record<WarningKind, string>;
  heading: (count: number) => string;
};

const LISTED = {
  'in-progress': 'in progress',
  suspended: 'suspended',
  withdrawn: 'withdrawn',
  expired: 'expired',
} as const;

export const warnings: Warnings = {
  kinds: { conflict: 'Conflict', implausible: 'Implausible', gap: 'Missing', risk: 'Risk' },
  heading: (count: number) => (count === 1 ? 'One point to check' : `${count} points to check`),
  'listing-contradicts': {
    title: 'A register contradicts the grant in force',
    text: ({ publisher, listing }) =>
      listing === 'absent'
        ? `${publisher} does not list it while a grant is in force`
        : `${publisher} lists it as ${LISTED[listing]} while a grant is in force`,
  },
  'end-differs': {
    title: 'Two sources give different ends of validity',
    text: ({ until, other }) =>
      `valid until ${en.date(until)} according to one source, ${en.date(other)} according to another`,
  },
  'start-differs': {
    title: 'Two sources give different starts of validity',
    text: ({ from, other }) =>
      `valid from ${en.date(from)} according to one source, ${en.date(other)} according to another`,
  },
  'level-differs': {
    title: 'Two sources give different levels',
    text: ({ level, other }) => `level ${level} according to one source, ${other} according to another`,
  },
  'milestone-day-differs': {
    title: 'Two sources date the same milestone differently',
    text: ({ milestone, occurred, other }) =>
      `${milestone} on ${en.date(occurred)} according to one source, ${en.date(other)} according to another`,
  },
  'registers-differ': {
    title: 'Two registers list it differently',
    text: ({ register, other, day }) => `${register} and ${other} give different statuses for ${en.date(day)}`,
  },
  'claim-contradicts': {
    title: 'A claim contradicts the authority',
    text: (p) =>
      'authority' in p
        ? `${p.authority} lists as in progress what other sources report as granted`
        : `${p.publisher} reports it as ${p.outcome.en}, which the authority does not confirm`,
  },
  'claim-disputed': {
    title: 'A claim is disputed by a third party',
    text: ({ speaker, title }) => `${speaker} disputes a claim${title === undefined ? '' : `: ${title}`}`,
  },
  'days-differ': {
    title: 'Sources date the same event differently',
    text: ({ type, dates }) =>
      `sources date ${datedOnce[type]} differently: ${dates.map((one) => `${en.date(one.occurred)} (${one.publisher})`).join(', ')}`,
  },
  'claim-unconfirmed': {
    title: 'A grant is reported that the authority has not confirmed',
    text: ({ publisher }) =>
      `${publisher} reports a grant that the authority has not confirmed; it does not change the status`,
  },
  'act-unconfirmed': {
    title: 'A claim is not confirmed by the authority',
    text: ({ publisher, act }) =>
      `${publisher} reports ${REPORTED[act]}; the authority has not confirmed it and the status does not change`,
  },
  'grant-after-withdrawal': {
    title: 'A grant is reported after its withdrawal',
    text: ({ publisher, withdrawn }) =>
      `${publisher} reports as granted what was withdrawn on ${en.date(withdrawn)}; the status does not change`,
  },
  'no-longer-listed': {
    title: 'No longer listed by the authority',
    text: ({ publisher, since }) => `not listed by ${publisher} since ${en.date(since)}`,
  },
  'listing-outdated': {
    title: 'The register has not been read recently',
    text: ({ read, days }) =>
      `known from a register last read on ${en.date(read)}, more than ${en.count(days, 'day', 'days')} ago`,
  },
  'publisher-not-authority': {
    title: 'The publisher does not speak for the authority',
    text: ({ publisher, kind, authority }) =>
      `the source is recorded as a ${kind} of the authority (${authority}), but its publisher is ${publisher}`,
  },
  'speaker-not-holder': {
    title: 'The company does not speak for the provider',
    text: ({ publisher }) =>
      `${publisher} is neither the provider nor one of its owners on record; what it reports does not change the status`,
  },
  'not-suspended': {
    title: 'Reinstated without a suspension',
    text: () => 'the grant was not suspended on that date',
  },
  'no-such-reservation': {
    title: 'No reservation with this text',
    text: ({ reservation }) => `no reservation reads “${reservation}”`,
  },
  'order-by-recording': {
    title: 'The dates do not give the order of two events',
    text: ({ occurred, other }) =>
      `dated ${en.date(occurred)}, which can be before or after ${en.date(other)}; it counts from that day`,
  },
  'surveillance-failed': {
    title: 'A surveillance audit failed',
    text: ({ occurred }) => `a surveillance audit failed on ${en.date(occurred)}`,
  },
  'no-such-grant': {
    title: 'No grant in force on that date',
    text: ({ act }) => `no grant in force ${ACTS[act]}`,
  },
  'validity-too-long': {
    title: 'The validity exceeds the maximum of the scheme',
    text: ({ from, until, years }) =>
      `valid from ${en.date(from)} to ${en.date(until)}, longer than the scheme’s ${en.count(years, 'year', 'years')}`,
  },
  'ends-before-it-starts': {
    title: 'The grant ends before it starts',
    text: ({ from, until }) => `granted on ${en.date(from)} but valid until ${en.date(until)}`,
  },
  'unknown-milestone': {
    title: 'Milestone unknown to the scheme',
    text: ({ scheme, milestone }) => `${scheme} has no milestone ${milestone}`,
  },
  'unknown-level': {
    title: 'Level unknown to the scheme',
    text: ({ scheme, level, levels }) => `${scheme} has no level ${level}; available levels: ${levels.join(', ')}`,
  },
  'version-over': {
    title: 'The grant uses a version of the standard that had ended',
    text: ({ from, version, ended }) =>
      `granted on ${en.date(from)} under version ${version}, which ended on ${en.date(ended)}`,
  },
  'before-scheme': {
    title: 'The grant predates the scheme',
    text: ({ scheme, from, published }) =>
      published === undefined
        ? `granted on ${en.date(from)}, but ${scheme.en} has only draft versions`
        : `granted on ${en.date(from)}, but the first version of ${scheme.en} was published on ${en.date(published)}`,
  },
  'before-referential': {
    title: 'The grant uses a version of the standard that did not exist',
    text: (p) =>
      'scheme' in p
        ? `${p.scheme} has no version ${p.version}`
        : `granted on ${en.date(p.from)} under version ${p.version}, published on ${en.date(p.published)}`,
  },
  'out-of-order': {
    title: 'Milestones out of order',
    text: (p) => `${p.milestone} on ${en.date(p.occurred)}, before ${p.after} on ${en.date(p.afterOccurred)}`,
  },
  'in-the-future': {
    title: 'Event dated in the future',
    text: ({ occurred }) => `dated ${en.date(occurred)}, after the day it was recorded; it takes effect on that date`,
  },
  'shares-above-whole': {
    title: 'The shareholders’ shares exceed 100%',
    text: ({ total }) => `the shareholders’ shares add up to ${en.number(total)}%`,
  },
  'obtained-before-expected': {
    title: 'Authorization reported as expected after it was obtained',
    text: ({ title, obtained, expected }) =>
      `${title}: obtained on ${en.date(obtained)}, but reported as still expected on ${en.date(expected)}`,
  },
  'name-shared': {
    title: 'Another provider has or had the same name',
    text: ({ name, provider }) => `${en.quote(name)} is or was also a name of another provider (${provider})`,
  },
  'name-look-alike': {
    title: 'The name looks like that of another provider',
    text: ({ name, other, provider }) =>
      `${en.quote(name)} looks like ${en.quote(other)}, a name of another provider (${provider})`,
  },
  'service-look-alike': {
    title: 'Two services have names that look alike',
    text: ({ name, other }) =>
      `the services ${en.quote(name)} and ${en.quote(other)} have different names that look alike`,
  },
  'name-mixed-scripts': {
    title: 'A name mixes letters of several scripts',
    text: ({ name, word, scripts }) =>
      `${en.quote(word)}${word === name ? '' : ` in ${en.quote(name)}`} mixes ${en.list(scripts)} letters`,
  },
  'no-end-on-record': {
    title: 'The grant in force has no end date',
    text: () => 'no end date is recorded for the grant in force',
  },
  'missing-milestone': {
    title: 'A milestone is recorded without the one before it',
    text: ({ milestone, missing }) =>
      `${milestone} is recorded, ${en.list(missing)} ${missing.length === 1 ? 'is' : 'are'} not`,
  },
  'cut-short': {
    title: 'The grant ends early with its version of the standard',
    text: ({ until, version, ends }) =>
      `valid ${until === null ? 'without an end date' : `until ${en.date(until)}`}, but version ${version} ends on ${en.date(ends)}`,
  },
  'depends-on-ended-grant': {
    title: 'Depends on a grant that is no longer in force',
    text: ({ service, through }) => `depends on ${service}${by(through)}, whose grant is no longer in force`,
  },
  'depends-on-never-granted': {
    title: 'Depends on a service that was never granted',
    text: ({ service, through }) => `depends on ${service}${by(through)}, which was never granted`,
  },
  'depends-on-expiring-grant': {
    title: 'Depends on a grant that expires soon',
    text: ({ service, through, ends }) =>
      `depends on ${service}${by(through)}, whose grant ends ${ends === null ? 'soon' : `on ${en.date(ends)}`}`,
  },
  'published-differs': {
    title: 'Sources give different publication dates for a version',
    text: ({ version, published, others }) =>
      `version ${version} was published on ${en.date(published)}; other sources say ${others.map(en.date).join(', ')}`,
  },
};

const by = (through: readonly string[] = []): string => (through.length === 0 ? '' : ` (through ${en.list(through)})`);

const REPORTED: Readonly<Record<ReportedAct, string>> = {
  suspended: 'a suspension',
  reinstated: 'a reinstatement',
  withdrawn: 'a withdrawal',
  'reservations-lifted': 'that a reservation was lifted',
  'surveillance-passed': 'that a surveillance audit was passed',
  'surveillance-failed': 'that a surveillance audit failed',
  refused: 'that an application was refused',
  abandoned: 'that an application was abandoned',
  'under-way': 'that an application is under way',
};

const ACTS: Readonly<Record<ActOnGrant, string>> = {
  suspended: 'could be suspended on that date',
  reinstated: 'could be reinstated on that date',
  withdrawn: 'could be withdrawn on that date',
  'reservations-lifted': 'had reservations to lift on that date',
};
