import { z } from 'zod';
import type { NamesOfActors } from '#access/actor-names.js';
import { ACTS, LEDGER_ACTS } from '#activity/acts.js';
import type { ActivityMark, DoneAct } from '#activity/list-activity.js';
import { decodeCursor } from '#projections/page.js';
import { because } from '#domain/validation.js';
import { type Column, fields, jsonCell } from '../csv/csv.js';

export const ActName = z.enum([...LEDGER_ACTS, ...ACTS]);

/** A person or key, as actors are written. */
export const ActorReference = z
  .string()
  .regex(/^(?:(?:account|key):[\w-]{1,64}|unknown)$/, { error: because('actor-format') });

export const ActivityAnswer = z
  .object({
    at: z.iso.datetime(),
    actor: z.string().describe('`account:<id>`, `account:<id> key:<id>`, `key:<id>`, a program, or `unknown`.'),
    actorName: z.string().nullable().describe('`null` for an account that was erased.'),
    act: ActName,
    about: z
      .string()
      .nullable()
      .describe('`dossier-<id>`, `provider-<id>`, `scheme-<slug>`, `register-<slug>`, `account:<id>`, `key:<id>` …'),
    event: z.object({ id: z.uuid(), position: z.int(), type: z.string() }).nullable().describe('Of the ledger.'),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Activity' });

export const activityAnswerOf = (
  { at, actor, act, about, event, details }: DoneAct,
  names: NamesOfActors,
): z.input<typeof ActivityAnswer> => ({
  at: at.toISOString(),
  actor,
  actorName: names.of(actor) ?? null,
  act,
  about,
  event: event ?? null,
  details: { ...details },
});

type Answered = z.input<typeof ActivityAnswer>;

export const activityColumns: readonly Column<Answered>[] = [
  ...fields('at', 'actor', 'actorName', 'act', 'about'),
  { name: 'event', description: 'id', of: (one) => one.event?.id },
  { name: 'type', description: 'of the event', of: (one) => one.event?.type },
  { name: 'details', description: 'JSON', of: (one) => jsonCell(one.details) },
];

export const keysetOf = ({ mark: { position, at, ordinal } }: DoneAct) => [position, at, ordinal];

/** @param cursor of kinds number, instant, number */
export function markIn(cursor: string | undefined): ActivityMark | undefined {
  if (cursor === undefined) return undefined;
  const [position, at, ordinal] = decodeCursor(cursor);
  return { position: Number(position), at: String(at), ordinal: Number(ordinal) };
}
