import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Scheme } from '#domain/scheme/scheme.js';
import type { Language } from '#language/language.js';
import { milestoneName } from './standing-phrase.js';
import { quoted, writtenDate } from '#language/format.js';

type Phrase = Record<Language, string>;

/**
 * What happened, in a few words that can stand in a subject line.
 *
 * @param scheme names the milestones
 */
export function eventPhrase(event: LedgerEvent, language: Language, scheme?: Scheme): string {
  return phraseOf(event, language, scheme)[language];
}

const both = (fr: string, en: string): Phrase => ({ fr, en });
const numbered = (data: object): string =>
  'decision' in data && typeof data.decision === 'string' ? ` ${data.decision}` : '';

function phraseOf(event: LedgerEvent, language: Language, scheme: Scheme | undefined): Phrase {
  const named = (service: string | undefined): string => (service ? ` (${service})` : '');
  const number = numbered(event.data);
  switch (event.type) {
    case 'ProviderRegistered':
      return both('fournisseur inscrit', 'provider registered');
    case 'ProviderRenamed':
      return both(`renommé ${quoted(event.data.name, 'fr')}`, `renamed ${quoted(event.data.name, 'en')}`);
    case 'AliasAdded':
      return both(`aussi connu sous ${event.data.name}`, `also known as ${event.data.name}`);
    case 'AnnouncementMade':
      return both('annonce', 'announcement');
    case 'PartnershipAnnounced':
      return both('partenariat annoncé', 'partnership announced');
    case 'CompanyCreated':
      return both(`société créée${named(event.data.service)}`, `company created${named(event.data.service)}`);
    case 'ServiceLaunched':
      return both(`service ouvert${named(event.data.service)}`, `service launched${named(event.data.service)}`);
    case 'OwnershipDeclared':
      return both('actionnariat déclaré', 'ownership declared');
    case 'AuthorizationExpected':
      return both('autorisation attendue', 'authorization expected');
    case 'AuthorizationObtained':
      return both('autorisation obtenue', 'authorization obtained');
    case 'ValidationIssued':
      return both(`validation par ${event.data.authority}`, `validation by ${event.data.authority}`);
    case 'StatementMade':
      return both('déclaration', 'statement');
    case 'DossierOpened':
      return both('dossier ouvert', 'dossier opened');
    case 'ScopeDeclared':
      return both(`périmètre déclaré (${event.data.service})`, `scope declared (${event.data.service})`);
    case 'IntentDeclared':
      return both('intention déclarée', 'intent declared');
    case 'ApplicationFiled':
      return both('demande déposée', 'application filed');
    case 'TargetSet': {
      const date = writtenDate(event.data.target, language);
      const milestone = milestoneName(event.data.milestone, scheme, language);
      return both(`${milestone} visé (${date})`, `${milestone} aimed at for ${date}`);
    }
    case 'MilestoneReached': {
      const milestone = milestoneName(event.data.milestone, scheme, language);
      return both(`jalon ${milestone} atteint`, `milestone ${milestone} reached`);
    }
    case 'GrantIssued':
      return both(`décision${number} délivrée`, `decision${number} issued`);
    case 'GrantAnnounced':
      return both('obtention annoncée', 'grant announced');
    case 'GrantSuspended':
      return both(`décision${number} suspendue`, `decision${number} suspended`);
    case 'GrantReinstated':
      return both(`décision${number} rétablie`, `decision${number} reinstated`);
    case 'GrantWithdrawn':
      return both(`décision${number} retirée`, `decision${number} withdrawn`);
    case 'ReservationLifted':
      return both('réserve levée', 'reservation lifted');
    case 'GrantExpired':
      return both(`décision${number} expirée`, `decision${number} expired`);
    case 'SurveillancePassed':
      return both('surveillance réussie', 'surveillance passed');
    case 'SurveillanceFailed':
      return both('surveillance non satisfaisante', 'surveillance failed');
    case 'ApplicationRefused':
      return both('demande refusée', 'application refused');
    case 'ApplicationAbandoned':
      return both('demande abandonnée', 'application abandoned');
    case 'RegisterObserved':
      return observed(event.data.listing, event.data.register);
    case 'ClaimDisputed':
      return both('affirmation contestée', 'claim disputed');
    case 'DependencyDeclared':
      return both('dépendance déclarée', 'dependency declared');
    case 'ServiceTransferred':
      return both('service transféré à un autre fournisseur', 'service transferred to another provider');
    case 'DeadlineSet': {
      const what = `${event.data.key}, ${writtenDate(event.data.due, language)}`;
      return both(`échéance fixée (${what})`, `deadline set (${what})`);
    }
    case 'DeadlineMoved': {
      const what = `${event.data.key}, ${writtenDate(event.data.due, language)}`;
      return both(`échéance déplacée (${what})`, `deadline moved (${what})`);
    }
    case 'DeadlineMet':
      return both(`échéance tenue (${event.data.key})`, `deadline met (${event.data.key})`);
    case 'DeadlineCancelled':
      return both(`échéance annulée (${event.data.key})`, `deadline cancelled (${event.data.key})`);
    case 'SchemePublished':
      return both('schéma publié', 'scheme published');
    case 'EventCorrected':
      return both('un fait est corrigé', 'a record is corrected');
    case 'EventRetracted':
      return both('un fait est retiré', 'a record is retracted');
  }
}

function observed(listing: 'granted' | 'in-progress' | 'absent', register: string): Phrase {
  switch (listing) {
    case 'granted':
      return both(`figure au registre (${register})`, `listed as granted (${register})`);
    case 'in-progress':
      return both(`en cours selon ${register}`, `in progress according to ${register}`);
    case 'absent':
      return both(`ne figure pas au registre (${register})`, `not listed (${register})`);
  }
}
