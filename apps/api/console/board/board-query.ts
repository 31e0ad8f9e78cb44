import { z } from 'zod';
import { BOARD_SORTS } from '#projections/list-board.js';
import { type Status, STATUSES } from '#domain/dossier/status.js';
import { Name } from '#domain/text/text.js';
import { seen, yesOrNo } from '../../http/query-fields.js';
import { addressOf, type ThisPage } from '../frame/page.js';
import { pageNumber } from '../frame/page-query.js';

const isStatus = (text: string): text is Status => (STATUSES as readonly string[]).includes(text);

/** What the address of the board may ask for, beside its moment. */
export const BoardQuery = z.object({
  search: Name.optional(),
  /** A slug, an id or a name. */
  provider: Name.optional(),
  scheme: Name.optional(),
  /** Any of them, with commas between. */
  status: z
    .string()
    .transform((text) => [...new Set(text.split(',').map((part) => part.trim()))])
    .refine((parts): parts is Status[] => parts.every(isStatus), { error: `must be of ${STATUSES.join(', ')}` })
    .optional(),
  confirmed: yesOrNo('Only by the word of the authority, or only claims.'),
  expiring: yesOrNo('Whether a grant ends soon.'),
  overdue: yesOrNo('Whether a deadline was missed.'),
  stale: yesOrNo('Whether nothing was heard for too long.'),
  sort: z.enum(BOARD_SORTS).default('urgency'),
  page: pageNumber,
  ...seen,
});

export type BoardQuery = z.output<typeof BoardQuery>;

/** What narrows the board, as the address has it. */
export type BoardChoice = Omit<BoardQuery, 'page' | 'seen'>;

export const FLAGS = ['expiring', 'overdue', 'stale'] as const;

/** The board, or its file, with other choices than those made; `undefined` takes one away. */
export function boardWith(page: ThisPage, choice: BoardChoice, changes: Partial<BoardChoice> = {}, path = '/'): string {
  const { status = [], confirmed, expiring, overdue, stale, sort, ...names } = { ...choice, ...changes };
  return addressOf(page, path, {
    ...names,
    status: status.length === 0 ? undefined : status.join(','),
    confirmed: said(confirmed),
    expiring: said(expiring),
    overdue: said(overdue),
    stale: said(stale),
    sort: sort === 'urgency' ? undefined : sort,
  });
}

const said = (flag: boolean | undefined): string | undefined => (flag === undefined ? undefined : String(flag));

/** Whether anything but the order was chosen. */
export const isNarrowed = ({ sort: _, status = [], ...choice }: BoardChoice): boolean =>
  status.length > 0 || Object.values(choice).some((value) => value !== undefined);
