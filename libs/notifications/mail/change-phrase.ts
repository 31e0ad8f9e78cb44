import type { Schemes } from '#domain/scheme/catalogue.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Change, NextDeadline } from '../message.js';
import { CHANGE_WORDS } from './change-words.js';
import { summaryOf } from '#language/describe-event.js';
import type { Language } from '#language/language.js';
import { REMINDER_WORDS } from './reminder-words.js';
import { titleOf } from './reminder-phrase.js';
import { schemeName } from '#language/describe-standing.js';
import { WORDS } from './words.js';
import { writtenDate } from '#language/format.js';

/** The scheme that a change is about, if it is on record. */
export const schemeOf = ({ scheme }: Pick<Change, 'scheme'>, schemes: Schemes): Scheme | undefined =>
  scheme === null ? undefined : schemes.get(scheme);

/** Provider, service and scheme, as far as the event has them. */
export function whoOf(
  { provider, dossier, scheme }: Pick<Change, 'provider' | 'dossier' | 'scheme'>,
  schemes: Schemes,
  language: Language,
): string {
  const names = [provider?.name, dossier?.service].filter((name) => name !== null && name !== undefined);
  if (scheme === null) return names.join(', ') || 'Jalon';
  const name = schemeName(scheme, schemes, language);
  return names.length === 0 ? name : `${names.join(', ')} (${name})`;
}

/** What happened, or what of the record is amended. */
export function changePhrase(change: Change, schemes: Schemes, language: Language): string {
  const scheme = schemeOf(change, schemes);
  const { corrected, retraction } = CHANGE_WORDS[language];
  if (change.amends && change.type === 'EventCorrected') return corrected(summaryOf(change.amends, language, scheme));
  if (change.amends && change.type === 'EventRetracted') return retraction(summaryOf(change.amends, language, scheme));
  return summaryOf(change, language, scheme);
}

/** Which deadline, and its date. */
export function nextPhrase(next: NextDeadline, language: Language): string {
  const { decision } = WORDS[language];
  const title = titleOf(next, language).map(
    (text) => ` (${text.replace(`${decision} `, `${decision.toLowerCase()} `)})`,
  );
  return `${REMINDER_WORDS[language].kind[next.kind]}${title.join('')}, ${writtenDate(next.due, language)}`;
}
