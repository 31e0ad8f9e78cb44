import type { GrantState } from '#domain/dossier/grant.js';
import type { Language } from '#language/language.js';

export const GRANT_STATE_WORDS: Record<Language, Record<GrantState, string>> = {
  fr: {
    'in-force': 'en vigueur',
    suspended: 'suspendue',
    withdrawn: 'retirée',
    expired: 'expirée',
    refuted: 'démentie',
    'not-yet-valid': 'pas encore valable',
  },
  en: {
    'in-force': 'in force',
    suspended: 'suspended',
    withdrawn: 'withdrawn',
    expired: 'expired',
    refuted: 'refuted',
    'not-yet-valid': 'not valid yet',
  },
};
