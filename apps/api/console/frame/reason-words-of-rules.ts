import type { Reasons } from './reason-template.js';

/** What the rules say when they refuse: of providers, dossiers, corrections and schemes. */
export const REASONS_OF_RULES: Reasons = {
  'no {} {} is on record': '{…} {} n’est pas inscrit',
  provider: 'le fournisseur',
  dossier: 'le dossier',
  'provider {} was not on record by then': 'le fournisseur {} n’était pas encore inscrit',
  'no provider {} is on record': 'aucun fournisseur {} n’est inscrit',
  'several providers are or were called {}: {}': 'plusieurs fournisseurs s’appellent ou s’appelaient {} : {}',
  'another provider is called {}, or was: record an alias there':
    'un autre fournisseur s’appelle ou s’appelait {} : inscrivez-y un autre nom',
  'another provider has this slug': {
    fr: 'un autre fournisseur a ce nom court',
    en: 'another provider has this short name',
  },
  'a provider called {} is on record already': 'un fournisseur nommé {} est déjà inscrit',
  'the name has no Latin letter or digit: give a slug such as my-cloud': {
    fr: 'le nom n’a ni lettre latine ni chiffre : donnez un nom court, comme mon-cloud',
    en: 'the name has no Latin letter or digit: give a short name such as my-cloud',
  },
  'must be up to 100 lower-case letters, digits and single hyphens, such as my-cloud':
    'doit avoir au plus 100 lettres minuscules sans accent, chiffres et tirets simples, comme mon-cloud',
  'no such provider is on record': 'ce fournisseur n’est pas inscrit',
  'provider {} holds the service on that day already': 'le fournisseur {} a déjà ce service ce jour-là',
  'no dossier {} is on record': 'aucun dossier {} n’est inscrit',
  'no dossier {} was on record': 'aucun dossier {} n’était inscrit',
  'no such dossier is on record': 'ce dossier n’est pas inscrit',
  'this dossier was opened before': 'ce dossier a déjà été ouvert',
  'no scheme {}; there are {}': 'le schéma {} n’existe pas ; il y a {}',
  'no such scheme is on record': 'ce schéma n’est pas inscrit',
  'deadline {} stands already: move it with DeadlineMoved': {
    fr: 'l’échéance {} existe déjà : déplacez-la',
    en: 'the deadline {} stands already: move it',
  },
  'no open deadline {}: set it with DeadlineSet': {
    fr: 'aucune échéance ouverte {} : fixez-la d’abord',
    en: 'no open deadline {}: set it first',
  },
  'a dossier cannot depend on itself': 'un dossier ne peut pas reposer sur lui-même',
  '{} has no milestone {}; it has {}': '{} n’a pas de jalon {} ; il a {}',
  '{} has no duty {}; {}': '{} n’a pas d’obligation {} ; {…}',
  'it has none: leave it out': 'il n’en a aucune : laissez vide',
  'it has {}': 'il a {}',
  'provider and scheme of a dossier cannot change: open another dossier, or record a ServiceTransferred': {
    fr: 'le fournisseur et le schéma d’un dossier ne changent pas : ouvrez un autre dossier, ou inscrivez un transfert du service',
    en: 'provider and scheme of a dossier cannot change: open another dossier, or record a transfer of the service',
  },
  'no event {} is on record here': 'aucun événement {} n’est inscrit ici',
  'the event was retracted before': 'cet événement a déjà été annulé',
  'the event that opened this stream cannot be retracted, only corrected': {
    fr: 'ce qui a ouvert ce dossier ou ce fournisseur ne peut pas être annulé, seulement corrigé',
    en: 'what opened this dossier or provider cannot be retracted, only corrected',
  },
  'an amendment keeps aiming at the same event': 'une correction reste celle du même événement',
  'the corrected event would not be valid': 'l’événement corrigé ne serait pas valable',
  'must keep {}: dossiers may stand there, and their past is told by it':
    'doit garder {} : des dossiers peuvent en être là, et leur passé se raconte ainsi',
  'must stay {}: another slug is another scheme': 'doit rester {} : un autre nom court est un autre schéma',
  'scheme {} says exactly this already': 'le schéma {} dit déjà exactement cela',
  '{} is there twice': '{} y figure deux fois',
  'no milestone {}; there are {}': 'aucun jalon {} ; il y a {}',
  '{} must stand before this one in the list': '{} doit le précéder dans la liste',
  'goes round in a circle: {}': 'tourne en rond : {}',
  'must hold one that gives granted: the outcome': 'doit en contenir un qui mène à l’issue',
  'must not come before {}': 'ne peut pas précéder {}',
  'must not come before published': 'ne peut pas précéder la publication',
  'must not come before from': 'ne peut pas précéder le début',
  'overlaps version {}, which stands before it and has {}: list versions in their order':
    'chevauche la version {}, qui la précède et a {} : donnez les versions dans leur ordre',
  'overlaps the rule of {} from {}': 'chevauche la règle de {} du {}',
  'is required of a report': 'est obligatoire pour un rapport',
  'is for reports, and this is a {}': 'n’est que pour les rapports',
  'are for decisions and duties, and this is a report': 'ne sont que pour les décisions et les obligations',
  'must hold at least one: a duty lapses when it is not kept up':
    'doit en contenir au moins une : une obligation s’éteint faute d’entretien',
  'is for decisions, and this is a {}': 'n’est que pour les décisions',
};
