import type { HiddenKind } from '#domain/text/hidden-characters.js';
import { english as en } from '../format.js';

const HIDDEN: Readonly<Record<HiddenKind, string>> = {
  control: 'control characters',
  'line-end': 'line breaks',
  bidi: 'characters that change the direction of text',
  invisible: 'invisible characters',
  'private-use': 'private-use characters',
  unassigned: 'characters that Unicode does not define',
  undecodable: 'characters lost by a wrong encoding',
};

/** Reasons of the rules of providers, dossiers, corrections and schemes, and of the values that they hold. */
export const rulesReasons = {
  // Providers and dossiers
  'provider-exists': ({ name }: { name: string }) => `provider ${name} already exists`,
  'name-without-letters': 'must contain a letter or a digit',
  'dossier-exists': 'the dossier already exists',
  'scheme-missing': 'scheme not found',
  'scheme-not-found': ({ slug, schemes }: { slug: string; schemes: readonly string[] }) =>
    `scheme ${slug} not found; available schemes: ${schemes.join(', ')}`,
  'milestone-not-found': (p: { scheme: string; milestone: string; milestones: readonly string[] }) =>
    `${p.scheme} has no milestone ${p.milestone}; available milestones: ${p.milestones.join(', ')}`,
  'duty-not-found': ({ scheme, duty, duties }: { scheme: string; duty: string; duties: readonly string[] }) =>
    `${scheme} has no obligation ${duty}; ${duties.length === 0 ? 'it has none' : `available obligations: ${duties.join(', ')}`}`,
  'deadline-already-open': ({ key }: { key: string }) =>
    `deadline ${key} already exists; record DeadlineMoved to change it`,
  'deadline-not-open': ({ key }: { key: string }) => `no open deadline ${key}; record DeadlineSet to create it`,
  'target-reason': 'is required to set a target aside',
  'own-dependency': 'a dossier cannot depend on itself',
  'dependency-cycle': ({ path }: { path: readonly { dossier: string; name: string }[] }) =>
    `the services would depend on each other in a circle: ${path.map(({ name }) => name).join(' → ')}`,
  'no-such-dependency': ({ dossier }: { dossier: string }) => `no dependency on dossier ${dossier} is declared`,
  'transfer-to-holder': ({ provider }: { provider: string }) =>
    `provider ${provider} already holds the service on that date`,

  // Corrections and retractions
  'event-not-in-stream': ({ event }: { event: string }) => `event ${event} not found here`,
  'event-retracted': 'the event is already retracted',
  'opening-event-kept': 'the first event of a stream can be corrected but not retracted',
  'amended-event-fixed': 'an amendment cannot be moved to another event',
  'dossier-identity-fixed':
    'the provider and the scheme of a dossier cannot change; open another dossier or record ServiceTransferred',
  'corrected-event-invalid': 'the corrected event would be invalid',
  'no-changes': 'must change occurred, source or data',

  // Values
  blank: 'must not be blank',
  'malformed-unicode': 'must be well-formed Unicode, without unpaired surrogates',
  'hidden-character': ({ kind, codePoint, position }: { kind: HiddenKind; codePoint: string; position: number }) =>
    `must not contain ${HIDDEN[kind]}: ${codePoint} at character ${position}; remove it`,
  'web-address': 'must be an http or https address',
  'sha256-format': 'must be 64 lowercase hexadecimal digits',
  'country-format': 'must be a two-letter country code such as FR',
  'year-out-of-range': 'must have a year from 1900 to 2199',
  'instant-without-day': ({ day }: { day: string }) =>
    `is on ${day}, which does not exist; give a day that exists, as in 2026-11-25T08:00:00Z`,
  'instant-without-time': ({ time }: { time: string }) =>
    `has the time ${time}, which does not exist; times run from 00:00:00 to 23:59:59, as in 2026-11-25T08:00:00Z`,
  'instant-without-offset': ({ offset }: { offset: string }) =>
    `has the offset ${offset}, which does not exist; write Z or an offset such as +01:00, as in 2026-11-25T08:00:00+01:00`,
  'day-format': 'must be an existing day in the format yyyy-mm-dd, such as 2021-05-27',
  'partial-date-format':
    'must be a day, month, quarter, half-year or year, such as 2021-05-27, 2021-05, 2026-Q1, 2026-H1 or 2026',
  'time-zone': 'must be an IANA time zone, such as Europe/Paris',
  'deadline-key-format': 'must be 1 to 100 lowercase letters, digits and hyphens, such as renewal-file',
  'opens-after-due': 'must not be after due',
  'lapses-before-due': 'must not be before due',
  'ends-before-valid-from': 'must not be before validFrom',
  'ladder-empty': 'must contain at least one day in before or overdue; omit it for the default',
  'listed-twice': ({ value }: { value: string | number }) => `repeats ${value}`,
  'only-for-escalation': 'applies to the role escalation only',

  // Schemes
  'scheme-unchanged': ({ slug }: { slug: string }) => `scheme ${slug} is unchanged`,
  'milestones-removed': ({ milestones }: { milestones: readonly string[] }) =>
    `must keep ${en.list(milestones)}: existing dossiers may use ${milestones.length === 1 ? 'it' : 'them'}`,
  'scheme-slug-fixed': ({ slug }: { slug: string }) => `must remain ${slug}`,
  'scheme-slug-format': 'must be lowercase words joined by hyphens',
  'register-slug-format': 'must be lowercase words joined by hyphens',
  'after-unknown-milestone': ({ milestone, milestones }: { milestone: string; milestones: readonly string[] }) =>
    `names milestone ${milestone}, which the scheme does not have; available milestones: ${milestones.join(', ')}`,
  'after-itself': ({ cycle }: { cycle: readonly string[] }) => `is circular: ${cycle.join(' after ')}`,
  'after-later-milestone': ({ milestone }: { milestone: string }) =>
    `names ${milestone}, which must be earlier in the list`,
  'no-outcome': 'must contain a milestone that gives granted',
  'date-before': ({ field }: { field: string }) => `must not be before ${field}`,
  'version-overlaps': ({ version, day }: { version: string; day: string }) =>
    `is before ${day} of version ${version}; versions must be listed in order`,
  'label-unknown-version': ({ version, versions }: { version: string; versions: readonly string[] }) =>
    `unknown version ${version}; versions of the scheme: ${versions.join(', ')}`,
  'label-overlaps': ({ slug, from }: { slug: string; from: string }) =>
    `overlaps the rule of label ${slug} from ${from}`,
  'required-for-reports': 'is required for the family report',
  'only-for-reports': ({ family }: { family: string }) => `applies to the family report only, not to ${family}`,
  'not-for-reports': 'does not apply to the family report',
  'duties-required': 'must contain at least one for the family duty',
  'only-for-decisions': ({ family }: { family: string }) => `applies to the family decision only, not to ${family}`,
};
