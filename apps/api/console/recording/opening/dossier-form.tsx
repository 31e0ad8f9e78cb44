import type { Problem } from '#domain/refusal.js';
import type { Schemes } from '#domain/scheme/catalogue.js';
import { Field, Form, Problems } from '../../frame/controls.js';
import { addressOf, type ThisPage } from '../../frame/page.js';
import type { Choice } from '../forms/choice.js';
import { Select, Suggested } from '../forms/event-input.js';
import { OPENING_WORDS } from './opening-words.js';

interface DossierFormProps {
  page: ThisPage;
  form: URLSearchParams;
  problems: readonly Problem[];
  schemes: Schemes;
  /** Names of providers that are likely meant. */
  providers: readonly string[];
  /** Dossiers that the provider has. */
  existing: readonly Choice[];
  isReused?: boolean;
}

export function DossierForm(props: DossierFormProps) {
  const { page, form, problems, schemes, providers, existing, isReused = false } = props;
  const { dossier: words, back, reused } = OPENING_WORDS[page.language];
  const labels = {
    provider: words.provider,
    scheme: words.scheme,
    service: words.service,
    kinds: words.kinds,
  };
  const typed = (name: string): string => form.get(name) ?? '';
  const among = [...schemes.values()].map(({ slug, name }) => ({ value: slug, label: name[page.language] }));
  return (
    <>
      <p>{words.intro}</p>
      {isReused ? <p class="note warn">{reused}</p> : null}
      <Problems page={page} problems={problems} labels={labels} />
      {existing.length > 0 ? (
        <div class="note">
          <p>{words.existing}</p>
          <ul>
            {existing.map(({ value, label }) => (
              <li key={value}>
                <a href={addressOf(page, `/dossiers/${value}`)}>{label}</a>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <Form page={page} class="stacked">
        <input type="hidden" name="once" value={typed('once')} />
        <Field {...{ page, problems }} name="provider" label={words.provider} hint={words.providerHint} required>
          {(input) => <Suggested props={input} value={typed('provider')} likely={providers} />}
        </Field>
        <Field {...{ page, problems }} name="scheme" label={words.scheme} required>
          {(input) => <Select {...{ page, among }} props={input} value={typed('scheme')} required />}
        </Field>
        <Field {...{ page, problems }} name="service" label={words.service} hint={words.serviceHint}>
          {(input) => <input {...input} type="text" value={typed('service')} autocomplete="off" />}
        </Field>
        <Field {...{ page, problems }} name="kinds" label={words.kinds} hint={words.kindsHint}>
          {(input) => <textarea {...input} rows={3} value={typed('kinds')} />}
        </Field>
        <p class="row">
          <button>{words.save}</button>
          <a href={addressOf(page, '/providers')}>{back}</a>
        </p>
      </Form>
    </>
  );
}
