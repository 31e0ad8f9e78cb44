import type { SourceKind } from '#domain/source/source.js';
import type { Dice } from '#test/dice.js';
import type { Cells } from './row.js';

const QUOTES = [
  'décision de qualification du service, périmètre inchangé',
  "le service est proposé aux administrations et aux opérateurs d'importance vitale",
  'toutes les données sont hébergées en France',
  "l'Anssi a validé ce dispositif, d'après le communiqué",
  'nous visons la qualification "SecNumCloud" dans les meilleurs délais',
  "n'a été attribué qu'à quelques prestataires, dont celui-ci",
  "les travaux d'évaluation se poursuivent avec le centre d'évaluation, sans date annoncée à ce jour",
  'le risque est possible mais résiduel',
] as const;

const PRESS = ['LeMagIT', 'Clubic', 'IT for Business', "L'Usine Digitale", 'Next INpact', 'secondary source'] as const;

const CATALOGUE: Cells = {
  source_kind: 'catalogue',
  source_publisher: 'ANSSI',
  source_url:
    'https://messervices.cyber.gouv.fr/visas/catalogue-produits-services-profils-de-protection-sites-certifies-qualifies-agrees-anssi.pdf',
};

const LIST: Cells = {
  source_kind: 'list',
  source_publisher: 'ANSSI',
  source_url: 'https://cyber.gouv.fr/prestataires-de-services-dinformatique-en-nuage-secnumcloud',
  source_title: 'Services in the course of qualification',
};

/** The cells of a source, as often with an address, a title and a quote as the real ledger's. */
export function sourceCells(kind: SourceKind, provider: string, day: string, dice: Dice): Cells {
  const month = day.slice(0, 7);
  const article = `${provider} ${month} ${dice.between(10_000, 99_999)}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  switch (kind) {
    case 'decision':
    case 'catalogue':
      return {
        ...CATALOGUE,
        source_title: `Catalogue of qualified products and services, ${month} (read through transcriptions)`,
      };
    case 'list':
      return LIST;
    case 'statement':
      return {
        source_kind: kind,
        source_publisher: 'ANSSI',
        source_url: `https://www.vie-publique.example/auditions/rien-ne-s-oppose-a-la-qualification-selon-l-anssi-${article}`,
      };
    case 'company':
      return {
        source_kind: kind,
        source_publisher: provider,
        ...(dice.chance(0.4) && { source_title: `press release of ${day}, as reported in the trade press` }),
        ...(dice.chance(0.4) && {
          source_url: `https://newsroom.example/en/press-releases/${article}-on-the-way-to-qualification`,
        }),
        ...(dice.chance(0.45) && { quote: dice.pick(QUOTES) }),
      };
    case 'press':
    case 'other':
      return {
        source_kind: kind,
        source_publisher: dice.pick(PRESS),
        ...(dice.chance(0.45) && {
          source_url: `https://presse.example/actualite/cloud-de-confiance-ou-en-est-la-qualification-${article}.html`,
        }),
        ...(dice.chance(0.4) && { source_title: `article of ${month}` }),
        ...(dice.chance(0.35) && { quote: dice.pick(QUOTES) }),
      };
  }
}
