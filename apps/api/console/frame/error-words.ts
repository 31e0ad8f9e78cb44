import type { ProblemBody } from '../../problem/problem-of.js';
import { capitalized } from '#subscriptions/mail/capitalized.js';
import type { Language } from '#language/language.js';
import { reasonIn } from './reason-words.js';
import { printed } from './printed.js';

interface ErrorWords {
  /** By status, or by code where the status says too little. */
  title: Partial<Record<string, string>>;
  other: string;
  text: Partial<Record<string, string>>;
  board: string;
  help: string;
  reference: string;
  nothing: string;
}

export const ERROR_WORDS: Record<Language, ErrorWords> = printed({
  fr: {
    title: {
      400: 'Cette adresse ne convient pas',
      401: 'Il faut se connecter',
      403: 'Votre clé ne va pas jusque-là',
      'foreign-form': 'Ce formulaire vient d’un autre site',
      404: 'Il n’y a rien ici',
      405: 'Pas de cette manière',
      406: 'Pas dans ce format',
      409: 'Cela ne va pas avec ce qui est inscrit',
      410: 'Ce n’est plus là',
      412: 'Cela a changé entre-temps',
      413: 'C’est trop long',
      414: 'Cette adresse est trop longue',
      415: 'Pas dans ce format',
      422: 'Quelque chose est à revoir',
      429: 'Trop de demandes',
      500: 'Quelque chose a cassé de notre côté',
      503: 'Indisponible pour le moment',
      'not-seen-yet': 'Pas encore à jour',
    },
    other: 'Ce n’est pas possible',
    text: {
      'foreign-form': 'Il n’a pas été pris en compte. Ouvrez la page ici, et envoyez-le de nouveau.',
      404: 'L’adresse ne mène à rien, ou ce qu’elle nomme n’était pas encore inscrit au moment regardé.',
      401: 'Connectez-vous avec une clé, puis revenez.',
      405: 'Cette adresse attend un formulaire de la console.',
      406: 'Cette adresse ne donne pas le format demandé.',
      412: 'Quelqu’un a inscrit autre chose après l’ouverture de cette page. Rouvrez-la, puis recommencez.',
      413: 'Un formulaire porte au plus 320 ko, un fichier CSV au plus 10 Mo.',
      414: 'Revenez à la page précédente, et choisissez moins de filtres.',
      429: 'Attendez une minute, ou connectez-vous avec une clé.',
      500: 'L’erreur est notée dans le journal. Réessayez plus tard.',
      503: 'Le registre ne répond pas. Réessayez dans quelques secondes.',
      'not-seen-yet':
        'Cette page doit montrer ce qui vient d’être inscrit, et ne l’a pas encore reçu. Rechargez-la dans quelques secondes ; n’inscrivez rien une seconde fois.',
    },
    board: 'Aller au tableau',
    help: 'Aide',
    reference: 'Référence :',
    nothing: 'Rien n’a été modifié.',
  },
  en: {
    title: {
      400: 'This address does not do',
      401: 'You need to sign in',
      403: 'Your key does not reach that far',
      'foreign-form': 'This form came from another site',
      404: 'There is nothing here',
      405: 'Not this way',
      406: 'Not in this format',
      409: 'This does not go with what is on record',
      410: 'This is gone',
      412: 'It has changed meanwhile',
      413: 'This is too long',
      414: 'This address is too long',
      415: 'Not in this format',
      422: 'Something needs another look',
      429: 'Too many requests',
      500: 'Something broke on our side',
      503: 'Not available at the moment',
      'not-seen-yet': 'Not up to date yet',
    },
    other: 'This is not possible',
    text: {
      'foreign-form': 'It was not acted on. Open the page here, and send it again.',
      404: 'The address leads nowhere, or what it names was not on record yet at the moment looked at.',
      401: 'Sign in with a key, and come back.',
      405: 'This address waits for a form of the console.',
      406: 'This address does not give the format that was asked for.',
      412: 'Somebody recorded something after this page was opened. Open it again, and start over.',
      413: 'A form holds 320 kB at most, a CSV file 10 MB at most.',
      414: 'Go back to the page before, and choose fewer filters.',
      429: 'Wait a minute, or sign in with a key.',
      500: 'The error was noted in the log. Try again later.',
      503: 'The ledger does not answer. Try again in a few seconds.',
      'not-seen-yet':
        'This page has to show what was just recorded, and has not got it yet. Load it again in a few seconds; do not record anything a second time.',
    },
    board: 'Go to the board',
    help: 'Help',
    reference: 'Reference:',
    nothing: 'Nothing was changed.',
  },
});

/**
 * A problem in the reader's language: what it is and what can be done, and those of its particulars that are still to be
 * told. What the rules say of a single thing is a sentence already.
 */
export function errorWords(
  { code, status, detail, problems = [] }: Pick<ProblemBody, 'code' | 'status' | 'detail' | 'problems'>,
  language: Language,
) {
  const { title, text, other } = ERROR_WORDS[language];
  const own = text[code] ?? text[status];
  const [first, ...more] = problems;
  const isSentence = more.length === 0 && detail === first?.reason;
  const isListed = detail.startsWith(`${first?.field} ${first?.reason}`);
  const said = isSentence || (own === undefined && !isListed) ? [sentence(reasonIn(detail, language))] : [];
  return {
    title: title[code] ?? title[status] ?? other,
    texts: [...(own === undefined ? [] : [own]), ...said],
    listed: isSentence ? [] : problems,
  };
}

const sentence = (text: string): string => `${capitalized(text)}${/[.!?]$/.test(text) ? '' : '.'}`;
