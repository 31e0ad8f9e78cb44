import { z } from 'zod';
import { Name } from '../text/text.js';
import { because } from '../validation.js';

/**
 * A regular expression in the syntax of RE2, which takes linear time: it knows neither look-around nor back references. The
 * syntax that both engines have in common is checked here; `publish-register.ts` compiles it.
 */
const Pattern = z
  .string()
  .min(1)
  .max(500)
  .refine(hasNamedGroup, { error: because('register-pattern') });

function hasNamedGroup(pattern: string): boolean {
  if (/\(\?<?[=!]|\\[1-9k]/.test(pattern) || !/\(\?<[a-z]/i.test(pattern)) return false;
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

/**
 * A column (`Link@href`: an attribute within its cells), or a path such as `service.name`, which leads through lists. See
 * docs/registers.md, "Places".
 */
export const Place = z.union([
  Name,
  z.strictObject({
    at: Name.describe('A column, a path, or `text`: the text around a table.'),
    part: Pattern.optional().describe(
      'A regular expression (RE2) for a part of the text: the named group with the name of the field, else the first one that took part. A text that it does not match is no value.',
    ),
    as: z
      .literal('fingerprint')
      .optional()
      .describe('The SHA-256 of what the text encodes in base64, such as a certificate.'),
  }),
]);

/** Of several, the first with a value. */
export const Places = z.union([Place, z.array(Place).min(1).max(10)]);

export const Key = z.union([Places, z.strictObject({ all: z.array(Places).min(2).max(5) })]);
export const Always = z.strictObject({ always: Name.describe('The stage of every entry.') });
export const Marked = z.strictObject({
  marked: z.array(Name).min(1).max(50).describe('Columns: those with anything in them.'),
});

/** The parts of a key that has several. */
export const partsOfKey = (key: z.output<typeof Key> | undefined): z.output<typeof Places>[] =>
  key === undefined ? [] : typeof key === 'object' && 'all' in key ? key.all : [key];

export const isAlways = (stage: unknown): stage is z.output<typeof Always> =>
  typeof stage === 'object' && stage !== null && 'always' in stage;

export const isMarked = (kinds: unknown): kinds is z.output<typeof Marked> =>
  typeof kinds === 'object' && kinds !== null && 'marked' in kinds;
