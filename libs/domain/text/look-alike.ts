import { fold } from './text.js';

/**
 * What a name looks like: two names with one skeleton are easily taken for each other, as `0VHcloud` for `OVHcloud`. The
 * skeleton of Unicode Technical Standard 39, section 4, of the characters in `confusables.ts`, folded as names are compared. It
 * is for comparison only, never shown.
 */
export const skeletonOf = (name: string): string =>
  fold(Array.from(name.normalize('NFKD'), (character) => PROTOTYPES.get(character) ?? character).join(''));

/** Whether names differ, but look the same. Case, accents and punctuation make no difference. */
export const lookAlike = (a: string, b: string): boolean => fold(a) !== fold(b) && skeletonOf(a) === skeletonOf(b);

/** Scripts with letters in common to the eye. */
export type Script = 'Latin' | 'Greek' | 'Cyrillic';

const SCRIPTS: readonly (readonly [Script, RegExp])[] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
];

interface MixedWord {
  word: string;
  scripts: Script[];
}

/** The first word of a name whose letters are from several of these scripts: `Blеu` with a Cyrillic `е`. */
export function mixedWord(name: string): MixedWord | undefined {
  for (const word of name.split(/[^\p{L}\p{M}\p{N}]+/u)) {
    const scripts = SCRIPTS.filter(([, letters]) => letters.test(word)).map(([script]) => script);
    if (scripts.length > 1) return { word, scripts };
  }
  return undefined;
}

