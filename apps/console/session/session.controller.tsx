import { Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ComponentChildren } from 'preact';
import { encodeQR } from 'qr';
import { totpUri } from '#access/second-factor.js';
import { SignIn, type Ticket } from '#access/sign-in.js';
import { type SignInProvider, SingleSignOn } from '#access/single-sign-on.js';
import type { Problem } from '#domain/refusal.js';
import { LanguageSchema } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { RateLimits } from '../../api/auth/rate-limits.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { buttonTo } from '../frame/display.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages, redirect, show } from '../frame/console-route.js';
import { PAGE_LANGUAGE, Failed, Form, Hidden } from '../frame/controls.js';
import { Act, DataForm } from '../frame/fields.js';
import { Exchange, Page, rememberLanguage } from '../frame/page.js';
import { Entrance, type Pending, pendingIn } from './entrance.js';
import { isWrite, type SignInNeeded } from './gate.js';
import { localPath, setSession } from './session-cookie.js';

/** Signing in: an address and a password, then a code; or an API key. */
@Pages()
export class SessionController {
  constructor(
    private readonly entrance: Entrance,
    private readonly signIn: SignIn,
    private readonly limits: RateLimits,
    private readonly singleSignOn: SingleSignOn,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  @ConsoleGet('sign-in', 'nothing')
  ask(@Page() page: Page): PageAnswer {
    return this.#askedAgain(page, { to: localPath(page.query.get('to')) });
  }

  @ConsolePost('sign-in', 'nothing', 'kept-form')
  async begin(@Exchange() { page, form: fields, request, reply }: Exchange): Promise<PageAnswer> {
    const pending = pendingIn(fields);
    if (fields.has('key')) return this.#withKey({ page, request, reply }, (fields.get('key') ?? '').trim(), pending);
    if (this.singleSignOn.provider?.isOnly) return this.#askedAgain(page, { ...pending, status: 422 });
    const email = (fields.get('email') ?? '').trim().slice(0, LONGEST_FIELD);
    const password = (fields.get('password') ?? '').slice(0, LONGEST_FIELD);
    const done = await this.signIn.withPassword({ email, password }, this.entrance.sourceOf(request));
    if (done && 'token' in done) return codeAsked(page, done, pending);
    if (done) return this.#askedAgain(page, { ...pending, email, limited: true, status: 429 });
    await this.entrance.noteFailure(request, 'password');
    return this.#askedAgain(page, { ...pending, email, problems: [{ field: 'password', code: 'sign-in-wrong' }] });
  }

  @ConsolePost('sign-in/code', 'nothing')
  async complete(@Exchange() { page, form: fields, request, reply }: Exchange): Promise<PageAnswer> {
    const pending = pendingIn(fields);
    const ticket = fields.get('ticket') ?? '';
    const done = await this.signIn.withCode(ticket, (fields.get('code') ?? '').slice(0, LONGEST_FIELD));
    if ('refused' in done) {
      // Not a ticket that nobody was given: anybody can send any number of those.
      if (done.account !== undefined) await this.entrance.noteFailure(request, 'code', done.account);
      return done.refused === 'wrong'
        ? codeAsked(page, { token: ticket, ...(done.enrol && { enrol: done.enrol }) }, pending, codeWrong)
        : this.#askedAgain(page, { ...pending, over: true, status: 422 });
    }
    const now = await this.entrance.enter({ page, request, reply }, done.account, 'password');
    if (!now) return this.#askedAgain(page, { ...pending, over: true, status: 422 });
    return done.recoveryCodes ? recoveryCodes(now, done.recoveryCodes, pending) : resumed(now, pending);
  }

  @ConsolePost('sign-out', 'nothing')
  async signOut(@Exchange() { request, reply }: Exchange): Promise<PageAnswer> {
    await this.entrance.leave(request);
    setSession(reply, this.settings.PUBLIC_URL);
    void reply.header('Clear-Site-Data', '"cache"');
    return { redirect: '/' };
  }

  @ConsolePost('language', 'nothing')
  choose(@Exchange() { page, form: fields, reply }: Exchange): PageAnswer | undefined {
    const isForm = fields.has(PAGE_LANGUAGE);
    const language = LanguageSchema.safeParse(fields.get(isForm ? PAGE_LANGUAGE : 'language')).data;
    if (language) rememberLanguage(reply, language);
    if (!isForm) return { redirect: localPath(fields.get('to')) };
    // 307: the browser sends the form again, with what was entered, to the page that shows it.
    void reply
      .status(307)
      .header('Location', localPath(page.query.get('to')))
      .send();
    return undefined;
  }

  async #withKey(
    to: { page: Page; request: FastifyRequest; reply: FastifyReply },
    key: string,
    pending: Pending,
  ): Promise<PageAnswer> {
    const now = await this.limits.lookUp(to.request, key, (given) => this.entrance.enterWithKey(to, given));
    if (now) return resumed(now, pending);
    await this.entrance.noteFailure(to.request, 'key');
    return this.#askedAgain(to.page, { ...pending, problems: [{ field: 'key', code: 'key-invalid' }] });
  }

