import type { Language } from '#language/language.js';
import { printed } from '../frame/printed.js';

interface CalendarPageWords {
  title: string;
  intro: string;
  narrowed: string;
  everything: string;
  change: string;
  open: { heading: string; isOpen: string; isClosed: string; address: string };
  own: {
    heading: string;
    text: string;
    signIn: string;
    name: string;
    nameHint: string;
    language: string;
    languages: Record<Language, string>;
    make: string;
  };
  made: { title: string; text: string; address: string; open: string; back: string };
  list: {
    heading: string;
    caption: string;
    name: string;
    made: string;
    state: string;
    act: string;
    active: string;
    revoked: string;
    revoke: string;
  };
  done: Partial<Record<string, string>>;
}

export const CALENDAR_PAGE_WORDS: Record<Language, CalendarPageWords> = printed({
  fr: {
    title: 'S’abonner au calendrier',
    intro:
      'Votre agenda (Outlook, Google Agenda, Thunderbird, téléphone…) peut montrer ces échéances et les tenir à jour de lui-même.',
    narrowed: 'Le calendrier ci-dessous ne montre que :',
    everything: 'Le calendrier ci-dessous montre toutes les échéances.',
    change: 'Choisir ce qu’il montre',
    open: {
      heading: 'Adresse ouverte',
      isOpen: 'Quiconque peut la lire. Ajoutez-la à votre agenda comme « calendrier par adresse ».',
      isClosed:
        'Cette adresse demande une clé, qu’un agenda ne sait pas donner. Créez plutôt une adresse privée ci-dessous.',
      address: 'Adresse',
    },
    own: {
      heading: 'Créer une adresse privée',
      text: 'Elle se lit sans clé : qui la connaît voit ce calendrier. Elle n’est montrée qu’une fois.',
      signIn: 'Il faut être connecté avec une clé qui peut inscrire pour créer une adresse privée.',
      name: 'Nom du calendrier',
      nameHint: 'Tel que votre agenda le montrera.',
      language: 'Langue',
      languages: { fr: 'français', en: 'anglais' },
      make: 'Créer l’adresse',
    },
    made: {
      title: 'Votre calendrier est prêt',
      text: 'Copiez cette adresse maintenant : elle n’est gardée nulle part et ne sera plus montrée.',
      address: 'Adresse privée',
      open: 'Ouvrir dans mon agenda',
      back: 'Revenir aux calendriers',
    },
    list: {
      heading: 'Adresses privées',
      caption: 'Calendriers à adresse privée',
      name: 'Nom',
      made: 'Créé le',
      state: 'État',
      act: 'Agir',
      active: 'actif',
      revoked: 'révoqué',
      revoke: 'Révoquer',
    },
    done: { revoked: 'L’adresse est révoquée : plus personne ne peut la lire.' },
  },
  en: {
    title: 'Subscribe to the calendar',
    intro:
      'Your calendar (Outlook, Google Calendar, Thunderbird, a phone…) can show these deadlines and keep them up to date.',
    narrowed: 'The calendar below shows only:',
    everything: 'The calendar below shows all deadlines.',
    change: 'Choose what it shows',
    open: {
      heading: 'Open address',
      isOpen: 'Anybody can read it. Add it to your calendar as a “calendar by address”.',
      isClosed: 'This address asks for a key, which a calendar cannot give. Make a private address below instead.',
      address: 'Address',
    },
    own: {
      heading: 'Make a private address',
      text: 'It is read without a key: whoever knows it sees this calendar. It is shown only once.',
      signIn: 'To make a private address, sign in with a key that may record.',
      name: 'Name of the calendar',
      nameHint: 'As your calendar will show it.',
      language: 'Language',
      languages: { fr: 'French', en: 'English' },
      make: 'Make the address',
    },
    made: {
      title: 'Your calendar is ready',
      text: 'Copy this address now: it is kept nowhere and will not be shown again.',
      address: 'Private address',
      open: 'Open in my calendar',
      back: 'Back to the calendars',
    },
    list: {
      heading: 'Private addresses',
      caption: 'Calendars with a private address',
      name: 'Name',
      made: 'Made on',
      state: 'State',
      act: 'Act',
      active: 'active',
      revoked: 'revoked',
      revoke: 'Revoke',
    },
    done: { revoked: 'The address is revoked: nobody can read it any more.' },
  },
});
