import type { Language } from '#language/language.js';
import { counted, quoted } from '#language/format.js';
import { printed } from '../frame/printed.js';

interface DossierWords {
  scheme: string;
  provider: string;
  services: string;
  kinds: string;
  called: string;
  nameless: string;
  labels: string;
  lastHeard: string;
  announced: string;
  nothingYet: (day: string) => string;
  goThere: string;
  record: string;
  stale: string;
  expiring: string;
  why: (status: string) => string;
  confirmedBy: (who: string) => string;
  followsFrom: (who: string) => string;
  claimedBy: (who: string) => string;
  nobody: string;
  stageConfirmed: (stage: string) => string;
  stageClaimed: (stage: string) => string;
  becauseOf: string;
  earlier: (count: number) => string;
  opened: string;
}

const fr: DossierWords = {
  scheme: 'Schéma',
  provider: 'Fournisseur',
  services: 'Service',
  kinds: 'Nature du service',
  called: 'Aussi nommé',
  nameless: 'service sans nom inscrit',
  labels: 'Labels qui en découlent',
  lastHeard: 'Dernières nouvelles',
  announced: 'Annoncé pour la première fois',
  nothingYet: (day) => `Rien n’avait eu lieu à cette date. Le premier fait inscrit date de : ${day}.`,
  goThere: 'Aller à ce jour',
  record: 'Inscrire un fait',
  stale: 'Sans nouvelles depuis longtemps : ce qui suit peut ne plus être vrai.',
  expiring: 'La décision en vigueur prend bientôt fin, et aucune autre ne prend le relais.',
  why: (status) => `Pourquoi ${quoted(status, 'fr')}`,
  confirmedBy: (who) => `Ce statut est confirmé par l’autorité. C’est elle qui le dit : ${who}.`,
  followsFrom: (who) => `Ce statut se déduit de ce que l’autorité a dit : ${who}.`,
  claimedBy: (who) => `Ce statut n’est qu’une affirmation de ${who}. L’autorité ne l’a pas confirmé.`,
  nobody: 'Rien d’inscrit ne dit où en est ce dossier.',
  stageConfirmed: (stage) => `L’étape atteinte est ${stage}. L’autorité l’a confirmée.`,
  stageClaimed: (stage) => `L’étape atteinte est ${stage}. C’est une affirmation, que l’autorité n’a pas confirmée.`,
  becauseOf: 'Le statut repose sur :',
  earlier: (count) =>
    `et ${counted(count, ['fait plus ancien', 'faits plus anciens'], 'fr')}, à lire dans l’historique`,
  opened: 'Le dossier est ouvert. Inscrivez maintenant ce qui a eu lieu.',
};

const en: DossierWords = {
  scheme: 'Scheme',
  provider: 'Provider',
  services: 'Service',
  kinds: 'Kind of service',
  called: 'Also called',
  nameless: 'service without a name on record',
  labels: 'Labels that rest on it',
  lastHeard: 'Last news',
  announced: 'First told of',
  nothingYet: (day) => `Nothing had happened by then. The first fact on record is of ${day}.`,
  goThere: 'Go to that day',
  record: 'Record what happened',
  stale: 'Nothing was heard for a long time: what follows may no longer be so.',
  expiring: 'The grant in force ends soon, and no other one takes over.',
  why: (status) => `Why ${quoted(status, 'en')}`,
  confirmedBy: (who) => `This status is confirmed by the authority, in its own word: ${who}.`,
  followsFrom: (who) => `This status follows from what the authority said: ${who}.`,
  claimedBy: (who) => `This status is only a claim of ${who}. The authority has not confirmed it.`,
  nobody: 'Nothing on record says where this dossier stands.',
  stageConfirmed: (stage) => `The stage reached is ${stage}. The authority has confirmed it.`,
  stageClaimed: (stage) => `The stage reached is ${stage}. That is a claim, which the authority has not confirmed.`,
  becauseOf: 'The status rests on:',
  earlier: (count) => `and ${counted(count, ['earlier fact', 'earlier facts'], 'en')}, to be read in the timeline`,
  opened: 'The dossier is open. Now record what happened.',
};

export const DOSSIER_WORDS: Record<Language, DossierWords> = printed({ fr, en });
