import type { z } from 'zod';
import type { Reason } from '../reasons.js';
import { reason } from '../refusal.js';

/** What readers do not see, or what makes them see something else: it has no place in a name. */
export type HiddenKind = 'control' | 'line-end' | 'bidi' | 'invisible' | 'private-use' | 'unassigned' | 'undecodable';

/**
 * Controls, format characters, what Unicode tells programs to draw as nothing, separators of lines, private use and code
 * points without a character. The Arabic number signs of the class Cf are visible. U+FFFD stands where a decoder met bytes
 * that are no character.
 */
const SUSPECT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800\ufffd]/gu;
const VISIBLE_FORMAT = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u;

/** Texts without any of them: nearly all. */
const PLAIN = /^[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2015\u2018-\u2026\u202f\u20ac]*$/;

/** The scripts in which a joiner or non-joiner between two letters changes what is read (Unicode, chapters 9 to 16). */
const JOINED =
  '[\\p{Script_Extensions=Arabic}\\p{Script_Extensions=Syriac}\\p{Script_Extensions=Mongolian}\\p{Script_Extensions=Nko}' +
  ['Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala']
    .concat(['Khmer', 'Myanmar', 'Tibetan', 'Balinese', 'Javanese'])
    .map((script) => `\\p{Script=${script}}`)
    .join('') +
  ']';
const BEFORE_JOINER = new RegExp(`(?=[\\p{L}\\p{M}])${JOINED}$`, 'u');
const AFTER_JOINER = new RegExp(`^(?=[\\p{L}\\p{M}])${JOINED}`, 'u');

const EMOJI_BEFORE_JOINER = /\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?$/u;
const EMOJI_AFTER_JOINER = /^\p{Extended_Pictographic}/u;
const BEFORE_SELECTOR = /(?:\p{Extended_Pictographic}|[#*\d])$/u;

/** Marks of direction that prose in Hebrew or Arabic needs. They end where the line ends and reverse no Latin text. */
const DIRECTION_MARK = /[\u200e\u200f\u061c]/;
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const PROSE_MAY_HAVE = /[\t\n\r\u2028\u2029]/;

/** @returns the reason against the first hidden character of a text of one line */
export const problemWithLine = (text: string): Reason | undefined => problemWith(text, () => false);

/** The same for prose, which may have tabs, line ends and marks of direction. */
export const problemWithProse = (text: string): Reason | undefined =>
  problemWith(text, (character) => PROSE_MAY_HAVE.test(character) || DIRECTION_MARK.test(character));

function problemWith(text: string, isAllowed: (character: string) => boolean): Reason | undefined {
  if (PLAIN.test(text)) return undefined;
  for (const { 0: character, index } of text.matchAll(SUSPECT)) {
    if (isAllowed(character) || isNeeded(character, index, text)) continue;
    const codePoint = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    const position = Array.from(text.slice(0, index)).length + 1;
    return reason('hidden-character', { kind: kindOf(character), codePoint, position });
  }
  return undefined;
}

/** Whether Unicode gives a character a visible effect there. Reads only its neighbours: texts may have many of them. */
function isNeeded(character: string, index: number, text: string): boolean {
  const before = text.slice(Math.max(0, index - 4), index);
  const after = text.slice(index + character.length, index + character.length + 4);
  switch (character) {
    case '\u200c':
      return BEFORE_JOINER.test(before) && AFTER_JOINER.test(after);
    case '\u200d':
      return (
        (BEFORE_JOINER.test(before) && AFTER_JOINER.test(after)) ||
        (EMOJI_BEFORE_JOINER.test(before) && EMOJI_AFTER_JOINER.test(after))
      );
    case '\ufe0e':
    case '\ufe0f':
      return BEFORE_SELECTOR.test(before);
    default:
      return VISIBLE_FORMAT.test(character);
  }
}

function kindOf(character: string): HiddenKind {
  if (/[\n\r\u2028\u2029\u0085]/.test(character)) return 'line-end';
  if (/\p{Cc}/u.test(character)) return 'control';
  if (BIDI.test(character)) return 'bidi';
  if (/\p{Co}/u.test(character)) return 'private-use';
  if (/\p{Cn}/u.test(character) && !/\p{Default_Ignorable_Code_Point}/u.test(character)) return 'unassigned';
  return character === '\ufffd' ? 'undecodable' : 'invisible';
}

const CHECKED_ONCE: readonly string[] = ['hidden-character', 'url-with-credentials'] satisfies Reason['code'][];

/** Whether it is about what is checked only when it is recorded: characters of texts, and credentials in addresses. */
export const isCheckedOnce = (issue: z.core.$ZodIssue): boolean =>
  issue.code === 'custom' && CHECKED_ONCE.includes(issue.message);

/**
 * Reads what was recorded earlier. Its texts were checked then, perhaps by rules that knew less: they do not make it
 * unreadable. Schemas of events neither transform nor complete a value, so it can be returned as it is.
 */
export function readAs<T>(schema: z.ZodType<T>, value: unknown): z.ZodSafeParseResult<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success || !parsed.error.issues.every(isCheckedOnce)) return parsed;
  return { success: true, data: value as T };
}
