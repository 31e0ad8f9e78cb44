import { z } from 'zod';
import { because, refusedFor } from '../validation.js';
import { problemWithLine, problemWithProse } from './hidden-characters.js';

const storable = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => value.trim() !== '', { error: because('blank') })
    .refine((value) => value.isWellFormed(), { error: because('malformed-unicode') });

/** One line that can be stored and shown: not blank, well-formed Unicode, and every character of it visible. */
export const text = (max: number) => storable(max).superRefine(refusedFor(problemWithLine));

export const LONGEST_NAME = 200;
export const Name = text(LONGEST_NAME);
export const Line = text(500);
/** Several lines. */
export const Prose = storable(10_000).superRefine(refusedFor(problemWithProse));

/** A text in both languages. */
export interface Bilingual {
  readonly fr: string;
  readonly en: string;
}

/** A text that is published once, for readers of both languages or of one. */
export const eitherWay = <T extends z.ZodType<string>>(one: T) => z.union([one, z.strictObject({ fr: one, en: one })]);

/** Normalizes a name for comparison: no case, accents, punctuation or repeated spaces. `Cegedim.cloud` gives `cegedim cloud`. */
export const fold = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** A name as part of a URL: `cegedim-cloud`. Empty if the name has no Latin letter or digit. */
export const slugOf = (name: string): string =>
  fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

const LONGEST_SLUG = 60;

/** The slug of something that people name freely. @param otherwise if the name has no Latin letter or digit */
export const shortSlugOf = (name: string, otherwise: string): string =>
  slugOf(name).slice(0, LONGEST_SLUG).replace(/-$/, '') || otherwise;

/** The slug, or the first of `slug-2`, `slug-3` and so on that is not taken. */
export function freeSlug(slug: string, isTaken: (slug: string) => boolean): string {
  let free = slug;
  for (let number = 2; isTaken(free); number += 1) free = `${slug}-${number}`;
  return free;
}

/** Parses a URL. Not with `URL.canParse`: that of Node.js 20 rejects non-ASCII text once it is optimized. */
export function urlIn(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** Whether a URL has a user name or a password. */
export function hasCredentials(url: string): boolean {
  const { username = '', password = '' } = urlIn(url) ?? {};
  return username !== '' || password !== '';
}

/** Without what may be a secret: servers redirect to signed addresses. */
export const withoutQuery = (url: string): string => url.split(/[?#]/, 1)[0] ?? '';

/** Whether a text may become a link: http and https only, not `javascript:`. */
export const isWebAddress = (text: string): boolean => /^https?:$/.test(urlIn(text)?.protocol ?? '');
