import { ROLES } from '#access/principal.js';
import type { Problem } from '#domain/refusal.js';
import { LANGUAGES } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { ChoiceField, Choice, Field, Form, type InputProps } from '../frame/controls.js';
import type { PageContext } from '../frame/page.js';

interface FormProps {
  page: PageContext;
  fields: URLSearchParams;
  problems: readonly Problem[];
}

export function InvitationForm({ page, fields, problems }: FormProps) {
  const t = phrases(page.language).console.accounts.form;
  const languages = LANGUAGES.map((value) => ({ value, label: t.languages[value] }));
  return (
    <Form page={page} action="/accounts/new" class="stacked">
      <Field page={page} name="name" label={t.name} required problems={problems}>
        {(input) => <input {...input} required maxLength={200} value={fields.get('name') ?? ''} autocomplete="off" />}
      </Field>
      <Field page={page} name="email" label={t.email} required problems={problems}>
        {(input) => (
          <input
            {...input}
            type="email"
            required
            maxLength={254}
            value={fields.get('email') ?? ''}
            autocomplete="off"
          />
        )}
      </Field>
      <Field page={page} name="role" label={t.role} problems={problems}>
        {(input) => <RoleChoice {...{ page, input }} chosen={fields.get('role') ?? 'officer'} />}
      </Field>
      <ChoiceField
        page={page}
        name="language"
        label={t.language}
        problems={problems}
        chosen={fields.get('language') ?? page.language}
        options={languages}
      />
      <p>
        <button>{t.action}</button>
      </p>
    </Form>
  );
}

export function RoleChoice({ page, input, chosen }: { page: PageContext; input: InputProps; chosen: string }) {
  const { accounts, account } = phrases(page.language).console;
  const options = ROLES.map((role) => ({
    value: role,
    label: `${account.roles[role]} (${accounts.roleHints[role]})`,
  }));
  return <Choice {...input} chosen={chosen} options={options} />;
}

interface InvitedProps {
  page: PageContext;
  id: string;
  email: string;
  url: string;
  until: string;
  isSent: boolean;
}

/** The link is shown here only; the mail has the same. */
export function InvitedPage({ page, id, email, url, until, isSent }: InvitedProps) {
  const t = phrases(page.language).console.accounts.invited;
  return (
    <>
      <p class="note good" role="status">
        {isSent ? t.sent(email) : t.kept}
      </p>
      <p>{t.link}</p>
      <pre class="codes" tabIndex={0} role="region" aria-label={t.label}>
        {url}
      </pre>
      <p>{t.until(until)}</p>
      <p>
        <a class="button second" href={`/accounts/${id}`}>
          {t.back}
        </a>
      </p>
    </>
  );
}
