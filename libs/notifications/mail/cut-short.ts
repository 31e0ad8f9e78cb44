/** Longer texts are cut: a mail tells of them, the dossier holds them. */
const LONGEST = 500;

export const cutShort = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).toWellFormed()}…`;
