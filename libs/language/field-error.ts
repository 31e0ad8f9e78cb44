import { capitalized } from './format.js';
import { colon, type Language } from './language.js';
import { phrases, type Reason, type ReasonCode, say } from './phrases.js';

/**
 * Reasons that are sentences of their own, among those that a form shows beside a field. All others are predicates of a
 * field, such as `is required`.
 */
const STATEMENTS: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'account-erased',
  'amended-event-fixed',
  'confirmations-unanswered',
  'corrected-event-invalid',
  'deadline-already-open',
  'deadline-not-open',
  'dossier-exists',
  'dossier-identity-fixed',
  'dossier-not-found',
  'duty-not-found',
  'email-taken',
  'event-not-in-stream',
  'event-retracted',
  'filter-scheme-not-found',
  'form-already-used',
  'key-invalid',
  'last-admin',
  'milestone-not-found',
  'most-services',
  'most-views',
  'no-change',
  'no-such-dependency',
  'opening-event-kept',
  'own-dependency',
  'provider-ambiguous',
  'provider-exists',
  'provider-name-taken',
  'provider-not-found',
  'provider-slug-taken',
  'scheme-missing',
  'scheme-not-found',
  'service-not-found',
  'sign-in-wrong',
  'suppression-in-force',
  'transfer-to-holder',
  'view-not-followed',
]);

/** The reason as a sentence below its field: `This field is required.` */
export function fieldError(reason: Reason, language: Language): string {
  const text = say(reason, language);
  if (STATEMENTS.has(reason.code)) return `${capitalized(text)}.`;
  return phrases(language).console.frame.fieldError(text);
}

/** The reason as it follows the label of its field in a summary: `Name is required`, `Name: the dossier already exists`. */
export const afterLabel = (reason: Reason, language: Language): string =>
  STATEMENTS.has(reason.code) ? `${colon(language)}${say(reason, language)}` : ` ${say(reason, language)}`;
