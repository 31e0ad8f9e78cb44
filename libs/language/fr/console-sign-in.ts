import type { signIn as English } from '../en/console-sign-in.js';

export const signIn: typeof English = {
  title: 'Se connecter',
  intro:
    'La console s’ouvre avec une clé d’API de Jalon. Elle n’est pas gardée : seule une session l’est, au plus sept jours, et douze heures sans visite y mettent fin.',
  key: 'Clé d’API',
  keyHint:
    'Elle commence d’ordinaire par jalon_. Le premier démarrage en affiche une ; « npm run -s jalon keys create » en crée d’autres.',
  action: 'Se connecter',
  wrong: 'est inconnue ou a été révoquée',
  kept: 'Votre session est terminée. Ce que vous avez saisi est gardé : connectez-vous, et reprenez.',
  file: 'Votre session est terminée. Connectez-vous, puis choisissez de nouveau le fichier.',
  stale: {
    title: 'Reprendre',
    text: 'Ce formulaire vient d’une session précédente. Rien n’a été fait ; ce que vous avez saisi est gardé.',
    action: 'Reprendre avec ce qui est saisi',
  },
  open: 'Sans clé, on peut lire : ',
  board: 'aller au tableau',
};
