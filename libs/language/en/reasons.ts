import { english as en } from '../format.js';
import { importsReasons } from './imports.js';
import { accountsReasons } from './accounts.js';
import { deliveryReasons } from './delivery.js';
import { subscriptionsReasons } from './subscriptions.js';
import { deadlinesReasons } from './deadlines-reasons.js';
import { registerDocumentsReasons } from './register-documents.js';
import { fetchReasons } from './register-fetch.js';
import { evidenceReasons } from './evidence.js';
import { registersReasons } from './registers.js';
import { approvalsReasons } from './approvals.js';
import { requestsReasons } from './requests.js';
import { rulesReasons } from './rules.js';
import { workReasons } from './work.js';

/** Reasons of console forms: what people type where REST takes identifiers and ISO dates. A field's name stands before them. */
export const formsReasons = {
  'date-unreadable': 'must be a date such as 27 May 2021, 2020-11, Q1 2025, H1 2026 or 2023',
  'no-such-day': 'must be a day that exists: check day and month, as in 27 May 2021',
  'year-too-short': 'must have a four-digit year, as in 27 May 2021',
  'date-ambiguous': ({ dayFirst, monthFirst }: { dayFirst: string; monthFirst: string }) =>
    `may be ${en.date(dayFirst)} or ${en.date(monthFirst)}: write ${dayFirst} or ${monthFirst}`,
  'provider-name-unknown': 'must be the name of one registered provider',
  'dossier-name-unknown': 'must be the provider or the URL of an existing dossier',
  'dossier-name-ambiguous': ({ names }: { names: readonly string[] }) =>
    `matches several dossiers: enter one of ${en.list(names.map(en.quote))}`,
  'no-change': 'no field was changed',
  'source-not-removable': 'is required: a recorded source can be replaced, but not removed',
  'provider-not-identified': ({ name }: { name: string }) =>
    `contains ${en.quote(name)}, which does not identify one provider`,
  'form-already-used': 'this form was already used to create another subscription; submit again to create one more',
  'event-type-not-recordable': ({ type }: { type: string }) => `Events of type ${type} cannot be recorded here`,
  'event-not-in-timeline': ({ id }: { id: string }) => `Event ${id} not found in this timeline`,
  'page-not-found': 'Page not found',
  'uploaded-file-not-found': 'File not found; uploaded files are kept for 24 hours',
  'month-format': 'must be a month in the format yyyy-mm, such as 2026-11',
  'unsent-mail-not-found': ({ delivery }: { delivery: string }) => `No stored mail for delivery ${delivery}`,
};

/** Reasons of looking up and opening records: providers, dossiers and events. */
export const recordsReasons = {
  'provider-not-found': ({ provider }: { provider?: string }) =>
    provider === undefined ? 'Provider not found' : `Provider ${provider} not found`,
  'provider-ambiguous': ({ name, slugs }: { name: string; slugs: readonly string[] }) =>
    `Several providers have or had the name ${en.quote(name)}; use one of the slugs ${slugs.join(', ')}`,
  'dossier-not-found': ({ dossier }: { dossier: string }) => `Dossier ${dossier} not found`,
  'provider-name-taken': ({ name }: { name: string }) =>
    `Another provider has or had the name ${en.quote(name)}; record an alias on that provider instead`,
  'provider-slug-taken': ({ slug }: { slug: string }) => `Another provider has the slug ${slug}`,
};

/** The sentence for each reason code. Not part of `en` alone, so that the types of events do not depend on all phrases. */
export const reasons = {
  ...requestsReasons,
  ...formsReasons,
  ...rulesReasons,
  ...importsReasons,
  ...recordsReasons,
  ...subscriptionsReasons,
  ...deliveryReasons,
  ...deadlinesReasons,
  ...registersReasons,
  ...evidenceReasons,
  ...workReasons,
  ...fetchReasons,
  ...registerDocumentsReasons,
  ...accountsReasons,
  ...approvalsReasons,
};
