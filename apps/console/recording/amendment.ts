import { type LedgerEvent, schemaOfStream } from '#domain/event/ledger-event.js';
import { type Problem, reason } from '#domain/refusal.js';
import { problemsOf } from '#domain/validation.js';
import type { Source } from '#domain/source/source.js';
import { Prose } from '#domain/text/text.js';
import { canonicalJson } from '#event-store/encoding.js';
import { problemsUnder } from '../frame/page.js';
import { type Content, type FormContent, type FormShape, PICKED } from './forms/form-data.js';
import type { Subject } from './subject.js';

interface Amending {
  kind: AmendmentKind;
  id: string;
  /** The event when the form was opened; only differences from it are recorded. */
  was: LedgerEvent;
  form: URLSearchParams;
  shape: FormShape;
  on: Subject['kind'];
}

type Amendment =
  | { type: 'EventRetracted'; data: { event: string; reason: string } }
  | { type: 'EventCorrected'; data: { event: string; reason: string; changes: Changes } };

/** The event that a form records, or its problems. @param read what the form says of the event to correct */
export async function amendmentIn(
  { kind, id, was, form, shape, on }: Amending,
  { problems: unread, ...said }: FormContent,
): Promise<Amendment | Problem[]> {
  const why = form.get(REASON) ?? '';
  const wrong = Prose.safeParse(why).error?.issues ?? [];
  const problems = why === '' ? [{ field: REASON, ...reason('required') }] : problemsOf(wrong, why, REASON);
  if (kind === 'retract')
    return problems.length > 0 ? problems : { type: 'EventRetracted', data: { event: id, reason: why } };
  const before = contentOf(was);
  if (before.source && !said.source) problems.push({ field: 'source.kind', ...reason('source-not-removable') });
  const data = { ...dataOutsideForm(before.data, shape), ...said.data };
  const source = said.source ?? before.source;
  const candidate = { ...said, type: was.type, data, ...(source && { source }) };
  const schema = schemaOfStream[on];
  problems.push(...unread, ...(await problemsUnder(schema, candidate)));
  if (problems.length > 0) return problems;
  const changes = changesBetween(before, contentOf(schema.parse(candidate)), form.get(PICKED) === 'yes');
  if (changes) return { type: 'EventCorrected', data: { event: id, changes, reason: why } };
  return [{ field: '', ...reason('no-change') }];
}

/** Fields that the form does not contain are kept. */
const dataOutsideForm = (data: object, { fields }: FormShape): object =>
  Object.fromEntries(Object.entries(data).filter(([name]) => !fields.some((field) => field.name === name)));

interface Changes {
  occurred?: string | null;
  source?: Source;
  sourceFields?: Record<string, unknown>;
  data?: Record<string, unknown>;
}

/**
 * Only what was changed, field by field, with `null` for a removed field. A source cannot be removed; its checksum is kept
 * while its URL is unchanged.
 *
 * @param isPicked the source replaces the former one as a whole
 */
export function changesBetween(was: Content, is: Content, isPicked: boolean): Changes | undefined {
  const data = fieldsBetween(was.data, is.data);
  const changes: Changes = {
    ...(was.occurred !== is.occurred && { occurred: is.occurred ?? null }),
    ...(is.source && sourceBetween(was.source, is.source, isPicked)),
    ...(Object.keys(data).length > 0 && { data }),
  };
  return Object.keys(changes).length > 0 ? changes : undefined;
}

function sourceBetween(was: Source | undefined, typed: Source, isPicked: boolean): Changes {
  const is = was?.sha256 !== undefined && was.url === typed.url ? { ...typed, sha256: was.sha256 } : typed;
  const sourceFields = fieldsBetween(was ?? {}, is);
  if (Object.keys(sourceFields).length === 0) return {};
  return was && !isPicked ? { sourceFields } : { source: is };
}

function fieldsBetween(was: Partial<Record<string, unknown>>, is: Partial<Record<string, unknown>>) {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return Object.fromEntries(
    names.filter((name) => !isSame(was[name], is[name])).map((name) => [name, is[name] ?? null]),
  );
}

const isSame = (a: unknown, b: unknown): boolean =>
  a === undefined || b === undefined ? a === b : canonicalJson(trimmed(a)) === canonicalJson(trimmed(b));

/** Surrounding white space and line ends are ignored. */
const trimmed = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, one: unknown) =>
    typeof one === 'string' ? one.replaceAll('\r\n', '\n').trim() : one,
  );

export const contentOf = (event: LedgerEvent) => ({
  ...('occurred' in event && event.occurred !== undefined && { occurred: event.occurred }),
  ...(event.source && { source: event.source }),
  data: event.data,
});

/** The unit that a correction replaces: the date, a field of the source, or one data field with all its rows. */
const unitOf = (name: string): string => /^(?:source\.[^.]+|data\.[^.]+|[^.]+)/.exec(name)?.[0] ?? name;

/**
 * Updates the fields that the user left unchanged to the current state of the event, so that a correction does not
 * silently revert corrections recorded since the form was opened. Edited fields are kept, and so is a picked source, of
 * which all fields count as edited.
 *
 * @param was the form as it was filled in at first
 * @param is the form as it would be filled in now
 */
export function rebaseUnchanged(form: URLSearchParams, was: URLSearchParams, is: URLSearchParams): void {
  const wholes = new Set([...was.keys(), ...is.keys()].map(unitOf));
  for (const whole of wholes) {
    if (textIn(form, whole) !== textIn(was, whole) || (form.get(PICKED) === 'yes' && whole.startsWith('source.')))
      continue;
    for (const name of [...form.keys()]) if (unitOf(name) === whole) form.delete(name);
    for (const [name, value] of is) if (unitOf(name) === whole) form.set(name, value);
  }
}

function textIn(form: URLSearchParams, whole: string): string {
  const filled = [...form].filter(([name, value]) => value !== '' && unitOf(name) === whole);
  return JSON.stringify(filled.map(([name, value]) => [name, value.replaceAll('\r\n', '\n').trim()]).sort());
}

export const REASON = 'amendment.reason';

export type AmendmentKind = 'correct' | 'retract';
