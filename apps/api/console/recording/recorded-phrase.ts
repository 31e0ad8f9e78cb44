import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import { CHANGE_WORDS } from '#notifications/mail/change-words.js';
import { eventPhrase } from '#notifications/mail/event-phrase.js';
import type { Language } from '#language/language.js';
import type { OnRecord } from './on-record.js';

/** What was recorded; of an amendment also what it amends. */
export function recordedPhrase(
  event: LedgerEvent,
  { eventOf }: Pick<OnRecord, 'eventOf'>,
  scheme: Scheme | undefined,
  language: Language,
): string {
  const { corrected, retraction } = CHANGE_WORDS[language];
  if (event.type !== 'EventCorrected' && event.type !== 'EventRetracted') return eventPhrase(event, language, scheme);
  const amended = eventOf(event.data.event);
  if (!amended) return eventPhrase(event, language, scheme);
  const phrase = eventPhrase(amended, language, scheme);
  return event.type === 'EventCorrected' ? corrected(phrase) : retraction(phrase);
}

/** Whoever recorded it, by the name of the key alone. */
export const writtenActor = (actor: string): string => actor.replace(/^key:\S+ /, '');
