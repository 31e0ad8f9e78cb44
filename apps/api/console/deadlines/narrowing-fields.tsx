import { DEADLINE_KINDS } from '#domain/deadline/deadline.js';
import { capitalized } from '#notifications/mail/capitalized.js';
import { REMINDER_WORDS } from '#notifications/mail/reminder-words.js';
import { Choice, Field, ProviderField } from '../frame/controls.js';
import type { ThisPage } from '../frame/page.js';
import { AGENDA_WORDS } from './agenda-words.js';
import type { Narrowed } from './deadline-reading.js';

/** Fields by which deadlines are narrowed: scheme, provider, kind. */
export function NarrowingFields({ page, narrowed }: { page: ThisPage; narrowed: Narrowed }) {
  const { language } = page;
  const words = AGENDA_WORDS[language].filter;
  const { schemes, providers, choice, problems } = narrowed;
  const kinds = DEADLINE_KINDS.map((value) => ({ value, label: capitalized(REMINDER_WORDS[language].kind[value]) }));
  const names = [...schemes.values()].map(({ slug, name }) => ({ value: slug, label: name[language] }));
  const first = (label: string) => ({ value: '', label });
  return (
    <>
      <Field page={page} name="scheme" label={words.scheme} problems={problems}>
        {(input) => <Choice {...input} chosen={choice.scheme} options={[first(words.everyScheme), ...names]} />}
      </Field>
      <ProviderField {...{ page, providers, words, problems }} chosen={choice.provider} />
      <Field page={page} name="kind" label={words.kind}>
        {(input) => <Choice {...input} chosen={choice.kind} options={[first(words.everyKind), ...kinds]} />}
      </Field>
    </>
  );
}
