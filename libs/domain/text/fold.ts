/** A name as it is compared: without case, accents, punctuation or repeated spaces. `Cegedim.cloud` is `cegedim cloud`. */
export const fold = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** A name as it stands in an address: `cegedim-cloud`. Empty when the name has no Latin letter or digit. */
export const slugOf = (name: string): string =>
  fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
