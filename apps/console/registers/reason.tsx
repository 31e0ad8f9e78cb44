import { z } from 'zod';
import { type Problem, reason as why } from '#domain/refusal.js';
import { Prose } from '#domain/text/text.js';
import { phrases } from '#language/phrases.js';
import { Field } from '../frame/controls.js';
import { type PageContext, problemsUnder } from '../frame/page.js';

const Decision = z.object({ reason: Prose });

/** @param reason for which an officer records a reading that would be held, or discards it */
export const problemsOfReason = async (reason: string): Promise<readonly Problem[]> =>
  reason === '' ? [{ field: 'reason', ...why('required') }] : problemsUnder(Decision, { reason });

interface Props {
  page: PageContext;
  /** As typed. */
  reason: string;
  problems: readonly Problem[];
}

export function ReasonField({ page, reason, problems }: Props) {
  const { decide } = phrases(page.language).console.readings;
  return (
    <Field page={page} name="reason" label={decide.reason} hint={decide.reasonHint} required problems={problems}>
      {(input) => (
        <textarea {...input} required maxLength={2000} rows={3}>
          {reason === '' ? '' : `\n${reason}`}
        </textarea>
      )}
    </Field>
  );
}