  readonly #askedAgain = (page: Page, asked: Asked): PageAnswer =>
    signInAsked(page, { ...asked, provider: this.singleSignOn.provider });
}

const LONGEST_FIELD = 1_000;

export const codeWrong: readonly Problem[] = [{ field: 'code', code: 'code-wrong' }];

/** A page of somebody who has no session yet: one narrow column. */
export const entrance = (title: string, children: ComponentChildren, status = 200) => ({
  ...{ status, title, timeless: true },
  children: <div class="entrance">{children}</div>,
});

interface Asked extends Pending {
  problems?: readonly Problem[];
  limited?: boolean;
  /** The second step came too late. */
  over?: boolean;
  email?: string;
  status?: number;
  provider?: SignInProvider | undefined;
  refused?: string;
  /** Whether the form had a file, which must be selected again. */
  hadFile?: boolean;
}

/** The sign-in form; it carries pending form input along. */
export function signInAsked(page: Page, asked: Asked) {
  const { to, typed, problems = [], email, provider, refused, status = problems.length > 0 ? 422 : 200 } = asked;
  const { signIn: t, password, terms } = phrases(page.language).console;
  const failed = [asked.over && password.code.over, asked.limited && t.limited, refused].filter(Boolean);
  const hidden = carried(asked);
  const problemsOf = (...names: string[]) => problems.filter(({ field }) => names.includes(field));
  const children = (
    <>
      {typed ? <p class="note">{t.kept}</p> : null}
      {asked.hadFile ? <p class="note">{t.file}</p> : null}
      {failed.map((text) => (
        <Failed>{text}</Failed>
      ))}
      {provider === undefined ? null : <ProviderEntrance {...{ page, to, typed, provider: provider.name }} />}
      {provider?.isOnly ? null : (
        <DataForm
          {...{ page, hidden }}
          action="/sign-in"
          novalidate={false}
          problems={problemsOf('email', 'password')}
          parts={[
            {
              ...{ kind: 'email', name: 'email', label: terms.email, required: true, value: email },
              input: { autocomplete: 'username', maxLength: 254 },
            },
            {
              ...{ kind: 'password', name: 'password', label: terms.password, required: true },
              input: { autocomplete: 'current-password' },
            },
          ]}
          send={terms.signIn}
          back={typed ? undefined : ['/sign-in/forgot', t.forgot]}
        />
      )}
      <details open={!page.hasAccount || problemsOf('key').length > 0}>
        <summary>{t.withKey}</summary>
        <DataForm
          {...{ page, hidden }}
          action="/sign-in"
          novalidate={false}
          problems={problemsOf('key')}
          parts={[
            {
              ...{
                kind: 'password',
                name: 'key',
                label: terms.apiKey,
                hint: `${t.keyIntro} ${t.keyHint}`,
                required: true,
              },
              input: { autocomplete: 'off', spellcheck: false },
            },
          ]}
          send={{ label: t.withKey, looks: 'second' }}
        />
      </details>
      <p class="soft">
        {t.intro}{' '}
        {page.isOpen ? (
          <>
            {t.open}
            <a href="/">{t.board}</a>
          </>
        ) : null}
      </p>
    </>
  );
  return entrance(terms.signIn, children, status);
}

const carried = ({ to, typed }: Pending): [string, string][] => [
  ['to', to],
  ...(typed ? ([['typed', typed.toString()]] as [string, string][]) : []),
];

