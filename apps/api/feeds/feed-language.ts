import { LanguageSchema } from '#language/language.js';

/** In queries; what the reader's program asks for by `Accept-Language`, where it is left out. */
export const languageAsked = LanguageSchema.optional().describe(
  'Of its words; left out: what `Accept-Language` puts first, else French.',
);
