import type { Language } from '#language/language.js';

const NAMES = {
  fr: new Intl.DisplayNames('fr', { type: 'region' }),
  en: new Intl.DisplayNames('en', { type: 'region' }),
};

/** A country by its code of two letters; anything else stays as it was written. */
export const countryName = (country: string, language: Language): string =>
  /^[A-Z]{2}$/.test(country) ? (NAMES[language].of(country) ?? country) : country;
