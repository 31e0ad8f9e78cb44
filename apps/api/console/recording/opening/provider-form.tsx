import type { Problem } from '#domain/refusal.js';
import { Field, Form, Problems } from '../../frame/controls.js';
import { addressOf, type ThisPage } from '../../frame/page.js';
import { OPENING_WORDS } from './opening-words.js';
import type { Called } from './similar-providers.js';

interface ProviderFormProps {
  page: ThisPage;
  form: URLSearchParams;
  problems: readonly Problem[];
  similar: readonly Called[];
  /** The name is taken, not only like others. */
  isTaken: boolean;
  isReused?: boolean;
}

export function ProviderForm({ page, form, problems, similar, isTaken, isReused = false }: ProviderFormProps) {
  const { provider: words, back, reused } = OPENING_WORDS[page.language];
  const labels = { name: words.name, slug: words.slug };
  const isWarned = similar.length > 0 && !isTaken && problems.length === 0;
  const slug = form.get('slug') ?? '';
  return (
    <>
      <p>{words.intro}</p>
      {isReused ? <p class="note warn">{reused}</p> : null}
      <Problems page={page} problems={problems} labels={labels} />
      {similar.length > 0 ? <Similar {...{ page, similar, isTaken }} /> : null}
      <Form page={page} class="stacked">
        <input type="hidden" name="once" value={form.get('once') ?? ''} />
        <Field {...{ page, problems }} name="name" label={words.name} hint={words.nameHint} required>
          {(props) => <input {...props} type="text" value={form.get('name') ?? ''} autocomplete="off" />}
        </Field>
        <details open={slug !== '' || problems.some(({ field }) => field === 'slug')}>
          <summary>{words.more}</summary>
          <Field {...{ page, problems }} name="slug" label={words.slug} hint={words.slugHint}>
            {(props) => <input {...props} type="text" value={slug} autocomplete="off" spellcheck={false} />}
          </Field>
        </details>
        <p class="row">
          {isWarned ? (
            <button name="anyway" value={form.get('name') ?? ''}>
              {words.anyway}
            </button>
          ) : (
            <button>{words.save}</button>
          )}
          <a href={addressOf(page, '/providers')}>{back}</a>
        </p>
      </Form>
    </>
  );
}

function Similar({ page, similar, isTaken }: Pick<ProviderFormProps, 'page' | 'similar' | 'isTaken'>) {
  const { provider: words } = OPENING_WORDS[page.language];
  return (
    <div class="note warn" role="alert">
      <p>
        <strong>{isTaken ? words.taken : words.similar}</strong>
      </p>
      <ul>
        {similar.map(({ id, slug, name }) => (
          <li key={id}>
            <a href={addressOf(page, `/providers/${encodeURIComponent(slug)}`)}>{name}</a>
          </li>
        ))}
      </ul>
      {isTaken ? null : <p>{words.similarHint}</p>}
    </div>
  );
}
