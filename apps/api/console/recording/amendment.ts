import { Injectable } from '@nestjs/common';
import { type LedgerEvent, schemaOfStream } from '#domain/event/ledger-event.js';
import { type Problem, reason } from '#domain/refusal.js';
import { problemsOf } from '#domain/validation.js';
import type { Source } from '#domain/source/source.js';
import { Prose } from '#domain/text/text.js';
import { canonicalJson } from '#event-store/encoding.js';
import { problemsUnder, type PageContext } from '../frame/page.js';
import { type AmendmentKind, REASON } from './amend-form.js';
import { FormReading } from './forms/form-reading.js';
import type { FormShape } from './forms/form-data.js';
import type { Subject } from './subject.js';

interface Filled {
  kind: AmendmentKind;
  id: string;
  /** The event when the form was opened; only differences from it are recorded. */
  was: LedgerEvent;
  form: URLSearchParams;
  shape: FormShape;
}

type Amendment =
  | { type: 'EventRetracted'; data: { event: string; reason: string } }
  | { type: 'EventCorrected'; data: { event: string; reason: string; changes: Changes } };

@Injectable()
export class AmendmentReading {
  constructor(private readonly reading: FormReading) {}

  /** @returns the event to record, or its problems */
  async form(
    page: PageContext,
    subject: Subject,
    { kind, id, was, form, shape }: Filled,
  ): Promise<Amendment | Problem[]> {
    const why = form.get(REASON) ?? '';
    const wrong = Prose.safeParse(why).error?.issues ?? [];
    const problems = why === '' ? [{ field: REASON, ...reason('required') }] : problemsOf(wrong, why, REASON);
    if (kind === 'retract')
      return problems.length > 0 ? problems : { type: 'EventRetracted', data: { event: id, reason: why } };
    const { problems: unread, ...said } = await this.reading.read(form, shape, page);
    const before = contentOf(was);
    if (before.source && !said.source) problems.push({ field: 'source.kind', ...reason('source-not-removable') });
    const data = { ...dataOutsideForm(before.data, shape), ...said.data };
    const source = said.source ?? before.source;
    const candidate = { ...said, type: was.type, data, ...(source && { source }) };
    const schema = schemaOfStream[subject.kind];
    problems.push(...unread, ...(await problemsUnder(schema, candidate)));
    if (problems.length > 0) return problems;
    const changes = changesBetween(before, contentOf(schema.parse(candidate)));
    if (changes) return { type: 'EventCorrected', data: { event: id, changes, reason: why } };
    return [{ field: REASON, ...reason('no-change') }];
  }
}

/** Fields that the form does not contain are kept. */
const dataOutsideForm = (data: object, { fields }: FormShape): object =>
  Object.fromEntries(Object.entries(data).filter(([name]) => !fields.some((field) => field.name === name)));

interface Content {
  occurred?: string | undefined;
  source?: Source | undefined;
  data: object;
}

interface Changes {
  occurred?: string | null;
  source?: Source;
  data?: Record<string, unknown>;
}

/**
 * Field by field, with `null` for a removed field. A source is replaced as a whole and cannot be removed.
 * The checksum of the source is kept while its URL is unchanged.
 */
export function changesBetween(was: Content, is: Content): Changes | undefined {
  const data = dataBetween(was.data as Record<string, unknown>, is.data as Record<string, unknown>);
  const source = is.source && was.source?.url === is.source.url ? withSum(is.source, was.source?.sha256) : is.source;
  const changes: Changes = {
    ...(was.occurred !== is.occurred && { occurred: is.occurred ?? null }),
    ...(source && !isSame(was.source, source) && { source }),
    ...(Object.keys(data).length > 0 && { data }),
  };
  return Object.keys(changes).length > 0 ? changes : undefined;
}

function dataBetween(was: Record<string, unknown>, is: Record<string, unknown>): Record<string, unknown> {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return Object.fromEntries(
    names.filter((name) => !isSame(was[name], is[name])).map((name) => [name, is[name] ?? null]),
  );
}

const withSum = (source: Source, sha256: string | undefined): Source =>
  sha256 === undefined ? source : { ...source, sha256 };

const isSame = (a: unknown, b: unknown): boolean =>
  a === undefined || b === undefined ? a === b : canonicalJson(trimmed(a)) === canonicalJson(trimmed(b));

/** Surrounding white space and line ends are ignored. */
const trimmed = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, one: unknown) =>
    typeof one === 'string' ? one.replaceAll('\r\n', '\n').trim() : one,
  );

/** The part of an event that a correction can change. */
export const contentOf = (event: LedgerEvent) => ({
  ...('occurred' in event && event.occurred !== undefined && { occurred: event.occurred }),
  ...(event.source && { source: event.source }),
  data: event.data,
});

/** The unit that a correction replaces: the date, the source, or one data field with all its rows. */
const unitOf = (name: string): string => /^(?:source|data\.[^.]+|[^.]+)/.exec(name)?.[0] ?? name;

/**
 * Updates the fields that the user left unchanged to the current state of the event, so that a correction does not
 * silently revert corrections recorded since the form was opened. Edited fields are kept.
 *
 * @param was the form as it was filled in at first
 * @param is the form as it would be filled in now
 */
export function rebaseUnchanged(form: URLSearchParams, was: URLSearchParams, is: URLSearchParams): void {
  const wholes = new Set([...was.keys(), ...is.keys()].map(unitOf));
  for (const whole of wholes) {
    if (textIn(form, whole) !== textIn(was, whole)) continue;
    for (const name of [...form.keys()]) if (unitOf(name) === whole) form.delete(name);
    for (const [name, value] of is) if (unitOf(name) === whole) form.set(name, value);
  }
}

function textIn(form: URLSearchParams, whole: string): string {
  const filled = [...form].filter(([name, value]) => value !== '' && unitOf(name) === whole);
  return JSON.stringify(filled.map(([name, value]) => [name, value.replaceAll('\r\n', '\n').trim()]).sort());
}
