import { phrases } from '#language/phrases.js';
import type { ProviderRef } from '#domain/dossier/dossier-view.js';
import type { Problem } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Choice } from '../frame/choice.js';
import { Field } from '../frame/field.js';
import { Hidden } from '../frame/form.js';
import type { ThisPage } from '../frame/page.js';
import { ProviderField } from '../frame/provider-field.js';

export interface GrantsChoice {
  scheme: string | undefined;
  /** A slug, an id or a name. */
  provider: string | undefined;
}

interface FilterProps {
  page: ThisPage;
  choice: GrantsChoice;
  schemes: Schemes;
  /** To choose from; none when there are too many. */
  providers: readonly ProviderRef[];
  problems: readonly Problem[];
}

/** Its answers stand in the address. */
export function GrantsFilter({ page, choice, schemes, providers, problems }: FilterProps) {
  const words = phrases(page.language).console.grants;
  const names = [...schemes.values()].map(({ slug, name }) => ({ value: slug, label: name[page.language] }));
  return (
    <form class="filters" method="get" action="/grants" aria-label={words.filter}>
      <Hidden fields={[...page.query].filter(([name]) => ['asOf', 'knownOn'].includes(name))} />
      <div class="row">
        <Field page={page} name="scheme" label={words.scheme} problems={problems}>
          {(input) => (
            <Choice {...input} chosen={choice.scheme} options={[{ value: '', label: words.everyScheme }, ...names]} />
          )}
        </Field>
        <ProviderField {...{ page, providers, words, problems }} chosen={choice.provider} />
        <p class="field">
          <button>{words.show}</button>
        </p>
      </div>
    </form>
  );
}
