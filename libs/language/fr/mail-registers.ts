import type * as English from '../en/mail-registers.js';
import { french as fr } from '../format.js';

const days = (count: number): string => fr.count(count, 'jour', 'jours');

export const mailRegisters: typeof English.mailRegisters = {
  read: {
    subject: (name, differences, day) =>
      differences === 0
        ? `${name}\u202f: aucune différence au ${day}`
        : `${name}\u202f: ${fr.count(differences, 'différence', 'différences')} au ${day}`,
    text: (entries, day) =>
      `Au ${day}, la liste officielle comptait ${fr.count(entries, 'inscription', 'inscriptions')}.`,
    confirmed: (differences) =>
      differences === 0
        ? 'Ce qui est enregistré est confirmé à cette date.'
        : 'Toutes les inscriptions qui ne figurent pas parmi les différences sont confirmées à cette date.',
    matching: (changes) =>
      changes === 0
        ? 'Aucun événement de ce relevé ne correspond à votre abonnement.'
        : `${fr.count(changes, 'événement de ce relevé correspond', 'événements de ce relevé correspondent')} à votre abonnement.`,
    dossiers: (count, more) => (more ? `Dossiers concernés (les ${count} premiers)` : `Dossiers concernés (${count})`),
    inDigest: 'Listes officielles relevées',
    attention: 'Listes officielles à vérifier',
    open: 'Voir le relevé dans Jalon',
  },
  stale: {
    subject: (name, count) => `${name}\u202f: aucun relevé depuis ${days(count)}`,
    text: (lastRead, limit) =>
      `Le dernier relevé date du ${lastRead}. La liste officielle doit être relevée au moins tous les ${days(limit)}\u202f: ce qu’elle indiquait alors n’est peut-être plus exact.`,
    never: (limit) =>
      `La liste officielle n’a encore jamais été relevée. Une fois publiée, elle doit l’être au moins tous les ${days(limit)}.`,
    todo: 'Que faire\u202f: relevez un document à jour de la liste officielle ou, si la récupération est automatique, vérifiez pourquoi elle échoue.',
    open: 'Ouvrir cette liste officielle dans Jalon',
  },
  held: {
    subject: (name) => `${name}\u202f: un relevé en attente de décision`,
    text: (day) => `Le document du ${day} n’a pas été enregistré. Il reste en attente jusqu’à être accepté ou écarté.`,
    because: 'Motif',
    holds: {
      gone: 'plus d’inscriptions ont disparu que le seuil ne le permet',
      moved: 'plus d’inscriptions ont changé d’étape que le seuil ne le permet',
      smaller: 'le document compte moins de la moitié des inscriptions précédentes',
      older: 'le document est antérieur au dernier relevé',
      contradictory: 'des services figurent dans le document comme obtenus sans date',
      unreadable: 'plus d’inscriptions sont illisibles que le seuil ne le permet',
      'four-eyes': 'il change un statut d’un schéma soumis à la double validation',
    },
    todo: 'Que faire\u202f: examinez les différences, puis acceptez le relevé en indiquant le motif, ou écartez-le.',
    open: 'Décider dans Jalon',
  },
  scheme: 'Schéma',
};