/** By GET, unless there is input to be kept. */
function ProviderEntrance({ page, to, typed, provider }: Pending & { page: Page; provider: string }) {
  const label = phrases(page.language).console.signIn.singleSignOn.action(provider);
  if (typed) return <Act page={page} action="/sign-in/oidc" label={label} hidden={carried({ to, typed })} />;
  return <p>{buttonTo(`/sign-in/oidc?to=${encodeURIComponent(to)}`, label, 'primary')}</p>;
}

/** Asks for the code of the app; of one that is to be set up, with what sets it up. */
export function codeAsked(
  page: Page,
  { token, enrol }: Pick<Ticket, 'token' | 'enrol'>,
  pending: Pending,
  problems: readonly Problem[] = [],
  action = '/sign-in/code',
): PageAnswer {
  const { code, enrol: words } = phrases(page.language).console.password;
  const { terms } = phrases(page.language).console;
  const children = (
    <>
      {enrol ? appSetUp(page, enrol) : null}
      <DataForm
        {...{ page, action, problems }}
        novalidate={false}
        hidden={[...carried(pending), ['ticket', token]]}
        parts={[
          {
            ...(enrol ? { label: words.label } : { label: code.label, hint: code.hint }),
            ...{ name: 'code', required: true },
            input: {
              ...{ autocomplete: 'one-time-code', maxLength: 40, spellcheck: false, autofocus: true },
              inputMode: enrol ? 'numeric' : 'text',
            },
          },
        ]}
        send={enrol ? words.action : terms.proceed}
      />
    </>
  );
  return entrance(enrol ? words.title : terms.secondFactor, children, problems.length > 0 ? 422 : 200);
}

function appSetUp(page: Page, { key, email }: NonNullable<Ticket['enrol']>) {
  const words = phrases(page.language).console.password.enrol;
  const svg = encodeQR(totpUri(key, { issuer: 'Jalon', label: email }), 'svg');
  return (
    <>
      <p>
        {words.intro} {words.scan}
      </p>
      <div class="qr" role="img" aria-label={words.qr} dangerouslySetInnerHTML={{ __html: svg }} />
      <p>{words.type}</p>
      <p>
        <code class="key">{key.replace(/.{4}(?=.)/g, '$& ')}</code>
      </p>
    </>
  );
}

/** Recovery codes, shown once; then what was to be resumed. */
export function recoveryCodes(page: Page, codes: readonly string[], { to, typed }: Pending): PageAnswer {
  const { recovery: t } = phrases(page.language).console.password;
  const { terms } = phrases(page.language).console;
  const children = (
    <>
      <p>{t.text}</p>
      <pre class="codes" tabIndex={0} role="region" aria-label={t.label}>
        {codes.join('\n')}
      </pre>
      {typed ? resumePage(page, to, typed) : <p>{buttonTo(to, terms.proceed, 'primary')}</p>}
    </>
  );
  return entrance(t.title, children);
}

/** What follows a sign-in. @param page with the session */
export function resumed(page: Page, { to, typed }: Pending): PageAnswer {
  return typed ? stale(page, to, typed) : { redirect: to };
}

const stale = (page: Page, to: string, typed: URLSearchParams, status = 200) =>
  entrance(phrases(page.language).console.signIn.stale.title, resumePage(page, to, typed), status);

/** Redirects a page to sign-in; a form is answered with the sign-in page that keeps its fields. */
export function askToSignIn(
  { because, typed }: SignInNeeded,
  { request, reply, provider }: { request: FastifyRequest; reply: FastifyReply; provider: SignInProvider | undefined },
): void {
  const { page, url: to } = request;
  if (!page) throw new Error('a request that was not received');
  if (because === 'stale-form' && typed) show(reply, page, stale(page, to, typed, 409));
  else if (isWrite(request))
    show(reply, page, signInAsked(page, { to, typed, provider, hadFile: !typed, status: 401 }));
  else redirect(reply, `/sign-in?to=${encodeURIComponent(to)}`);
}

/** Resubmits the kept input with the CSRF token of the new session. */
function resumePage(page: Page, to: string, typed: URLSearchParams) {
  const { stale: t } = phrases(page.language).console.signIn;
  return (
    <Form page={page} action={to}>
      <p>{t.text}</p>
      <Hidden fields={typed} />
      <p>
        <button>{t.action}</button>
      </p>
    </Form>
  );
}
