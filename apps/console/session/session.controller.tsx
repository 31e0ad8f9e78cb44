import { Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { encodeQR } from 'qr';
import { totpUri } from '#access/second-factor.js';
import { SignIn, type Ticket } from '#access/sign-in.js';
import { type SignInProvider, SingleSignOn } from '#access/single-sign-on.js';
import type { Problem } from '#domain/refusal.js';
import { LanguageSchema } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import { RateLimits } from '../../api/auth/rate-limits.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { type PageAnswer, ConsoleRoute, Pages, redirect, show } from '../frame/console-route.js';
import { PAGE_LANGUAGE } from '../frame/controls.js';
import { Act, DataForm, type FieldData } from '../frame/fields.js';
import { Sent, Page, type PageContext, rememberLanguage } from '../frame/page.js';
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

  @Get('sign-in')
  @ConsoleRoute('nothing')
  ask(@Page() page: PageContext): PageAnswer {
    return this.#askedAgain(page, { to: localPath(page.query.get('to')) });
  }

  @Post('sign-in')
  @ConsoleRoute('nothing', 'kept-form')
  async begin(
    @Page() page: PageContext,
    @Sent() fields: URLSearchParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<PageAnswer> {
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

  @Post('sign-in/code')
  @ConsoleRoute('nothing')
  async complete(
    @Page() page: PageContext,
    @Sent() fields: URLSearchParams,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<PageAnswer> {
    const pending = pendingIn(fields);
    const ticket = fields.get('ticket') ?? '';
    const done = await this.signIn.withCode(ticket, (fields.get('code') ?? '').slice(0, LONGEST_FIELD));
    if ('refused' in done) {
      // Not a ticket that nobody was given: anybody can send any number of those.
      if (done.account !== undefined) await this.entrance.noteFailure(request, 'code', done.account);
      return done.refused === 'wrong'
        ? codeAsked(page, { token: ticket, ...(done.enrol && { enrol: done.enrol }) }, pending, codeWrong)
        : this.#askedAgain(page, { ...pending, over: true });
    }
    const now = await this.entrance.enter({ page, request, reply }, done.account, 'password');
    if (!now) return this.#askedAgain(page, { ...pending, over: true });
    if (!done.recoveryCodes) return resumed(now, pending);
    const { title } = phrases(page.language).console.password.recovery;
    return {
      ...{ title, timeless: true },
      children: <RecoveryPage page={now} codes={done.recoveryCodes} {...pending} />,
    };
  }

  @Post('sign-out')
  @ConsoleRoute('nothing')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<PageAnswer> {
    await this.entrance.leave(request);
    setSession(reply, this.settings.PUBLIC_URL);
    void reply.header('Clear-Site-Data', '"cache"');
    return { redirect: '/' };
  }

  @Post('language')
  @ConsoleRoute('nothing')
  choose(
    @Page() page: PageContext,
    @Sent() fields: URLSearchParams,
    @Res() reply: FastifyReply,
  ): PageAnswer | undefined {
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
    to: { page: PageContext; request: FastifyRequest; reply: FastifyReply },
    key: string,
    pending: Pending,
  ): Promise<PageAnswer> {
    const now = await this.limits.lookUp(to.request, key, (given) => this.entrance.enterWithKey(to, given));
    if (now) return resumed(now, pending);
    await this.entrance.noteFailure(to.request, 'key');
    return this.#askedAgain(to.page, { ...pending, problems: [{ field: 'key', code: 'key-invalid' }] });
  }

  readonly #askedAgain = (page: PageContext, asked: Asked): PageAnswer =>
    askedAgain(page, { ...asked, provider: this.singleSignOn.provider });
}

const LONGEST_FIELD = 1_000;

export const codeWrong: readonly Problem[] = [{ field: 'code', code: 'code-wrong' }];

interface Asked extends Pending {
  problems?: readonly Problem[];
  limited?: boolean;
  /** The second step came too late. */
  over?: boolean;
  email?: string;
  status?: number;
  provider?: SignInProvider | undefined;
  refused?: string;
}

export function askedAgain(page: PageContext, { over = false, status, ...asked }: Asked): PageAnswer {
  const words = phrases(page.language).console;
  return {
    status: status ?? (over || asked.problems ? 422 : 200),
    ...{ title: words.signIn.title, timeless: true },
    children: (
      <>
        {over ? (
          <p class="note error" role="alert">
            {words.password.code.over}
          </p>
        ) : null}
        <SignInPage page={page} {...asked} />
      </>
    ),
  };
}

export function codeAsked(
  page: PageContext,
  { token, enrol }: Pick<Ticket, 'token' | 'enrol'>,
  pending: Pending,
  problems: readonly Problem[] = [],
  action = '/sign-in/code',
): PageAnswer {
  const words = phrases(page.language).console.password;
  return {
    status: problems.length > 0 ? 422 : 200,
    ...{ title: enrol ? words.enrol.title : words.code.title, timeless: true },
    children: <CodePage {...{ page, action, problems, ticket: token, ...(enrol && { enrol }), ...pending }} />,
  };
}

/** What follows a sign-in. @param page with the session */
export function resumed(page: PageContext, { to, typed }: Pending): PageAnswer {
  if (!typed) return { redirect: to };
  const { title } = phrases(page.language).console.signIn.stale;
  return { title, timeless: true, children: <ResumePage {...{ page, to, typed }} /> };
}

/** Redirects a page to sign-in; a form is answered with the sign-in page that keeps its fields. */
export function askToSignIn(
  { because, typed }: SignInNeeded,
  { request, reply, provider }: { request: FastifyRequest; reply: FastifyReply; provider: SignInProvider | undefined },
): void {
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
    const children = <SignInPage {...{ page, to, typed, provider, hadFile: !typed }} />;
    show(reply, page, { status: 401, title: words.title, timeless: true, children });
  } else redirect(reply, `/sign-in?to=${encodeURIComponent(to)}`);
}

/** Carries what is resumed from step to step. */
const carried = ({ to, typed }: Pending): [string, string][] => [
  ['to', to],
  ...(typed ? [['typed', typed.toString()] as [string, string]] : []),
];

export const emailField = (label: string, value?: string): FieldData => ({
  ...{ kind: 'email', name: 'email', label, value, required: true },
  input: { autocomplete: 'username', maxLength: 254 },
});

/** A secret that is on record. */
export const secretField = (name: string, label: string, input: FieldData['input'] = {}, hint?: string): FieldData => ({
  ...{ kind: 'password', name, label, hint, required: true },
  input: { autocomplete: 'current-password', ...input },
});

interface SignInProps extends Pending {
  page: PageContext;
  /** Whether the form had a file, which must be selected again. */
  hadFile?: boolean;
  problems?: readonly Problem[];
  limited?: boolean;
  email?: string;
  provider?: SignInProvider | undefined;
  refused?: string;
}

/** The sign-in form; it carries pending form input along. */
function SignInPage({ page, to, typed, hadFile = false, problems = [], ...shown }: SignInProps) {
  const { limited = false, email, provider, refused } = shown;
  const words = phrases(page.language).console.signIn;
  return (
    <>
      {typed ? <p class="note">{words.kept}</p> : null}
      {hadFile ? <p class="note">{words.file}</p> : null}
      {limited ? (
        <p class="note error" role="alert">
          {words.limited}
        </p>
      ) : null}
      {refused === undefined ? null : (
        <p class="note error" role="alert">
          {refused}
        </p>
      )}
      <p>{words.intro}</p>
      {provider === undefined ? null : <ProviderEntrance {...{ page, to, typed, provider: provider.name }} />}
      {provider?.isOnly ? null : (
        <DataForm
          {...{ page, send: words.action, novalidate: false }}
          action="/sign-in"
          hidden={carried({ to, typed })}
          parts={[emailField(words.email, email), secretField('password', words.password)]}
          problems={problems.filter(({ field }) => field !== 'key')}
          back={typed ? undefined : ['/sign-in/forgot', words.forgot]}
        />
      )}
      <details open={!page.hasAccount || problems.some(({ field }) => field === 'key')}>
        <summary>{words.withKey}</summary>
        <p>{words.keyIntro}</p>
        <DataForm
          {...{ page, novalidate: false }}
          action="/sign-in"
          hidden={carried({ to, typed })}
          parts={[secretField('key', words.key, { autocomplete: 'off', spellcheck: false }, words.keyHint)]}
          problems={problems.filter(({ field }) => field === 'key')}
          send={{ label: words.withKey, looks: 'second' }}
        />
      </details>
      {page.isOpen ? (
        <p>
          {words.open}
          <a href="/">{words.board}</a>
        </p>
      ) : null}
    </>
  );
}

/** By GET, unless there is input to be kept. */
function ProviderEntrance({ page, to, typed, provider }: Pending & { page: PageContext; provider: string }) {
  const label = phrases(page.language).console.signIn.singleSignOn.action(provider);
  if (!typed)
    return (
      <p>
        <a class="button" href={`/sign-in/oidc?to=${encodeURIComponent(to)}`}>
          {label}
        </a>
      </p>
    );
  return <Act {...{ page, label }} action="/sign-in/oidc" hidden={carried({ to, typed })} />;
}

interface CodeProps extends Pending {
  page: PageContext;
  action: string;
  ticket: string;
  /** The app to be set up; absent: the code of the one that is. */
  enrol?: Ticket['enrol'];
  problems?: readonly Problem[];
}

function CodePage({ page, action, ticket, enrol, problems = [], ...pending }: CodeProps) {
  const { code, enrol: words } = phrases(page.language).console.password;
  return (
    <>
      {enrol ? <AppSetUp page={page} enrol={enrol} /> : null}
      <DataForm
        {...{ page, action, problems, novalidate: false, send: enrol ? words.action : code.action }}
        hidden={[...carried(pending), ['ticket', ticket]]}
        parts={[
          {
            ...{ name: 'code', required: true, label: enrol ? words.label : code.label },
            ...(!enrol && { hint: code.hint }),
            input: {
              ...{ autocomplete: 'one-time-code', maxLength: 40, spellcheck: false, autofocus: true },
              inputMode: enrol ? 'numeric' : 'text',
            },
          },
        ]}
      />
    </>
  );
}

function AppSetUp({ page, enrol: { key, email } }: { page: PageContext; enrol: NonNullable<Ticket['enrol']> }) {
  const words = phrases(page.language).console.password.enrol;
  const svg = encodeQR(totpUri(key, { issuer: 'Jalon', label: email }), 'svg');
  return (
    <>
      <p>{words.intro}</p>
      <p>{words.scan}</p>
      <div class="qr" role="img" aria-label={words.qr} dangerouslySetInnerHTML={{ __html: svg }} />
      <p>{words.type}</p>
      <p>
        <code class="key">{key.replace(/.{4}(?=.)/g, '$& ')}</code>
      </p>
    </>
  );
}

/** Recovery codes, shown once; then what was to be resumed. */
export function RecoveryPage({ page, codes, to, typed }: Pending & { page: PageContext; codes: readonly string[] }) {
  const { recovery } = phrases(page.language).console.password;
  return (
    <>
      <p>{recovery.text}</p>
      <pre class="codes" tabIndex={0} role="region" aria-label={recovery.label}>
        {codes.join('\n')}
      </pre>
      {typed ? (
        <ResumePage {...{ page, to, typed }} />
      ) : (
        <p>
          <a class="button" href={to}>
            {recovery.action}
          </a>
        </p>
      )}
    </>
  );
}

/** Resubmits the kept input with the CSRF token of the new session. */
function ResumePage({ page, to, typed }: { page: PageContext; to: string; typed: URLSearchParams }) {
  const { stale } = phrases(page.language).console.signIn;
  return (
    <>
      <p>{stale.text}</p>
      <DataForm {...{ page, action: to, hidden: typed, parts: [], send: stale.action }} />
    </>
  );
}
