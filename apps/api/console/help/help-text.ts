/** In the order in which the page has them; each is an anchor of its own. */
export const SECTIONS = [
  'jalon',
  'statuses',
  'word',
  'dates',
  'times',
  'recording',
  'amending',
  'importing',
  'deadlines',
  'subscribing',
  'keyboard',
  'machines',
] as const;

export type Section = (typeof SECTIONS)[number];
