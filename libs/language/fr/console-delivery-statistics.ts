import type { deliveryStatistics as english } from '../en/console-delivery-statistics.js';
import { french as fr } from '../format.js';

export const deliveryStatistics: typeof english = {
  heading: 'Statistiques',
  none: 'Les statistiques apparaissent après le premier envoi.',
  noneIn: (days) => `Aucun envoi au cours des ${fr.count(days, 'dernier jour', 'derniers jours')}.`,
  period: 'Période',
  days: (days) => fr.count(days, 'jour', 'jours'),
  rate: 'Taux de réussite',
  rateOf: ({ rate, delivered, attempts }) =>
    `${fr.percent(rate)} : ${fr.number(delivered)} sur ${fr.count(attempts, 'tentative', 'tentatives')}`,
  time: 'Temps de réponse',
  times: ({ p50Ms, p95Ms }) => `médiane ${fr.number(p50Ms)} ms, 95e centile ${fr.number(p95Ms)} ms`,
  failed: 'Échecs définitifs',
  pending: 'En attente',
  held: 'Retenus',
  messages: (count) => fr.count(count, 'message', 'messages'),
  oldest: 'le plus ancien depuis le',
  lastDelivered: 'Dernier envoi accepté',
  lastFailure: 'Dernière tentative en échec',
  plot: 'Tentatives par jour',
  plotHow: 'Une barre par jour : tentatives acceptées en bas, échecs hachurés au-dessus.',
  most: (count) => `${fr.number(count)} par jour`,
  table: 'Chiffres par jour',
  caption: 'Jours avec des tentatives, du plus récent au plus ancien',
  column: {
    day: 'Jour',
    attempts: 'Tentatives',
    delivered: 'Acceptées',
    failed: 'Échecs',
    p50: 'Médiane (ms)',
    p95: '95e centile (ms)',
  },
};
