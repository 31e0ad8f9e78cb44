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