/**
 * Letters and digits that look like Latin letters or digits, by what they look like.
 *
 * From Unicode's confusables.txt, version 16.0.0 (https://www.unicode.org/Public/security/16.0.0/confusables.txt), the data of
 * Unicode Technical Standard 39; copyright Unicode, Inc., under the Unicode License v3 (THIRD-PARTY.md). Left out: what NFKD
 * decomposes, what is neither letter nor digit, and whatever looks like anything else.
 */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  '2': 'ƧϨᒿꙄꛯꝚ',
  '3': 'ƷȜЗӠⳌꝪꞫ𑣊𖼻',
  '4': 'Ꮞ𑢯',
  '5': 'Ƽ𑢻',
  '6': 'бᏮⳒ𑣕',
  '7': '𐓒𑣆',
  '8': 'Ȣȣ৪੪𐌚𞣋',
  '9': '৭੧୨൭ⳊꝮ𑢬𑣌𑣖',
  A: 'ΑАᎪᗅꓮ𐊠𖽀',
  AA: 'Ꜳ',
  AE: 'ÆӔ',
  AO: 'Ꜵ',
  AU: 'Ꜷ',
  AV: 'ꜸꜺ',
  AY: 'Ꜽ',
  B: 'ΒВᏴᗷꓐꞴ𐊂𐊡𐌁',
  C: 'СᏟⲤꓚ𐊢𐌂𐐕𐔜𑣩𑣲',
  D: 'Ꭰᗞᗪꓓ',
  E: 'ΕЕᎬⴹꓰ𐊆𑢦𑢮',
  F: 'ϜᖴꓝꞘ𐊇𐊥𐔥𑢢𑣂',
  G: 'ԌᏀᏳꓖ',
  H: 'ΗНᎻᕼⲎꓧ𐋏',
  J: 'ͿЈᎫᒍꓙꞲ',
  K: 'ΚКᏦᛕⲔꓗ𐔘',
  L: 'ᏞᒪⳐꓡ𐐛𐔦𑢣𑢲𖼖',
  M: 'ΜϺМᎷᗰᛖⲘꓟ𐊰𐌑',
  N: 'ΝⲚꓠ𐔓',
  O: '0ΟОՕ߀০ଠ୦ዐⲞⵔ〇ꓳ𐊒𐊫𐐄𐓂𐔖𑓐𑢵𑣠',
  OE: 'Œ',
  OO: 'ꚘꝎ',
  P: 'ΡРᏢᑭⲢꓑ𐊕',
  Q: 'ⵕ',
  R: 'ƦᎡᏒᖇꓣ𐒴𖼵',
  S: 'ЅՏᏕᏚꓢ𐊖𐐠𖼺',
  T: 'ΤТᎢⲦꓔ𐊗𐊱𐌕𑢼𖼊',
  T3: 'Ꜩ',
  U: 'Սሀᑌꓴ𐓎𑢸𖽂',
  V: 'Ѵ٧۷Ꮩᐯⴸꓦꛟ𐔝𑢠𖼈',
  W: 'ԜᎳᏔꓪ𑣦𑣯',
  X: 'ΧХᚷⲬⵝꓫꞳ𐊐𐊴𐌗𐌢𐔧𑣬',
  Y: 'ΥУҮᎩᎽⲨꓬ𐊲𑢤𖽃',
  Z: 'ΖᏃꓜ𐋵𑢩𑣥',
  a: 'ɑαа',
  aa: 'ꜳ',
  ae: 'æӕ',
  ao: 'ꜵ',
  au: 'ꜷ',
  av: 'ꜹꜻ',
  ay: 'ꜽ',
  b: 'ƄЬᏏᑲᖯ',
  bl: 'Ы',
  c: 'сᴄⲥꮯ𐐽',
  d: 'ԁᏧᑯꓒ',
  dz: 'ʣ',
  e: 'еҽꬲ',
  f: 'քẝꞙꬵ',
  g: 'ƍɡցᶃ',
  h: 'һհᏂ',
  i: 'ıɩɪιіӏᎥꙇꭵ𑣃',
  j: 'ϳј',
  l: '1IƖǀΙІӀוןا١۱ߊᛁⲒⵏꓲ𐊊𐌉𐌠𖼨𞣇',
  lO: 'Ю',
  ll: 'ǁװ',
  ls: 'ʪ',
  lz: 'ʫ',
  n: 'ոռ',
  o: 'οσоօסه٥ھہە۵०੦૦௦౦೦ഠ൦๐໐ဝ၀ჿᴏᴑⲟꬽ𐐬𐓪𑣈𑣗',
  oe: 'œ',
  oo: 'ꚙꝏ',
  p: 'ρрⲣ',
  q: 'ԛգզ',
  r: 'гᴦⲅꭇꭈꮁ',
  rn: 'm𑜀𑣣',
  s: 'ƽѕꜱꮪ𐑈𑣁',
  tf: 'ꝷ',
  ts: 'ʦ',
  u: 'ʋυսᴜꞟꭎꭒ𐓶𑣘',
  ue: 'ᵫ',
  uo: 'ꭣ',
  v: 'νѵטᴠꮩ𑜆𑣀',
  w: 'ɯѡԝաᴡꮃ𑜊𑜎𑜏',
  x: 'хᕁᕽ',
  y: 'ɣʏγуүყᶌỿꭚ𑣜',
  z: 'ᴢꮓ𑣄',
};

/** The prototype of each character that has one: `а` (Cyrillic) is `a`, `0` is `O`, `I` is `l`. */
export const PROTOTYPES: ReadonlyMap<string, string> = new Map(
  Object.entries(LOOKS_LIKE).flatMap(([prototype, characters]) =>
    Array.from(characters, (character): [string, string] => [character, prototype]),
  ),
);

/** Legal forms as they end the names of companies, folded. */
const LEGAL_FORMS = [
  'inc, incorporated, corp, corporation, co, company, llc, l l c, llp, lp, ltd, limited, plc, pty, pvt',
  'sa, s a, sas, s a s, sasu, sarl, s a r l, gmbh, ag, kg, ug, bv, b v, nv, n v',
  'srl, s r l, spa, s p a, sl, s l, ab, as, oy, oyj, aps',
].flatMap((forms) => forms.split(', '));

/**
 * What a company is called without its legal form, as the name looks: `Cisco Systems, Inc.` and `Cisco Systems LLC` have the
 * same. For comparison only, never shown.
 */
export function tradeNameOf(name: string): string {
  let rest = fold(name);
  for (;;) {
    const form = LEGAL_FORMS.find((one) => rest.endsWith(` ${one}`));
    if (form === undefined) return skeletonOf(rest);
    rest = rest.slice(0, -form.length - 1);
  }
}
