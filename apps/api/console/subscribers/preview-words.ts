import type { Language } from '#language/language.js';
import { counted } from '#language/format.js';
import { printed } from '../frame/printed.js';

interface PreviewWords {
  title: string;
  intro: string;
  days: string;
  daysChoice: (days: number) => string;
  go: string;
  count: (count: number) => string;
  none: string;
  incomplete: string;
  more: string;
  when: string;
  what: string;
}

export const PREVIEW_WORDS: Record<Language, PreviewWords> = printed({
  fr: {
    title: 'Ce qu’il aurait reçu',
    intro: 'D’après ses choix d’aujourd’hui. Rien n’est envoyé.',
    days: 'Sur',
    daysChoice: (days) => counted(days, ['jour', 'jours'], 'fr'),
    go: 'Voir',
    count: (count) => counted(count, ['message', 'messages'], 'fr'),
    none: 'Il n’aurait rien reçu. Élargissez ses choix, ou regardez plus loin en arrière.',
    incomplete: 'Le registre est trop grand : seul le plus récent est compté.',
    more: 'Les plus anciens ne sont pas montrés.',
    when: 'Quand',
    what: 'Quoi',
  },
  en: {
    title: 'What it would have been sent',
    intro: 'By the choices that it has today. Nothing is sent.',
    days: 'Over',
    daysChoice: (days) => counted(days, ['day', 'days'], 'en'),
    go: 'See',
    count: (count) => counted(count, ['message', 'messages'], 'en'),
    none: 'It would have been sent nothing. Widen its choices, or look further back.',
    incomplete: 'The ledger holds too much: only the latest of it is counted.',
    more: 'Earlier ones are not shown.',
    when: 'When',
    what: 'What',
  },
});
