import type { Language } from '#language/language.js';
import { printed } from '../frame/printed.js';
import type { TypeWords } from './dossier-type-words.js';
import type { ProviderType } from './recordable.js';

export const PROVIDER_TYPE_WORDS: Record<Language, Record<ProviderType, TypeWords>> = printed({
  fr: {
    AnnouncementMade: { title: 'Une annonce est faite', means: 'Une nouvelle sur le fournisseur.' },
    PartnershipAnnounced: { title: 'Un partenariat est annoncé', means: 'Avec qui, et pour quoi.' },
    StatementMade: { title: 'Quelqu’un s’exprime', means: 'Une parole à retenir. Elle ne change aucun statut.' },
    ValidationIssued: {
      title: 'Une autorité a validé quelque chose',
      means: 'Un accord donné qui n’est pas une qualification.',
    },
    CompanyCreated: { title: 'La société est créée', means: 'Elle existe en droit.' },
    ServiceLaunched: { title: 'Un service est ouvert', means: 'Des clients peuvent s’en servir.' },
    OwnershipDeclared: {
      title: 'L’actionnariat est déclaré',
      means: 'À qui elle appartient, et sur quelle technologie elle repose.',
    },
    AuthorizationExpected: {
      title: 'Une autorisation est attendue',
      means: 'Un accord qu’il faut obtenir, même sans date.',
    },
    AuthorizationObtained: { title: 'Une autorisation est obtenue', means: 'Un accord attendu est donné.' },
    ProviderRenamed: { title: 'Le fournisseur change de nom', means: 'L’ancien nom reste trouvable.' },
    AliasAdded: { title: 'Il a aussi un autre nom', means: 'Un nom sous lequel on le cherche.' },
  },
  en: {
    AnnouncementMade: { title: 'An announcement was made', means: 'News of the provider.' },
    PartnershipAnnounced: { title: 'A partnership was announced', means: 'With whom, and for what.' },
    StatementMade: { title: 'Somebody spoke', means: 'Words worth keeping. They change no status.' },
    ValidationIssued: { title: 'An authority validated something', means: 'A consent that is no qualification.' },
    CompanyCreated: { title: 'The company was created', means: 'It exists in law.' },
    ServiceLaunched: { title: 'A service was launched', means: 'Customers can use it.' },
    OwnershipDeclared: { title: 'The ownership was declared', means: 'Whose it is, and on what technology it rests.' },
    AuthorizationExpected: {
      title: 'An authorization is expected',
      means: 'A consent that has to be had, even without a date.',
    },
    AuthorizationObtained: { title: 'An authorization was obtained', means: 'A consent that was expected was given.' },
    ProviderRenamed: { title: 'The provider changed its name', means: 'It is still found by the old one.' },
    AliasAdded: { title: 'It goes by another name, too', means: 'A name by which people look for it.' },
  },
});
