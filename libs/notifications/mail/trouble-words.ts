import type { DisabledBecause } from '#database/tables/subscription.js';
import type { Language } from '#language/language.js';
import { counted } from '#language/format.js';

/** What whoever made a subscription is told when what they subscribed takes nothing any more. */
export interface TroubleWords {
  failing: {
    subject: (target: string, hours: number) => string;
    text: (since: string) => string;
    owed: (owed: number) => string;
    still: string;
    todo: string;
  };
  disabled: {
    subject: (target: string) => string;
    because: Record<DisabledBecause, string>;
    held: (owed: number) => string;
    todo: Record<DisabledBecause, string>;
  };
  target: string;
  since: string;
  at: string;
  lastError: string;
  /** Leads to the page of the subscription. */
  open: string;
  because: string;
}

const waiting = (owed: number): string => counted(owed, ['message attend', 'messages attendent'], 'fr');
const held = (owed: number): string => counted(owed, ['message est retenu', 'messages sont retenus'], 'fr');

export const TROUBLE_WORDS: Record<Language, TroubleWords> = {
  fr: {
    failing: {
      subject: (target, hours) => `${target} n’accepte plus rien depuis ${hours}\u00a0heures`,
      text: (since) => `Depuis le ${since}, aucun message n’a pu être remis à cette adresse.`,
      owed: (owed) => `${waiting(owed)}. Rien n’est perdu\u202f: les envois reprennent d’eux-mêmes au premier succès.`,
      still: 'Jalon essaie encore. Après 72 heures sans succès, l’abonnement sera désactivé et les messages retenus.',
      todo: 'Que faire\u202f: vérifiez que l’adresse est joignable et répond par un code 2xx en moins de 15 secondes.',
    },
    disabled: {
      subject: (target) => `${target}\u202f: abonnement désactivé`,
      because: {
        gone: 'L’adresse a répondu 410 (Gone)\u202f: elle ne veut plus rien recevoir. Plus rien n’y est envoyé.',
        failing: 'L’adresse n’a rien accepté pendant 72 heures. Plus rien n’y est envoyé.',
        bounced: 'Le serveur de messagerie refuse cette adresse. Plus rien n’y est envoyé.',
      },
      held: (owed) =>
        `${owed === 0 ? 'Aucun message n’est retenu pour l’instant' : held(owed)}. Rien n’est perdu\u202f: ce qui est retenu partira une fois l’abonnement réactivé.`,
      todo: {
        gone: 'Que faire\u202f: si c’était une erreur, réparez l’adresse, puis réactivez l’abonnement. Sinon, supprimez-le.',
        failing: 'Que faire\u202f: réparez l’adresse, puis réactivez l’abonnement.',
        bounced:
          'Que faire\u202f: faites rétablir la boîte aux lettres, faites lever le refus par un administrateur, puis réactivez l’abonnement.',
      },
    },
    target: 'Adresse',
    since: 'En échec depuis le',
    at: 'Désactivé le',
    lastError: 'Dernière erreur',
    open: 'Ouvrir cet abonnement dans Jalon',
    because:
      'Vous recevez ce message parce que votre adresse est abonnée à Jalon avec la même clé que l’adresse en cause.',
  },
  en: {
    failing: {
      subject: (target, hours) => `${target} has taken nothing for ${hours} hours`,
      text: (since) => `Since ${since}, no message could be delivered to this address.`,
      owed: (owed) =>
        `${counted(owed, ['message is waiting', 'messages are waiting'], 'en')}. Nothing is lost: deliveries resume by themselves at the first success.`,
      still:
        'Jalon keeps trying. After 72 hours without success, the subscription will be disabled and its messages held.',
      todo: 'What to do: check that the address can be reached and answers with a 2xx status within 15 seconds.',
    },
    disabled: {
      subject: (target) => `${target}: subscription disabled`,
      because: {
        gone: 'The address answered 410 (Gone): it wants nothing any more. Nothing more is sent there.',
        failing: 'The address has taken nothing for 72 hours. Nothing more is sent there.',
        bounced: 'The mail server refuses this address. Nothing more is sent there.',
      },
      held: (owed) =>
        `${owed === 0 ? 'No message is held so far' : counted(owed, ['message is held', 'messages are held'], 'en')}. Nothing is lost: what is held will be sent once the subscription is enabled again.`,
      todo: {
        gone: 'What to do: if that was a mistake, repair the address, then enable the subscription again. Otherwise, delete it.',
        failing: 'What to do: repair the address, then enable the subscription again.',
        bounced:
          'What to do: have the mailbox restored, have an administrator lift the refusal, then enable the subscription again.',
      },
    },
    target: 'Address',
    since: 'Failing since',
    at: 'Disabled on',
    lastError: 'Last error',
    open: 'Open this subscription in Jalon',
    because:
      'You receive this message because your address is subscribed to Jalon with the same key as the address in question.',
  },
};
