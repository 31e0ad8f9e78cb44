import type { Language } from '#language/language.js';
import { printed } from '../frame/printed.js';

interface MailWords {
  title: string;
  intro: string;
  sent: string;
  empty: string;
  column: { subject: string; to: string; at: string };
  older: string;
  newest: string;
  to: string;
  at: string;
  text: string;
  headers: string;
  html: string;
  htmlHint: string;
  download: string;
  back: string;
  tooLong: string;
}

export const MAIL_WORDS: Record<Language, MailWords> = printed({
  fr: {
    title: 'Courriels gardés',
    intro:
      'Aucun serveur de courriel n’est configuré ici (SMTP_URL) : les courriels sont gardés et se lisent sur cette page. Leurs liens marchent, même celui qui confirme un abonnement.',
    sent: 'Un serveur de courriel est configuré : les courriels sont envoyés, et plus rien n’est gardé ici. Ce qui est devenu de chacun se lit parmi les envois de son abonnement.',
    empty: 'Aucun courriel n’a été gardé. Abonnez une adresse : la demande de confirmation apparaîtra ici.',
    column: { subject: 'Objet', to: 'À', at: 'Le' },
    older: 'Courriels plus anciens',
    newest: 'Revenir aux plus récents',
    to: 'À',
    at: 'Gardé le',
    text: 'Texte du courriel',
    headers: 'En-têtes',
    html: 'Source HTML',
    htmlHint: 'Ce que montrent les logiciels de courriel.',
    download: 'Télécharger (.eml)',
    back: 'Tous les courriels gardés',
    tooLong: 'La suite est dans le fichier .eml.',
  },
  en: {
    title: 'Kept mails',
    intro:
      'No mail server is set here (SMTP_URL): mails are kept, to be read on this page. Their links work, even the one that confirms a subscription.',
    sent: 'A mail server is set: mails are sent, and none is kept here any more. What became of each stands in the deliveries of its subscription.',
    empty: 'No mail was kept. Subscribe an address: the request to confirm will appear here.',
    column: { subject: 'Subject', to: 'To', at: 'On' },
    older: 'Older mails',
    newest: 'Back to the newest',
    to: 'To',
    at: 'Kept on',
    text: 'Text of the mail',
    headers: 'Headers',
    html: 'HTML source',
    htmlHint: 'What mail programs show.',
    download: 'Download (.eml)',
    back: 'All kept mails',
    tooLong: 'The rest is in the .eml file.',
  },
});
