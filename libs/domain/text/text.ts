import { z } from 'zod';
import { because } from '../validation.js';

/** C0 controls but tab and line ends, and DEL: PostgreSQL refuses NUL, and no reader wants the rest. */
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** Text that can be stored and shown: not blank, well-formed Unicode, no control characters. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => value.trim() !== '', { error: because('blank') })
    .refine((value) => value.isWellFormed(), { error: because('malformed-unicode') })
    .refine((value) => !CONTROL.test(value), { error: because('control-characters') });

export const Name = text(200);
export const Line = text(500);
export const Prose = text(10_000);

/** A name as it is compared: without case, accents, punctuation or repeated spaces. `Cegedim.cloud` is `cegedim cloud`. */
export const fold = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** A name as it stands in an address: `cegedim-cloud`. Empty when the name has no Latin letter or digit. */
export const slugOf = (name: string): string =>
  fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** The address that a text is, if it is one. `URL.canParse` of Node 20 refuses what is not ASCII, once it is optimized. */
export function urlIn(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** Whether a text that others wrote may become a link: `javascript:` is an address, too. */
export const isWebAddress = (text: string): boolean => /^https?:$/.test(urlIn(text)?.protocol ?? '');
