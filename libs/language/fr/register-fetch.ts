import type * as English from '../en/register-fetch.js';

export const fetchReasons: typeof English.fetchReasons = {
  'register-status': ({ status }) => `Le serveur a répondu avec le code ${status}`,
  'register-redirects': ({ redirects }) => `Le serveur redirige plus de ${redirects} fois`,
  'register-redirect-invalid':
    'Le serveur redirige de https vers http, vers un autre protocole, ou vers une adresse contenant un nom d’utilisateur ou un mot de passe',
  'register-encoding': ({ encoding }) =>
    `Le serveur envoie le document avec l’encodage ${encoding}, qui n’a pas été demandé`,
};
