import { Injectable } from '@nestjs/common';
import { type LedgerEvent, schemaOfStream } from '#domain/event/ledger-event.js';
import type { Problem } from '#domain/refusal.js';
import { Prose } from '#domain/text/text.js';
import { problemsUnder, type ThisPage } from '../../frame/page.js';
import { FormReading } from '../form-reading.js';
import type { FormShape } from '../forms/form-field.js';
import type { Subject } from '../subject.js';
import { REASON } from './amend-form.js';
import { AMENDING_WORDS } from './amending-words.js';
import { type Changes, changesBetween } from './changes-between.js';
import { contentOf } from './content-of.js';
import type { Act } from './not-amendable.js';

interface Filled {
  act: Act;
  id: string;
  /** The entry as the form was filled in with it: only what differs from that was changed by whoever sends it. */
  was: LedgerEvent;
  form: URLSearchParams;
  shape: FormShape;
}

/** What a form that corrects or retracts asks to be recorded. */
export type Amendment =
  | { type: 'EventRetracted'; data: { event: string; reason: string } }
  | { type: 'EventCorrected'; data: { event: string; reason: string; changes: Changes } };

@Injectable()
export class AmendmentIn {
  constructor(private readonly reading: FormReading) {}

  /** @returns what is to be recorded, or what is wrong with it */
  async form(page: ThisPage, subject: Subject, { act, id, was, form, shape }: Filled): Promise<Amendment | Problem[]> {
    const reason = form.get(REASON) ?? '';
    const wrong = reason === '' ? 'is required' : Prose.safeParse(reason).error?.issues[0]?.message;
    const problems: Problem[] = wrong === undefined ? [] : [{ field: REASON, reason: wrong }];
    if (act === 'retract')
      return problems.length > 0 ? problems : { type: 'EventRetracted', data: { event: id, reason } };
    const words = AMENDING_WORDS[page.language];
    const { problems: unread, ...said } = await this.reading.read(form, shape, page);
    const before = contentOf(was);
    if (before.source && !said.source) problems.push({ field: 'source.kind', reason: words.sourceStays });
    const data = { ...notAsked(before.data, shape), ...said.data };
    const source = said.source ?? before.source;
    const candidate = { ...said, type: was.type, data, ...(source && { source }) };
    const schema = schemaOfStream[subject.kind];
    problems.push(...unread, ...(await problemsUnder(schema, candidate)));
    if (problems.length > 0) return problems;
    const changes = changesBetween(before, contentOf(schema.parse(candidate)));
    if (changes) return { type: 'EventCorrected', data: { event: id, changes, reason } };
    return [{ field: REASON, reason: words.nothingChanged }];
  }
}

/** What the form does not ask for stays. */
const notAsked = (data: object, { fields }: FormShape): object =>
  Object.fromEntries(Object.entries(data).filter(([name]) => !fields.some((field) => field.name === name)));
