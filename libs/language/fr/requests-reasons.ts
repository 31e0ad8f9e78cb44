import type { requestsReasons as English } from '../en/requests-reasons.js';
import { french as fr } from '../format.js';

const TYPES: Readonly<Record<string, string>> = {
  string: 'un texte',
  number: 'un nombre',
  int: 'un nombre entier',
  object: 'un objet',
  array: 'une liste',
  boolean: 'vrai ou faux',
};

export const requestsReasons: typeof English = {
  required: 'est obligatoire',
  'unknown-field': 'n’est pas un champ connu',
  'wrong-type': ({ expected }) => `doit être ${TYPES[expected] ?? expected}`,
  'not-one-of': ({ values }) => `doit être l’une des valeurs ${values.join(', ')}`,
  'wrong-format': ({ format }) => `doit être au format ${format}`,
  'invalid-value': 'n’est pas valide',
  'too-large': ({ of, maximum, included }) =>
    of === 'string'
      ? `doit avoir au plus ${fr.count(maximum, 'caractère', 'caractères')}`
      : of === 'array'
        ? `doit avoir au plus ${fr.count(maximum, 'élément', 'éléments')}`
        : `doit être ${included ? 'inférieur ou égal' : 'strictement inférieur'} à ${maximum}`,
  'too-small': ({ of, minimum, included }) =>
    of === 'string'
      ? `doit avoir au moins ${fr.count(minimum, 'caractère', 'caractères')}`
      : of === 'array'
        ? `doit avoir au moins ${fr.count(minimum, 'élément', 'éléments')}`
        : `doit être ${included ? 'supérieur ou égal' : 'strictement supérieur'} à ${minimum}`,
  'not-multiple-of': ({ divisor }) => `doit être un multiple de ${divisor}`,
};
