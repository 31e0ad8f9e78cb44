import type { Language } from '#language/language.js';
import { printed } from '../../frame/printed.js';

interface OpeningWords {
  provider: {
    title: string;
    intro: string;
    name: string;
    nameHint: string;
    slug: string;
    slugHint: string;
    more: string;
    save: string;
    similar: string;
    similarHint: string;
    anyway: string;
    taken: string;
  };
  dossier: {
    title: string;
    intro: string;
    provider: string;
    providerHint: string;
    scheme: string;
    service: string;
    serviceHint: string;
    kinds: string;
    kindsHint: string;
    save: string;
    existing: string;
  };
  reused: string;
  back: string;
}

export const OPENING_WORDS: Record<Language, OpeningWords> = printed({
  fr: {
    provider: {
      title: 'Inscrire un fournisseur',
      intro:
        'Un fournisseur s’inscrit une fois. Ses services et ses certifications viennent après, dossier par dossier.',
      name: 'Nom',
      nameHint: 'Tel qu’il se nomme lui-même, comme OVHcloud.',
      slug: 'Nom court dans les adresses',
      slugHint: 'Vide : tiré du nom. En minuscules, chiffres et traits d’union.',
      more: 'Choisir le nom court',
      save: 'Inscrire',
      similar: 'Des fournisseurs inscrits portent un nom proche',
      similarHint: 'Si c’est l’un d’eux sous un autre nom, ouvrez sa page et ajoutez-lui ce nom.',
      anyway: 'C’en est un autre : l’inscrire',
      taken: 'Il est déjà inscrit :',
    },
    dossier: {
      title: 'Ouvrir un dossier',
      intro: 'Un dossier suit un service d’un fournisseur vers le résultat d’un schéma.',
      provider: 'Fournisseur',
      providerHint: 'Son nom, ou son nom court dans les adresses.',
      scheme: 'Schéma',
      service: 'Service',
      serviceHint: 'Laissez vide tant qu’on ne sait pas quel service est visé.',
      kinds: 'Nature du service',
      kindsHint: 'Une par ligne : IaaS, PaaS, SaaS…',
      save: 'Ouvrir',
      existing: 'Dossiers déjà ouverts pour ce fournisseur',
    },
    reused: 'Ce formulaire a déjà servi une fois, avec d’autres mots. Envoyez-le encore si c’est bien un de plus.',
    back: 'Revenir sans rien inscrire',
  },
  en: {
    provider: {
      title: 'Register a provider',
      intro: 'A provider is registered once. Its services and certifications come after, dossier by dossier.',
      name: 'Name',
      nameHint: 'As it calls itself, such as OVHcloud.',
      slug: 'Short name in addresses',
      slugHint: 'Empty: made of the name. Lower-case letters, digits and hyphens.',
      more: 'Choose the short name',
      save: 'Register',
      similar: 'Providers on record have a name like this',
      similarHint: 'If it is one of them under another name, open its page and add the name there.',
      anyway: 'It is another one: register it',
      taken: 'It is on record already:',
    },
    dossier: {
      title: 'Open a dossier',
      intro: 'A dossier follows one service of a provider towards the outcome of one scheme.',
      provider: 'Provider',
      providerHint: 'Its name, or its short name in addresses.',
      scheme: 'Scheme',
      service: 'Service',
      serviceHint: 'Leave it empty while nobody knows which service it is about.',
      kinds: 'Kind of service',
      kindsHint: 'One a line: IaaS, PaaS, SaaS…',
      save: 'Open',
      existing: 'Dossiers that are open for this provider',
    },
    reused: 'This form was used once already, with other words. Send it again if it is indeed one more.',
    back: 'Go back without recording anything',
  },
});
