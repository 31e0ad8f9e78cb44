import type { Language } from '#language/language.js';
import { printed } from '../frame/printed.js';

interface SignInWords {
  title: string;
  intro: string;
  key: string;
  keyHint: string;
  action: string;
  wrong: string;
  kept: string;
  file: string;
  stale: { title: string; text: string; action: string };
  open: string;
  board: string;
}

export const SIGN_IN_WORDS: Record<Language, SignInWords> = printed({
  fr: {
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
  },
  en: {
    title: 'Sign in',
    intro:
      'The console opens with an API key of Jalon. The key is not kept: only a session is, for seven days at most, and twelve hours without a visit end it.',
    key: 'API key',
    keyHint: 'It usually begins with jalon_. The first start prints one; “npm run -s jalon keys create” makes others.',
    action: 'Sign in',
    wrong: 'is unknown or was revoked',
    kept: 'Your session is over. What you typed is kept: sign in, and go on.',
    file: 'Your session is over. Sign in, then choose the file again.',
    stale: {
      title: 'Go on',
      text: 'This form is from an earlier session. Nothing was done; what you typed is kept.',
      action: 'Go on with what is typed',
    },
    open: 'Reading needs no key: ',
    board: 'go to the board',
  },
});
