import { isPartialDate } from '#domain/date/partial-date.js';
import type { Language } from '#language/language.js';
import { writtenDate } from '#language/format.js';

/** The sentences that the rules make, and how French says them; `$1` and so on are what differs. */
const FRENCH: readonly (readonly [RegExp, string])[] = [
  [/^(.+) calls it .+, and it is .+$/, '$1 le dit obtenu, et il ne l’est pas'],
  [/^(.+) disputes a claim: (.+)$/, '$1 conteste une affirmation : $2'],
  [/^(.+) disputes a claim$/, '$1 conteste une affirmation'],
  [/^the grant in force has no end date on record$/, 'aucune date de fin n’est inscrite'],
  [/^valid from (\S+) until (\S+): longer than the scheme's (\d+) years$/, 'validité : $1 à $2, soit plus de $3 ans'],
  [/^granted on (\S+), and valid until (\S+) only$/, 'accordée ($1), alors que sa validité finit avant ($2)'],
  [/^valid until (\S+), and version (.+) ends on (\S+)$/, 'fin inscrite : $1, alors que la version $2 finit le $3'],
  [
    /^valid until further notice, and version (.+) ends on (\S+)$/,
    'valable sans terme, alors que la version $1 finit le $2',
  ],
  [
    /^granted on (\S+), and the first version of (.+) came on (\S+)$/,
    'accordée ($1), alors que la première version de $2 est du $3',
  ],
  [/^granted, and (.+) has only drafts so far$/, 'accordée, alors que $1 n’a encore que des projets'],
  [/^(\S+) has no (?:version|milestone) (.+)$/, '« $2 » est inconnu du schéma $1'],
  [/^(\S+) has no level (.+); it has (.+)$/, '« $2 » n’est pas un niveau de $1, qui a $3'],
  [
    /^granted on (\S+) under version (.+), which was published on (\S+)$/,
    'accordée ($1) selon la version $2, publiée le $3',
  ],
  [
    /^granted on (\S+) under version (.+), which had ended on (\S+)$/,
    'accordée ($1) selon la version $2, qui n’avait plus cours depuis le $3',
  ],
  [/^(.+) on (\S+), before (.+) on (\S+)$/, '$1 ($2) avant $3 ($4)'],
  [/^(.+) on (\S+) by one source, on (\S+) by another$/, '$1, $2 selon une source, $3 selon une autre'],
  [/^(.+) is on record, and (.+) is not$/, '$1 est inscrit, et $2 ne l’est pas'],
  [
    /^recorded as of (\S+), a day that had not come; .+$/,
    'inscrit au $1, qui n’était pas venu ; compte depuis ce jour',
  ],
  [/^the holders' shares come to (\S+) %$/, 'les parts font $1 %'],
  [
    /^(.+): obtained (\S+), yet said to be still expected (\S+)$/,
    '$1, obtenue ($2) et pourtant dite encore attendue ($3)',
  ],
  [
    /^one source says granted on (\S+), another on (\S+)$/,
    'début de validité : $1 selon une source, $2 selon une autre',
  ],
  [
    /^one source says valid until (\S+), another until (\S+)$/,
    'fin de validité : $1 selon une source, $2 selon une autre',
  ],
  [/^builds on (.+), whose grant ends on (\S+)$/, 'repose sur $1, dont la décision prend fin le $2'],
  [/^builds on (.+), whose grant is .+$/, 'repose sur $1, dont la décision n’est plus en vigueur'],
  [/^(.+) \((?:list|catalogue|other)\) lists it as .+ while a grant is in force$/, '$1 ne le donne pas pour obtenu'],
  [/^(.+) \(\w+\) lists as in progress what others call granted$/, '$1 le dit en cours, d’autres le disent obtenu'],
  [/^no grant in force to be .+$/, 'aucune décision n’était en vigueur ce jour-là'],
  [/^sources date .+ differently: .+$/, 'les deux côtés sont ci-dessous'],
];

/** What exactly a warning found, with its dates as people write them. */
export function warningText(text: string, language: Language): string {
  return dated(language === 'fr' ? inFrench(text) : text, language);
}

function inFrench(text: string): string {
  for (const [pattern, french] of FRENCH) if (pattern.test(text)) return text.replace(pattern, french).trim();
  return text;
}

const dated = (text: string, language: Language): string =>
  text.replace(/\b\d{4}-(?:\d\d(?:-\d\d)?|Q\d|H\d)\b/g, (date) =>
    isPartialDate(date) ? writtenDate(date, language) : date,
  );
