import { phrases } from '#language/phrases.js';
import type { Problem } from '#domain/refusal.js';
import { Field } from '../frame/field.js';
import { Form, Hidden } from '../frame/form.js';
import type { ThisPage } from '../frame/page.js';

/** What was under way when a session was found to be over. */
interface UnderWay {
  /** A path of this host. */
  to: string;
  /** The fields that were typed, where a form was sent. */
  typed?: URLSearchParams | undefined;
  /** It had a file, which no form can give back. */
  hadFile?: boolean;
}

/** Asks for a key; what was typed goes along. */
export function SignInPage({
  page,
  to,
  typed,
  hadFile = false,
  wrong = false,
}: UnderWay & { page: ThisPage; wrong?: boolean }) {
  const words = phrases(page.language).console.signIn;
  const problems: Problem[] = wrong ? [{ field: 'key', reason: words.wrong }] : [];
  return (
    <>
      {typed ? <p class="note">{words.kept}</p> : null}
      {hadFile ? <p class="note">{words.file}</p> : null}
      <p>{words.intro}</p>
      <Form page={page} action="/sign-in" class="stacked">
        <input type="hidden" name="to" value={to} />
        {typed ? <input type="hidden" name="typed" value={typed.toString()} /> : null}
        <Field page={page} name="key" label={words.key} hint={words.keyHint} required problems={problems}>
          {(input) => <input {...input} type="password" required autocomplete="current-password" spellcheck={false} />}
        </Field>
        <p>
          <button>{words.action}</button>
        </p>
      </Form>
      {page.isOpen ? (
        <p>
          {words.open}
          <a href="/">{words.board}</a>
        </p>
      ) : null}
    </>
  );
}

/** Sends on what was typed before, with the token of the session that there is now. */
export function GoOnPage({ page, to, typed }: { page: ThisPage; to: string; typed: URLSearchParams }) {
  const { stale } = phrases(page.language).console.signIn;
  return (
    <Form page={page} action={to}>
      <p>{stale.text}</p>
      <Hidden fields={typed} />
      <p>
        <button>{stale.action}</button>
      </p>
    </Form>
  );
}
