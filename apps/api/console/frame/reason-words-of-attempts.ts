import type { Reasons } from './reason-template.js';

/** Why an attempt at a delivery came to nothing. What a server said itself stays as it said it. */
export const REASONS_OF_ATTEMPTS: Reasons = {
  'attempts died before their end, again and again': 'les tentatives se sont interrompues avant la fin, plusieurs fois',
  'could not be sent: {}': 'n’a pas pu partir : {}',
  'came back: {}': 'est revenu : {}',
  'the endpoint answered 410 Gone': 'l’adresse a répondu 410 : elle n’en veut plus',
  'the endpoint answered {}{}': 'l’adresse a répondu {…}',
  'the endpoint answered {}, and redirects are not followed':
    'l’adresse a répondu {}, et les redirections ne sont pas suivies',
  'no complete answer within 15 s': 'pas de réponse complète en 15 s',
  'what it answered is not HTTP': 'ce qu’elle a répondu n’est pas du HTTP',
  'no answer': 'pas de réponse',
  '{} ({})': '{…} ({})',
  'its name does not resolve': 'son nom ne mène nulle part',
  'its name could not be resolved just now': 'son nom n’a pas pu être cherché pour le moment',
  'nothing takes connections there': 'rien n’y accepte de connexion',
  'the connection was cut off': 'la connexion a été coupée',
  'there is no way to that address': 'aucun chemin ne mène à cette adresse',
  'there is no way to that network': 'aucun chemin ne mène à ce réseau',
  'no connection came about in time': 'aucune connexion ne s’est faite à temps',
  'no connection came about within 5 s': 'aucune connexion ne s’est faite en 5 s',
  'the connection was closed before an answer': 'la connexion a été fermée avant une réponse',
  'the headers of its answer are too long': 'les en-têtes de sa réponse sont trop longs',
  'its certificate has expired': 'son certificat a expiré',
  'its certificate is not valid yet': 'son certificat n’est pas encore valable',
  'its certificate was revoked': 'son certificat a été révoqué',
  'its certificate is signed by itself, not by an authority':
    'son certificat est signé par lui-même, et non par une autorité',
  'its certificate comes from an authority that is not trusted here':
    'son certificat vient d’une autorité à laquelle on ne se fie pas ici',
  'its certificate comes from an authority that is not known here': 'son certificat vient d’une autorité inconnue ici',
  'it does not send the certificates between its own and the authority':
    'elle n’envoie pas les certificats entre le sien et l’autorité',
  'its certificate is for another name': 'son certificat est pour un autre nom',
  'encryption (TLS) could not be agreed on': 'le chiffrement (TLS) n’a pas pu être convenu',
};
