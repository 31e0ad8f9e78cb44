import type * as English from '../en/public-pages.js';
import { french as fr } from '../format.js';

export const sharing: typeof English.sharing = {
  title: 'Partager',
  intro: 'Le badge montre le statut du jour où il est affiché.',
  introPast: 'Le badge montre le statut aux dates choisies ci-dessus.',
  snippets: 'Code à copier',
  html: 'Badge, HTML',
  markdown: 'Badge, Markdown',
  asOf: (day) => `au ${day}`,
  whole: (title, standing, asOf) => `${title} : ${standing}, ${asOf}.`,
  alt: (title) => `Statut de certification : ${title}`,
};

export const publicPages: typeof English.publicPages = {
  feeds: { label: 'Flux', atom: 'Changements (Atom)', calendar: 'Échéances (calendrier)' },
  until: (day) => `en vigueur jusqu’au ${day}`,
  lastHeard: (day) => `Dernière activité : ${day}.`,
  sourced: 'Chaque date avec sa source.',
  provider: (name, schemes) =>
    schemes.length === 0
      ? `${name} : certifications cloud, avec leurs sources et leur historique.`
      : `${name} : certifications cloud (${fr.list(schemes)}), avec leurs sources et leur historique.`,
  scheme: (name, authority) =>
    `${name}, par ${authority} : étapes, versions du référentiel, durées et services qui l’ont obtenu.`,
  register: (name) => `Le registre ${name} : ses lignes, ce que chaque lecture a changé, et son historique.`,
  lists: {
    '/': 'Le statut des services cloud dans des schémas de certification tels que SecNumCloud, HDS et ISO/IEC 27001, avec leurs sources.',
    '/overview':
      'Certifications cloud : ce qui a changé cette semaine, ce qui prend fin chaque mois, retards et durées.',
    '/deadlines': 'Les échéances des certifications cloud : fins de validité, renouvellements, objectifs annoncés.',
    '/providers': 'Les fournisseurs de services cloud et leurs certifications.',
    '/grants': 'Les décisions de certification cloud dans le temps, du premier au dernier jour de validité.',
    '/schemes': 'Les schémas de certification des services cloud : étapes, autorités et durées de validité.',
    '/registers': 'Les registres publics de certifications cloud, et ce que chacune de leurs lectures a changé.',
    '/help': 'Comment Jalon consigne les certifications cloud : statuts, sources, dates, échéances et abonnements.',
  },
};
