import { z } from 'zod';
import { PartialDateSchema } from '#domain/date/partial-date.js';
import { hds } from '#domain/scheme/hds.js';
import type { SchemeView } from '#domain/scheme/scheme-view.js';
import type { Language } from '#language/language.js';
import { warningText } from '#language/reason.js';
import { SchemeShape } from '#domain/scheme/scheme-shape.js';
import { SOURCE_KINDS } from '#domain/source/source.js';

const SideSource = z.strictObject({
  kind: z.enum(SOURCE_KINDS),
  publisher: z.string(),
  title: z.string().optional(),
  url: z.string().optional(),
});

const SchemeWarning = z.strictObject({
  code: z.enum(['published-differs']),
  kind: z.enum(['conflict']),
  text: z.string(),
  params: z.record(z.string(), z.unknown()),
  referential: z.string().describe('The version that sources disagree about.'),
  sides: z
    .array(z.strictObject({ says: PartialDateSchema, source: SideSource.nullable() }))
    .describe("The scheme's own word first, then others by the rank of their source."),
});

/** A scheme as REST shows it, alone and in the list. */
export const SchemeAnswer = SchemeShape.extend({
  version: z.int().describe('How often it was published, corrected or retracted by then; 0: it is the built-in one.'),
  warnings: z.array(SchemeWarning),
}).meta({ id: 'SchemeAnswer' });

export const schemeAnswerOf = (view: SchemeView, language: Language = 'en'): z.input<typeof SchemeAnswer> => ({
  ...view,
  warnings: view.warnings.map((warning) => ({
    ...warning,
    text: warningText(warning, language),
    sides: warning.sides.map(sideOf),
  })),
});

const sideOf = ({ says, source }: SchemeView['warnings'][number]['sides'][number]) => ({
  says,
  source: source && {
    kind: source.kind,
    publisher: source.publisher,
    ...(source.title !== undefined && { title: source.title }),
    ...(source.url !== undefined && { url: source.url }),
  },
});

export const schemeExample: z.input<typeof SchemeAnswer> = { ...hds, version: 0, warnings: [] };
