import type { Scheme } from '#domain/scheme/scheme.js';

/** The milestone of that code; none, for one that the scheme does not have. */
export const stageOf = ({ milestones }: Scheme, code: unknown) => milestones.find((one) => one.code === code);

/** The milestone that a decision reaches that names none. */
export const outcomeOf = ({ milestones }: Scheme): string | undefined =>
  milestones.find(({ gives }) => gives === 'granted')?.code;
