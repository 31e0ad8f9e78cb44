import { encodeQR } from 'qr';
import { totpUri } from '#access/second-factor.js';
import type { Ticket } from '#access/sign-in.js';
import type { SignInProvider } from '#access/single-sign-on.js';
import type { Problem } from '#domain/refusal.js';
import { phrases } from '#language/phrases.js';
import { Field, Form, Hidden } from '../frame/controls.js';
import type { PageContext } from '../frame/page.js';
import type { Pending } from './entrance.js';

/** Carries what is resumed from step to step. */
const Carried = ({ to, typed }: Pending) => (
  <>
    <input type="hidden" name="to" value={to} />
    {typed ? <input type="hidden" name="typed" value={typed.toString()} /> : null}
  </>
);

interface SignInProps extends Pending {
  page: PageContext;
  /** Whether the form had a file, which must be selected again. */
  hadFile?: boolean;
  problems?: readonly Problem[];
  limited?: boolean;
  email?: string;
  provider?: SignInProvider | undefined;
  /** Why it signed nobody in. */
  refused?: string;
}

/** The sign-in form; it carries pending form input along. */
export function SignInPage({ page, to, typed, hadFile = false, problems = [], ...shown }: SignInProps) {
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
        <Form page={page} action="/sign-in" class="stacked">
          <Carried to={to} typed={typed} />
          <Field page={page} name="email" label={words.email} required problems={problems}>
            {(input) => (
              <input {...input} type="email" required autocomplete="username" value={email} maxLength={254} />
            )}
          </Field>
          <Field page={page} name="password" label={words.password} required problems={problems}>
            {(input) => <input {...input} type="password" required autocomplete="current-password" />}
          </Field>
          <p>
            <button>{words.action}</button> {typed ? null : <a href="/sign-in/forgot">{words.forgot}</a>}
          </p>
        </Form>
      )}
      <details open={!page.hasAccount || problems.some(({ field }) => field === 'key')}>
        <summary>{words.withKey}</summary>
        <p>{words.keyIntro}</p>
        <Form page={page} action="/sign-in" class="stacked">
          <Carried to={to} typed={typed} />
          <Field page={page} name="key" label={words.key} hint={words.keyHint} required problems={problems}>
            {(input) => <input {...input} type="password" required autocomplete="off" spellcheck={false} />}
          </Field>
          <p>
            <button class="second">{words.withKey}</button>
          </p>
        </Form>
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
  return (
    <Form page={page} action="/sign-in/oidc">
      <Carried to={to} typed={typed} />
      <p>
        <button class="second">{label}</button>
      </p>
    </Form>
  );
}

interface CodeProps extends Pending {
  page: PageContext;
  action: string;
  ticket: string;
  /** The app to be set up; absent: the code of the one that is. */
  enrol?: Ticket['enrol'];
  problems?: readonly Problem[];
}

/** Asks for the second factor, or sets it up. */
export function CodePage({ page, action, ticket, enrol, problems = [], ...pending }: CodeProps) {
  const { code, enrol: words } = phrases(page.language).console.password;
  return (
    <>
      {enrol ? <AppSetUp page={page} enrol={enrol} /> : null}
      <Form page={page} action={action} class="stacked">
        <Carried {...pending} />
        <input type="hidden" name="ticket" value={ticket} />
        <Field
          page={page}
          name="code"
          label={enrol ? words.label : code.label}
          hint={enrol ? undefined : code.hint}
          required
          problems={problems}
        >
          {(input) => (
            <input
              {...input}
              required
              autocomplete="one-time-code"
              inputMode={enrol ? 'numeric' : 'text'}
              maxLength={40}
              spellcheck={false}
              autofocus
            />
          )}
        </Field>
        <p>
          <button>{enrol ? words.action : code.action}</button>
        </p>
      </Form>
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
