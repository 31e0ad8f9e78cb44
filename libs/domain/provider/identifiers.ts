import { z } from 'zod';

export const IDENTIFIER_KINDS = ['vat', 'siren', 'lei', 'uei'] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

/** A number that somebody gives to one company only, which holds through its names. Two of a kind are the same if equal. */
export const Identifier = z.strictObject({
  kind: z.enum(IDENTIFIER_KINDS),
  value: z.string().describe('In capitals, without spaces, dots and hyphens.'),
});
export type Identifier = z.infer<typeof Identifier>;

/** Of the European Union and its neighbours, as they begin VAT numbers. */
const VAT_COUNTRIES =
  'AT BE BG CH CY CZ DE DK EE EL ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK XI'.split(' ');

/** The digits from the right, every second one doubled, add up to a multiple of ten. */
const hasLuhn = (digits: string): boolean =>
  Array.from(digits)
    .reverse()
    .reduce((sum, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return sum + (value > 9 ? value - 9 : value);
    }, 0) %
    10 ===
  0;

/** ISO 7064, MOD 97-10: letters count as 10 to 35. */
const hasMod97 = (text: string): boolean =>
  Array.from(text).reduce((rest, character) => Number(`${rest}${Number.parseInt(character, 36)}`) % 97, 0) === 1;

/** Numbers of France end in a SIREN, of which the two digits before it, where they are digits, are the check. */
function isVat(country: string, number: string): boolean {
  if (!VAT_COUNTRIES.includes(country)) return false;
  if (country !== 'FR') return /^[0-9A-Z+*]{2,13}$/.test(number) && /\d/.test(number);
  const [key, siren] = [number.slice(0, 2), number.slice(2)];
  if (!/^[0-9A-HJ-NP-Z]{2}$/.test(key) || !/^\d{9}$/.test(siren)) return false;
  return hasLuhn(siren) && (!/^\d\d$/.test(key) || Number(key) === (12 + 3 * (Number(siren) % 97)) % 97);
}

/** The prefixes are those of ETSI EN 319 412-1, section 5.1.4, as in `VATFR-32552081317`, and the usual ones. */
const READERS: Readonly<Record<IdentifierKind, (text: string) => string | undefined>> = {
  lei: (text) => {
    const value = text.replace(/^LEI(?:XG)?(?=.{20}$)/, '');
    return /^[0-9A-Z]{18}\d\d$/.test(value) && hasMod97(value) ? value : undefined;
  },
  /** A SIRET is that of an establishment, and begins with the SIREN of the company. */
  siren: (text) => {
    const [, value] = /^(?:NTRFR|SIREN|SIRET)?(\d{9})(?:\d{5})?$/.exec(text) ?? [];
    return value !== undefined && hasLuhn(value) ? value : undefined;
  },
  vat: (text) => {
    const value = text.replace(/^VAT/, '');
    const [country, number] = [value.slice(0, 2), value.slice(2)];
    const once = number.startsWith(country) ? number.slice(2) : number;
    return isVat(country, once) ? country + once : undefined;
  },
  /** Twelve characters without I and O; how the check is made is not published. */
  uei: (text) => {
    const value = text.replace(/^UEI(?=.{12}$)/, '');
    return /^[1-9A-HJ-NP-Z][0-9A-HJ-NP-Z]{11}$/.test(value) ? value : undefined;
  },
};

const compact = (text: string): string => text.toUpperCase().replace(/[\s.-]+/g, '');

/** `undefined`: the text is no identifier of the kind, for its form or its check digits. */
export const identifierOf = (kind: IdentifierKind, text: string): Identifier | undefined => {
  const value = READERS[kind](compact(text));
  return value === undefined ? undefined : { kind, value };
};

/** Of whatever kind the text is one. Those with check digits come first. */
export const identifierIn = (text: string): Identifier | undefined =>
  (Object.keys(READERS) as IdentifierKind[]).map((kind) => identifierOf(kind, text)).find((one) => one !== undefined);

/** What an identifier is looked up by; no name is folded to it. The French VAT number of a company contains its SIREN. */
export const identifierKeys = ({ kind, value }: Identifier): string[] => [
  `${kind}:${value}`,
  ...(kind === 'vat' && value.startsWith('FR') ? [`siren:${value.slice(4)}`] : []),
];
