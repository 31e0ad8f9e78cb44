import type { feeds as English } from '../en/feeds.js';

export const feeds: typeof English = {
  atom: {
    title: 'Événements de certification',
    subtitle: 'Événements enregistrés dans Jalon, du plus récent au plus ancien.',
  },
  calendar: {
    name: 'Échéances de certification',
    description: 'Échéances de certifications cloud suivies par Jalon.',
    truncated: (most) =>
      `Limité aux ${most} échéances les plus proches d’aujourd’hui ; utilisez les filtres pour voir les autres.`,
    state: 'État',
    states: { open: 'ouverte', met: 'tenue', missed: 'manquée', cancelled: 'annulée' },
    opens: 'Action possible à partir du',
    precision: {
      month: 'Seul le mois est connu ; affichée au premier jour.',
      quarter: 'Seul le trimestre est connu ; affichée au premier jour.',
      half: 'Seul le semestre est connu ; affichée au premier jour.',
      year: 'Seule l’année est connue ; affichée au premier jour.',
    },
  },
};
