import type { LedgerEvent } from '#domain/event/ledger-event.js';
import type { Language } from './language.js';
import { writtenDate } from './written-date.js';

type Phrase = Record<Language, string>;

/** What happened, in a few words that can stand in a subject line. */
export function eventPhrase(event: LedgerEvent, language: Language): string {
  return phraseOf(event, language)[language];
}

const both = (fr: string, en: string): Phrase => ({ fr, en });
const numbered = (decision: string | undefined): string => (decision ? ` ${decision}` : '');

function phraseOf(event: LedgerEvent, language: Language): Phrase {
  switch (event.type) {
    case 'ProviderRegistered':
      return both('fournisseur inscrit', 'provider registered');
    case 'ProviderRenamed':
      return both(`nouveau nom : ${event.data.name}`, `renamed ${event.data.name}`);
    case 'AliasAdded':
      return both(`aussi connu sous ${event.data.name}`, `also known as ${event.data.name}`);
    case 'AnnouncementMade':
      return both('annonce', 'announcement');
    case 'PartnershipAnnounced':
      return both('partenariat annoncé', 'partnership announced');
    case 'CompanyCreated':
      return both('société créée', 'company created');
    case 'ServiceLaunched':
      return both('service ouvert', 'service launched');
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
      return both(`périmètre déclaré : ${event.data.service}`, `scope declared: ${event.data.service}`);
    case 'IntentDeclared':
      return both('intention déclarée', 'intent declared');
    case 'ApplicationFiled':
      return both('demande déposée', 'application filed');
    case 'TargetSet': {
      const date = writtenDate(event.data.target, language);
      return both(`${event.data.milestone} visé pour ${date}`, `${event.data.milestone} aimed at for ${date}`);
    }
    case 'MilestoneReached':
      return both(`jalon ${event.data.milestone} atteint`, `milestone ${event.data.milestone} reached`);
    case 'GrantIssued':
      return both(
        `décision${numbered(event.data.decision)} délivrée`,
        `decision${numbered(event.data.decision)} issued`,
      );
    case 'GrantAnnounced':
      return both('obtention annoncée', 'grant announced');
    case 'GrantSuspended':
      return both('décision suspendue', 'grant suspended');
    case 'GrantReinstated':
      return both('décision rétablie', 'grant reinstated');
    case 'GrantWithdrawn':
      return both('décision retirée', 'grant withdrawn');
    case 'ReservationLifted':
      return both('réserve levée', 'reservation lifted');
    case 'GrantExpired':
      return both(
        `décision${numbered(event.data.decision)} expirée`,
        `decision${numbered(event.data.decision)} expired`,
      );
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
    case 'DeadlineSet':
      return both(`échéance fixée : ${event.data.key}`, `deadline set: ${event.data.key}`);
    case 'DeadlineMoved':
      return both(`échéance déplacée : ${event.data.key}`, `deadline moved: ${event.data.key}`);
    case 'DeadlineMet':
      return both(`échéance tenue : ${event.data.key}`, `deadline met: ${event.data.key}`);
    case 'DeadlineCancelled':
      return both(`échéance annulée : ${event.data.key}`, `deadline cancelled: ${event.data.key}`);
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
