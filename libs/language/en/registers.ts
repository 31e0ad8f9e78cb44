/** Reasons of reading registers. */
export const registersReasons = {
  'register-not-found': ({ slug, registers }: { slug: string; registers: readonly string[] }) =>
    `Register ${slug} not found; the registers are ${registers.join(', ')}`,
  'reading-not-found': ({ reading }: { reading: string }) => `Reading ${reading} not found`,
  'register-unchanged': ({ slug }: { slug: string }) => `register ${slug} is unchanged`,
  'register-document-too-large': ({ megabytes }: { megabytes: number }) =>
    `The document is larger than ${megabytes} MB`,
  'register-document-empty': 'The document lists no entry',
  'reading-interrupted':
    'The process stopped or another one recorded on the same entries; nothing was recorded. Read the document again',
  'reading-in-future': ({ day, today }: { day: string; today: string }) =>
    `The document is of ${day}, which is later than today (${today})`,
  'reading-state': ({ state }: { state: string }) => `The state of the reading is ${state}`,
  'reading-older-than': ({ day, last }: { day: string; last: string }) =>
    `The document is of ${day}, but the register was read for ${last}`,
  'proposal-not-found': ({ name }: { name: string }) =>
    `the register lists no provider ${name} whose name is like that of the candidate`,
};
