import type { Language } from '#language/language.js';
import type { VersionState } from './version-state.js';
import { printed } from '../frame/printed.js';

interface VersionWords {
  title: string;
  caption: string;
  version: string;
  published: string;
  rules: string;
  state: string;
  states: Record<VersionState, string>;
  optionalFrom: string;
  requiredForNew: string;
  requiredForAll: string;
  graceEnds: string;
  none: string;
  differs: (version: string) => string;
  own: string;
}

export const VERSION_WORDS: Record<Language, VersionWords> = printed({
  fr: {
    title: 'Versions du référentiel',
    caption: 'Les versions dans leur ordre, et ce qui vaut au jour regardé',
    version: 'Version',
    published: 'Publiée le',
    rules: 'Ce qui s’applique',
    state: 'Ce jour-là',
    states: {
      draft: 'projet',
      'to-come': 'pas encore publiée',
      over: 'n’a plus cours',
      latest: 'la plus récente',
      earlier: 'précédente',
    },
    optionalFrom: 'Utilisable dès le',
    requiredForNew: 'Exigée des nouveaux dossiers dès le',
    requiredForAll: 'Exigée de tous dès le',
    graceEnds: 'N’a plus cours après le',
    none: 'Aucune version n’est inscrite.',
    differs: (version) => `Les sources ne datent pas de même la version ${version} :`,
    own: 'retenue ici',
  },
  en: {
    title: 'Versions of the referential',
    caption: 'The versions in their order, and what holds on the day looked at',
    version: 'Version',
    published: 'Published on',
    rules: 'What applies',
    state: 'On that day',
    states: {
      draft: 'draft',
      'to-come': 'not published yet',
      over: 'over',
      latest: 'the latest',
      earlier: 'an earlier one',
    },
    optionalFrom: 'May be used from',
    requiredForNew: 'Required of new dossiers from',
    requiredForAll: 'Required of all from',
    graceEnds: 'Over after',
    none: 'No version is on record.',
    differs: (version) => `Sources date version ${version} differently:`,
    own: 'the one used here',
  },
});
