import type { Language } from '#language/language.js';
import { printed } from '../frame/printed.js';
import type { DossierType } from './recordable.js';

/** What happened, and when to choose it. */
export interface TypeWords {
  title: string;
  means: string;
}

export const DOSSIER_TYPE_WORDS: Record<Language, Record<DossierType, TypeWords>> = printed({
  fr: {
    IntentDeclared: { title: 'Une intention est déclarée', means: 'Le fournisseur dit vouloir obtenir ce résultat.' },
    ApplicationFiled: {
      title: 'Une demande est déposée',
      means: 'La demande est chez l’autorité, ou un renouvellement l’est.',
    },
    MilestoneReached: { title: 'Un jalon est atteint', means: 'Une étape du schéma est franchie, comme J1.' },
    TargetSet: { title: 'Un objectif est annoncé', means: 'Quelqu’un dit pour quand une étape est visée.' },
    ApplicationRefused: { title: 'La demande est refusée', means: 'L’autorité dit non.' },
    ApplicationAbandoned: { title: 'La demande est abandonnée', means: 'Le fournisseur renonce.' },
    GrantIssued: { title: 'Une décision est délivrée', means: 'L’autorité a décidé : numéro, début, fin, réserves.' },
    GrantAnnounced: { title: 'L’obtention est annoncée', means: 'On dit que c’est obtenu, sans montrer la décision.' },
    RegisterObserved: { title: 'Un registre a été lu', means: 'Ce qu’une liste ou un catalogue disait ce jour-là.' },
    GrantSuspended: { title: 'La décision est suspendue', means: 'Elle ne vaut plus pour le moment.' },
    GrantReinstated: { title: 'La décision est rétablie', means: 'Une suspension prend fin.' },
    GrantWithdrawn: { title: 'La décision est retirée', means: 'L’autorité y met fin avant son terme.' },
    SurveillancePassed: {
      title: 'Une surveillance est réussie',
      means: 'Un contrôle en cours de validité s’est bien passé.',
    },
    SurveillanceFailed: {
      title: 'Une surveillance a échoué',
      means: 'Un contrôle en cours de validité n’est pas satisfaisant.',
    },
    ReservationLifted: { title: 'Des réserves sont levées', means: 'Ce que la décision exigeait est fait.' },
    AnnouncementMade: {
      title: 'Une annonce est faite',
      means: 'Une nouvelle sur ce service, qui n’est pas une étape.',
    },
    StatementMade: { title: 'Quelqu’un s’exprime', means: 'Une parole à retenir. Elle ne change aucun statut.' },
    ClaimDisputed: { title: 'Une affirmation est contestée', means: 'Quelqu’un dit que ce qui est affirmé est faux.' },
    ValidationIssued: {
      title: 'Une autorité a validé quelque chose',
      means: 'Un accord donné qui n’est ni un jalon ni la décision.',
    },
    ScopeDeclared: { title: 'Le périmètre est déclaré', means: 'Le nom du service et ce qu’il couvre.' },
    DependencyDeclared: {
      title: 'Le service repose sur un autre',
      means: 'Il s’appuie sur la décision d’un autre dossier.',
    },
    ServiceTransferred: {
      title: 'Le service change de fournisseur',
      means: 'Un autre fournisseur en répond à partir de ce jour.',
    },
    DeadlineSet: { title: 'Fixer une échéance', means: 'Une date à ne pas manquer, que vous choisissez.' },
    DeadlineMoved: { title: 'Déplacer une échéance', means: 'Une échéance fixée à la main a une nouvelle date.' },
    DeadlineMet: { title: 'Une échéance est tenue', means: 'Ce qu’il fallait faire est fait.' },
    DeadlineCancelled: { title: 'Annuler une échéance', means: 'Elle n’a plus lieu d’être.' },
  },
  en: {
    IntentDeclared: { title: 'An intent was declared', means: 'The provider says that it wants this outcome.' },
    ApplicationFiled: { title: 'An application was filed', means: 'It is with the authority; a renewal counts, too.' },
    MilestoneReached: { title: 'A milestone was reached', means: 'A stage of the scheme was passed, such as J1.' },
    TargetSet: { title: 'A target was announced', means: 'Somebody says for when a stage is aimed at.' },
    ApplicationRefused: { title: 'The application was refused', means: 'The authority says no.' },
    ApplicationAbandoned: { title: 'The application was abandoned', means: 'The provider gives up.' },
    GrantIssued: { title: 'A decision was issued', means: 'The authority decided: number, start, end, reservations.' },
    GrantAnnounced: { title: 'A grant was announced', means: 'It is said to be obtained; the decision is not shown.' },
    RegisterObserved: { title: 'A register was read', means: 'What a list or a catalogue said on that day.' },
    GrantSuspended: { title: 'The grant was suspended', means: 'It does not hold for the time being.' },
    GrantReinstated: { title: 'The grant was reinstated', means: 'A suspension is over.' },
    GrantWithdrawn: { title: 'The grant was withdrawn', means: 'The authority ended it before its time.' },
    SurveillancePassed: { title: 'A surveillance was passed', means: 'A check during the validity went well.' },
    SurveillanceFailed: {
      title: 'A surveillance was not passed',
      means: 'A check during the validity did not go well.',
    },
    ReservationLifted: { title: 'Reservations were lifted', means: 'What the decision asked for was done.' },
    AnnouncementMade: { title: 'An announcement was made', means: 'News of this service that is no stage.' },
    StatementMade: { title: 'Somebody spoke', means: 'Words worth keeping. They change no status.' },
    ClaimDisputed: { title: 'A claim was disputed', means: 'Somebody says that what is claimed is wrong.' },
    ValidationIssued: {
      title: 'An authority validated something',
      means: 'A consent that is neither a milestone nor the decision.',
    },
    ScopeDeclared: { title: 'The scope was declared', means: 'What the service is called, and what it covers.' },
    DependencyDeclared: { title: 'The service builds on another', means: 'It rests on the grant of another dossier.' },
    ServiceTransferred: {
      title: 'The service went to another provider',
      means: 'Another provider answers for it from that day on.',
    },
    DeadlineSet: { title: 'Set a deadline', means: 'A date not to be missed, which you choose.' },
    DeadlineMoved: { title: 'Move a deadline', means: 'A deadline set by hand has a new date.' },
    DeadlineMet: { title: 'A deadline was met', means: 'What had to be done was done.' },
    DeadlineCancelled: { title: 'Cancel a deadline', means: 'It is not needed any more.' },
  },
});
