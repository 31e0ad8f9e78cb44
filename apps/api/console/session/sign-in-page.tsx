import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '#domain/refusal.js';
import { phrases } from '#language/phrases.js';
import { Field, Form, Hidden } from '../frame/controls.js';
import type { PageContext } from '../frame/page.js';
import { redirect, show } from '../frame/console-route.js';
import { isWrite, type SignInNeeded } from './gate.js';

/** The request to resume after signing in. */
interface PendingRequest {
  to: string;
  typed?: URLSearchParams | undefined;
  /** Whether the form had a file, which must be selected again. */
  hadFile?: boolean;
}

/** The sign-in form; it carries pending form input along. */
export function SignInPage({
  page,
  to,
  typed,
  hadFile = false,
  wrong = false,
}: PendingRequest & { page: PageContext; wrong?: boolean }) {
  const words = phrases(page.language).console.signIn;
  const problems: Problem[] = wrong ? [{ field: 'key', code: 'sign-in-key-unknown' }] : [];
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

/** Resubmits the kept input with the CSRF token of the new session. */
export function ResumePage({ page, to, typed }: { page: PageContext; to: string; typed: URLSearchParams }) {
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

/** Redirects a page to sign-in; a form is answered with the sign-in page that keeps its fields. */
export function askToSignIn({ because, typed }: SignInNeeded, request: FastifyRequest, reply: FastifyReply): void {
  const { page, url: to } = request;
  if (!page) throw new Error('a request that was not received');
  const words = phrases(page.language).console.signIn;
  if (because === 'stale-form' && typed) {
    show(reply, page, {
      status: 409,
      title: words.stale.title,
      timeless: true,
      children: <ResumePage {...{ page, to, typed }} />,
    });
  } else if (isWrite(request)) {
    const children = <SignInPage {...{ page, to, typed, hadFile: !typed }} />;
    show(reply, page, { status: 401, title: words.title, timeless: true, children });
  } else redirect(reply, `/sign-in?to=${encodeURIComponent(to)}`);
}
