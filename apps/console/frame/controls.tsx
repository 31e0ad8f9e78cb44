import type { ComponentChildren } from 'preact';
import type { Problem, Refusal } from '#domain/refusal.js';
import { afterLabel, fieldError } from '#language/field-error.js';
import { phrases, say } from '#language/phrases.js';
import type { Page } from './page.js';

interface FormProps {
  page: Page;
  action?: string;
  class?: string;
  /** Accessible name, where no heading precedes the form. */
  label?: string;
  files?: boolean;
  /** Whether the server alone says what is wrong, in the language of the page. */
  novalidate?: boolean;
  id?: string;
  /** Whether its input is kept when the language is switched; one form of a page at most. */
  keepsInput?: boolean;
  children: ComponentChildren;
}

export const KEPT_FORM = 'kept-form';

/** The field in which the switch of the language is sent along with that form: it is then shown again, and nothing is saved. */
export const PAGE_LANGUAGE = 'page-language';

/** A POST form with the CSRF token of the session. */
export function Form(props: FormProps) {
  const { page, action, class: looks, label, files = false, id, keepsInput = false } = props;
  return (
    <form
      method="post"
      action={action ?? page.path}
      class={looks}
      aria-label={label}
      id={keepsInput ? KEPT_FORM : id}
      noValidate={props.novalidate}
      {...(files && { enctype: 'multipart/form-data' })}
    >
      {page.csrf === undefined ? null : <input type="hidden" name="csrf" value={page.csrf} />}
      {props.children}
    </form>
  );
}

export function Hidden({ fields }: { fields: Iterable<readonly [string, string]> }) {
  return (
    <>
      {[...fields].map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

/** What went wrong. A browser that has loaded the page moves the focus to it, so that a screen reader reads it first. */
export const Failed = ({ tone = 'error', children }: { tone?: 'error' | 'warn'; children: ComponentChildren }) => (
  <div class={`note ${tone}`} role="alert" tabIndex={-1} autofocus>
    {children}
  </div>
);

/** Why an action was refused: its first problem, if it names one. @param label of the field with the problem */
export function RefusalNote({ page, refused, label }: { page: Page; refused: Refusal | undefined; label?: string }) {
  if (!refused) return null;
  const reason = say(refused.problems[0] ?? refused.why, page.language);
  return (
    <Failed>
      <p>{label === undefined ? `${reason}.` : `${label} ${reason}.`}</p>
    </Failed>
  );
}

export const idOf = (name: string): string => `f-${name.replace(/[^\w-]/g, '-')}`;

/** Error summary of a form; each error links to its field. @param labels by field name */
export function Problems({
  page,
  problems,
  labels,
}: {
  page: Page;
  problems: readonly Problem[];
  labels: Readonly<Record<string, string>>;
}) {
  if (problems.length === 0) return null;
  const { language } = page;
  return (
    <Failed>
      <p>
        <strong>{phrases(language).console.frame.problems(problems.length)}</strong>
      </p>
      <ul>
        {problems.map((problem) => {
          const { field } = problem;
          const label = labels[field];
          return (
            <li>
              {label === undefined ? (
                field === '' ? (
                  fieldError(problem, language)
                ) : (
                  field + afterLabel(problem, language)
                )
              ) : (
                <>
                  <a href={`#${idOf(field)}`}>{label}</a>
                  {afterLabel(problem, language)}
                </>
              )}
            </li>
          );
        })}
      </ul>
    </Failed>
  );
}

interface MeanwhileProps {
  page: Page;
  /** Shows what it is now. */
  href?: string;
  not?: 'saved' | 'removed';
}

/** Somebody else has changed what a form shows since it was opened. Sent once more, the form replaces it. */
export function Meanwhile({ page, href, not = 'saved' }: MeanwhileProps) {
  const { changed, again, now } = phrases(page.language).console.frame.meanwhile;
  return (
    <Failed tone="warn">
      <p>
        <strong>{changed}</strong> {again[not]} {href === undefined ? null : <a href={href}>{now}</a>}
      </p>
    </Failed>
  );
}

/** A text that was sent to a page whose form is gone. */
export function UnsavedText({ page, text }: { page: Page; text: string }) {
  if (text === '') return null;
  return (
    <div class="note">
      <p>{phrases(page.language).console.frame.meanwhile.unsaved}</p>
      <p class="written">{text}</p>
    </div>
  );
}
