import type { signIn as English } from '../en/console-sign-in.js';

export const signIn: typeof English = {
  title: 'Se connecter',
  intro:
    'Connectez-vous à la console avec une clé d’API Jalon. La clé elle-même n’est pas conservée. La session expire après 12 heures d’inactivité, et au plus tard au bout de 7 jours.',
  key: 'Clé d’API',
  keyHint:
    'Elle commence en général par jalon_. Le premier démarrage en affiche une ; « npm run -s jalon keys create » permet d’en créer d’autres.',
  action: 'Se connecter',
  kept: 'Votre session a expiré. Votre saisie est conservée : connectez-vous pour continuer.',
  file: 'Votre session a expiré. Connectez-vous, puis sélectionnez de nouveau le fichier.',
  stale: {
    title: 'Reprendre',
    text: 'Ce formulaire provient d’une session précédente. Rien n’a été enregistré ; votre saisie est conservée.',
    action: 'Reprendre avec cette saisie',
  },
  open: 'La consultation ne nécessite pas de clé : ',
  board: 'aller au tableau de bord',
};
