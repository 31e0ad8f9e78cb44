import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import type { Problem } from '#domain/refusal.js';
import { Choice } from './choice.js';
import { Field } from './field.js';
import type { ThisPage } from './page.js';

interface ProviderFieldProps {
  page: ThisPage;
  /** A slug of those to choose from; else as it was typed. */
  chosen: string | undefined;
  /** To choose from; none when there are too many. */
  providers: readonly ProviderRef[];
  /** `providerHint`: how a name is typed. */
  words: { provider: string; everyProvider: string; providerHint: string };
  problems: readonly Problem[];
}

/** By whose things a page is narrowed. What is none of those to choose from is typed: a choice would hide it. */
export function ProviderField({ page, chosen, providers, words, problems }: ProviderFieldProps) {
  const field = { page, name: 'provider', label: words.provider, problems };
  const isListed = chosen === undefined || providers.some(({ slug }) => slug === chosen);
  if (providers.length === 0 || !isListed)
    return (
      <Field {...field} hint={words.providerHint}>
        {(input) => <input {...input} value={chosen} maxLength={200} />}
      </Field>
    );
  const options = providers.map(({ slug, name }) => ({ value: slug, label: name }));
  return (
    <Field {...field}>
      {(input) => (
        <Choice {...input} chosen={chosen} options={[{ value: '', label: words.everyProvider }, ...options]} />
      )}
    </Field>
  );
}
