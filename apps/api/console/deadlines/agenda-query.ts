import { z } from 'zod';
import { DEADLINE_STATES } from '#domain/deadline/deadline.js';
import { Name } from '#domain/text/text.js';
import { DeadlinesQuery } from '../../deadlines/deadlines.controller.js';

const { within, kind, cursor, seen } = DeadlinesQuery.shape;

/** What deadlines may be narrowed to, on every page that shows some. */
export const narrowing = { scheme: Name.optional(), provider: Name.optional(), kind };

export const AGENDA_STATES = ['todo', ...DEADLINE_STATES] as const;

/** What the address of the agenda may ask for, beside its moment. `todo`: what is overdue, and what is to come. */
export const AgendaQuery = z.object({
  state: z.enum(AGENDA_STATES).default('todo'),
  within,
  ...narrowing,
  cursor,
  seen,
});

export type AgendaChoice = z.output<typeof AgendaQuery>;
export type Narrowing = Pick<AgendaChoice, 'scheme' | 'provider' | 'kind'>;
