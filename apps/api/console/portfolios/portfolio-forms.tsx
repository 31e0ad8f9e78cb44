import type { Problem } from '#domain/refusal.js';
import { afterLabel, fieldError } from '#language/field-error.js';
import { colon, type Language } from '#language/language.js';
import { phrases, say } from '#language/phrases.js';
import { contentOf, UsesReplaced } from '#portfolios/portfolios.js';
import type { PortfolioView } from '../../portfolios/portfolio-view.js';
import { Field, Form, Hidden } from '../frame/controls.js';
import { Section } from '../frame/display.js';
import { addressOf, type PageContext } from '../frame/page.js';
import type { Typed } from './portfolios.controller.js';

interface Props extends Typed {
  page: PageContext;
  view: Pick<PortfolioView, 'slug' | 'name' | 'services'>;
}

export function PortfolioForms(props: Props) {
  return (
    <div class="no-print">
      <AddForm {...props} />
      <FileForm {...props} />
      <ChangeForm {...props} />
    </div>
  );
}

/** The form that was sent is known by the field that only it has. */
const isSent = ({ typed, problems, meanwhile }: Typed, field: string): boolean =>
  typed.has(field) && (problems.length > 0 || meanwhile !== undefined);
const sentBy = (sent: Typed, field: string): readonly Problem[] => (isSent(sent, field) ? sent.problems : []);

/** Of the uses that the form replaces, if its page says so. */
const Seen = ({ meanwhile }: Typed) =>
  meanwhile instanceof UsesReplaced ? <Hidden fields={[['seen', meanwhile.seen]]} /> : null;

function AddForm({ page, view, ...sent }: Props) {
  const words = phrases(page.language).console.portfolios;
  const problems = sentBy(sent, 'service');
  const value = (name: string): string => (isSent(sent, 'service') ? (sent.typed.get(name) ?? '') : '');
  return (
    <Section id="add" title={words.add}>
      <Form page={page} action={addressOf(page, `/portfolios/${view.slug}/services`)}>
        <Seen {...sent} />
        <div class="row">
          <Field
            page={page}
            name="provider"
            label={words.provider}
            hint={words.providerHint}
            required
            problems={problems}
          >
            {(input) => <input {...input} value={value('provider')} required maxLength={200} />}
          </Field>
          <Field page={page} name="service" label={words.service} hint={words.serviceHint} required problems={problems}>
            {(input) => <input {...input} value={value('service')} required maxLength={200} />}
          </Field>
          <Field page={page} name="usedFor" label={words.use} hint={words.useHint} problems={problems}>
            {(input) => <input {...input} value={value('usedFor')} maxLength={500} />}
          </Field>
          <p class="field">
            <button>{words.addSubmit}</button>
          </p>
        </div>
      </Form>
    </Section>
  );
}

function FileForm({ page, view, ...sent }: Props) {
  const words = phrases(page.language).console.portfolios;
  const problems = sentBy(sent, 'text');
  const text = isSent(sent, 'text') ? (sent.typed.get('text') ?? '') : '';
  return (
    <details open={isSent(sent, 'text')}>
      <summary>{words.csv}</summary>
      <p class="hint">{words.csvHint}</p>
      {problems.length === 0 ? null : (
        <div class="note error" role="alert">
          <ul>
            {problems.map((problem) => (
              <li key={JSON.stringify(problem)}>{inFile(problem, page.language)}</li>
            ))}
          </ul>
        </div>
      )}
      <Form page={page} action={addressOf(page, `/portfolios/${view.slug}/file`)} files>
        <Seen {...sent} />
        <Field page={page} name="file" label={words.file}>
          {(input) => <input {...input} type="file" accept=".csv,text/csv" />}
        </Field>
        <Field page={page} name="text" label={words.pasted}>
          {(input) => (
            <textarea {...input} rows={5}>
              {text}
            </textarea>
          )}
        </Field>
        <p>
          <button>{words.addSubmit}</button>
        </p>
      </Form>
    </details>
  );
}

/** What is wrong with the file as a whole, with one of its lines, or with a cell. */
function inFile(problem: Problem, language: Language): string {
  const { row, field } = problem;
  if (row === undefined) return fieldError(problem, language);
  const line = phrases(language).console.portfolios.line(row);
  return field === 'file'
    ? `${line}${colon(language)}${say(problem, language)}`
    : `${line}, ${field}${afterLabel(problem, language)}`;
}

function ChangeForm({ page, view, ...sent }: Props) {
  const words = phrases(page.language).console.portfolios;
  const problems = sentBy(sent, 'name');
  const content = contentOf({ name: view.name, services: view.services });
  return (
    <details open={sent.meanwhile === 'content' || isSent(sent, 'name')}>
      <summary>{words.change}</summary>
      <Form page={page} action={addressOf(page, `/portfolios/${view.slug}/rename`)}>
        <Hidden fields={[['was', view.name]]} />
        <Field page={page} name="name" label={words.name} required problems={problems}>
          {(input) => (
            <input
              {...input}
              value={isSent(sent, 'name') ? (sent.typed.get('name') ?? '') : view.name}
              required
              maxLength={200}
            />
          )}
        </Field>
        <p>
          <button class="second">{words.rename}</button>
        </p>
      </Form>
      <Form page={page} action={addressOf(page, `/portfolios/${view.slug}/delete`)}>
        <Hidden fields={[['was', content]]} />
        <p>
          <button class="second">{words.delete}</button> <span class="hint">{words.deleteHint}</span>
        </p>
      </Form>
    </details>
  );
}

/** Private addresses, as calendar applications cannot sign in. */
export function PortfolioFeeds({ page, view }: Pick<Props, 'page' | 'view'>) {
  const words = phrases(page.language).console.portfolios;
  return (
    <Section id="feeds" title={words.feeds} class="no-print">
      <p>{words.feedsText}</p>
      <div class="row">
        {(['calendar', 'atom'] as const).map((kind) => (
          <Form key={kind} page={page} action={addressOf(page, `/portfolios/${view.slug}/feed`)}>
            <Hidden fields={[['kind', kind]]} />
            <button class="second">{words[kind]}</button>
          </Form>
        ))}
      </div>
    </Section>
  );
}
