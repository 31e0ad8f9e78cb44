import type { Status } from '#domain/dossier/status.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Standing } from '../message.js';
import { type Movement, moves } from '../movement.js';
import type { Language } from '#language/language.js';
import { NAMED_FOR_THE_OUTCOME, STANDING_WORDS } from './standing-words.js';
import { typeset } from '#language/format.js';

/** A status in the words of its scheme; one that is not on record has no word of its own. */
export function statusWord(status: Status, scheme: Scheme | undefined, language: Language): string {
  const words = STANDING_WORDS[language];
  if (isOutcome(status)) return words.outcome[status](scheme?.outcome[language] ?? words.granted);
  return status === 'expired' && scheme?.family === 'report' ? words.oldReport : words.status[status];
}

const isOutcome = (status: Status): status is (typeof NAMED_FOR_THE_OUTCOME)[number] =>
  (NAMED_FOR_THE_OUTCOME as readonly Status[]).includes(status);

/** `J1` is what people say; `stage-1` is not. */
const isSaid = (code: string): boolean => code === code.toUpperCase();

/** What people call a milestone, in short. */
export function milestoneName(code: string, scheme: Scheme | undefined, language: Language): string {
  const name = scheme?.milestones.find((milestone) => milestone.code === code)?.name[language];
  return isSaid(code) || name === undefined ? code : typeset(name, language);
}

/** A milestone with its code, where that is said, and its name. */
export function wholeMilestone(code: string, scheme: Scheme | undefined, language: Language): string {
  const name = scheme?.milestones.find((milestone) => milestone.code === code)?.name[language];
  if (name === undefined) return code;
  return isSaid(code) ? `${code}, ${typeset(name, language)}` : typeset(name, language);
}

/** A claim, or more than that. Of what nobody knows nothing is claimed. */
export function standingPhrase({ status, confirmed }: Standing, scheme: Scheme | undefined, language: Language) {
  const word = statusWord(status, scheme, language);
  return status === 'unknown' ? word : `${word} (${confirmation(confirmed, language)})`;
}

const confirmation = (confirmed: boolean, language: Language): string =>
  confirmed ? STANDING_WORDS[language].confirmed : STANDING_WORDS[language].claimed;

/**
 * From what to what in a few words: only what differs, and only what it is now where nothing was known before. `undefined`
 * where nothing moves.
 */
export function shiftPhrase({ before, after }: Movement, scheme: Scheme | undefined, language: Language) {
  if (!before || !after || !moves({ before, after })) return undefined;
  const [was, is] = [before, after].map(({ status }) => statusWord(status, scheme, language));
  if (before.status !== after.status) return before.status === 'unknown' ? is : `${was} → ${is}`;
  if (before.confirmed !== after.confirmed)
    return [before, after].map(({ confirmed }) => confirmation(confirmed, language)).join(' → ');
  const [from, to] = [before, after].map(({ stage }) => stage && milestoneName(stage, scheme, language));
  return from && to ? `${from} → ${to}` : (to ?? undefined);
}
