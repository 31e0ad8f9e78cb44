import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '#domain/refusal.js';
import { phrases } from '#language/phrases.js';
import { Field, Form, Hidden } from '../frame/controls.js';
import type { ThisPage } from '../frame/page.js';
import { goTo, show } from '../frame/show.js';
import { isWrite, type SignInNeeded } from './gate.js';

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

/** A page leads to the sign-in and back; of a form the fields go along. */
export function askToSignIn({ because, typed }: SignInNeeded, request: FastifyRequest, reply: FastifyReply): void {
  const { page, url: to } = request;
  if (!page) throw new Error('a request that was not received');
  const words = phrases(page.language).console.signIn;
  if (because === 'stale-form' && typed) {
    show(reply, page, {
      status: 409,
      title: words.stale.title,
      timeless: true,
      children: <GoOnPage {...{ page, to, typed }} />,
    });
  } else if (isWrite(request)) {
    const children = <SignInPage {...{ page, to, typed, hadFile: !typed }} />;
    show(reply, page, { status: 401, title: words.title, timeless: true, children });
  } else goTo(reply, `/sign-in?to=${encodeURIComponent(to)}`);
}
