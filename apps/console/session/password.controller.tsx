import { Inject, Logger } from '@nestjs/common';
import { AccountLinks, Accounts, type UsableLink } from '#access/accounts.js';
import { Credentials } from '#access/credentials.js';
import { PasswordSchema } from '#access/passwords.js';
import { SignInLimits } from '#access/sign-in.js';
import { SingleSignOn } from '#access/single-sign-on.js';
import { Activities } from '#access/activities.js';
import { EmailAddressSchema } from '#subscriptions/sending/mail/email-address.js';
import type { Problem } from '#domain/refusal.js';
import { problemsOf } from '#domain/validation.js';
import { phrases } from '#language/phrases.js';
import { clientNetwork } from '../../api/auth/rate-limits.js';
import { retryAfter } from '../../api/problem/rejection.js';
import { type ApiSettings, SETTINGS } from '../../api/settings.js';
import { Done, buttonTo } from '../frame/display.js';
import { type PageAnswer, ConsoleGet, ConsolePost, Pages } from '../frame/console-route.js';
import { DataForm, type FieldData } from '../frame/fields.js';
import { Id } from '../../api/auth/caller.js';
import { Exchange, Page } from '../frame/page.js';
import { codeAsked, entrance } from './session.controller.js';

/** Where passwords are switched off. */
const ELSEWHERE: PageAnswer = { redirect: '/sign-in' };

/** Choosing a password with a link that was sent by mail: an invitation, or "Forgot password". */
@Pages()
export class PasswordPages {
  readonly #log = new Logger(PasswordPages.name);

  constructor(
    private readonly links: AccountLinks,
    private readonly accounts: Accounts,
    private readonly credentials: Credentials,
    private readonly limits: SignInLimits,
    private readonly activities: Activities,
    private readonly singleSignOn: SingleSignOn,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** Opening the link uses nothing up: mail filters open links, too. */
  @ConsoleGet('password/:link', 'nothing')
  async ask(@Page() page: Page, @Id('link') link: string): Promise<PageAnswer> {
    if (this.singleSignOn.provider?.isOnly) return ELSEWHERE;
    const token = page.query.get('token') ?? '';
    const found = await this.links.find(link, token);
    return found ? chosen(page, found, token) : gone(page);
  }

  @ConsolePost('password/:link', 'nothing')
  async choose(@Id('link') link: string, @Exchange() { page, form: fields }: Exchange): Promise<PageAnswer> {
    if (this.singleSignOn.provider?.isOnly) return ELSEWHERE;
    const token = fields.get('token') ?? '';
    const found = await this.links.find(link, token);
    if (!found) return gone(page);
    const password = fields.get('password') ?? '';
    const problems = passwordProblems(password, 'password');
    if (problems.length > 0) return chosen(page, found, token, problems);
    const ticket = await this.credentials.choosePassword(link, token, password);
    if (!ticket) return gone(page);
    const actor = `account:${found.account}`;
    await this.activities.note({ actor, act: 'account-changed', about: actor, details: { setting: 'password' } });
    return codeAsked(page, ticket, { to: '/' });
  }

  @ConsoleGet('sign-in/forgot', 'nothing')
  forgot(@Page() page: Page): PageAnswer {
    return this.singleSignOn.provider?.isOnly ? ELSEWHERE : forgotten(page);
  }

  /**
   * Answers before it looks for an account, so that neither the answer nor its time tells whether there is one.
   *
   * @throws Rejection too-many-requests
   */
  @ConsolePost('sign-in/forgot', 'nothing')
  async send(@Exchange() { page, form, request }: Exchange): Promise<PageAnswer> {
    if (this.singleSignOn.provider?.isOnly) return ELSEWHERE;
    const email = (form.get('email') ?? '').trim();
    const { error } = EmailAddressSchema.safeParse(email);
    if (error) return forgotten(page, problemsOf(error.issues, email, 'email'));
    const until = await this.limits.take([{ kind: 'mail-network', of: clientNetwork(request) }]);
    if (until) throw retryAfter(3600, 'too-many-requests');
    void this.#sendTo(email, page).catch((error: unknown) => {
      this.#log.error(`a link for a new password was not planned: ${String(error)}`);
    });
    const words = phrases(page.language).console.password.forgot;
    const children = (
      <>
        <Done>{words.answer}</Done>
        {this.settings.SMTP_URL === undefined ? <p>{words.kept}</p> : null}
        <p>
          <a href="/sign-in">{words.back}</a>
        </p>
      </>
    );
    return entrance(words.title, children);
  }

  async #sendTo(email: string, { language }: Page): Promise<void> {
    const until = await this.limits.take([{ kind: 'mail-address', of: email }]);
    if (!until) await this.accounts.sendPasswordLink(email, language);
  }
}

export function passwordProblems(password: string, field: string): Problem[] {
  return problemsOf(PasswordSchema.safeParse(password).error?.issues ?? [], password, field);
}

/** For programs that keep passwords: whose it is. */
export const usernameField = (email: string) => (
  <input type="hidden" name="email" value={email} autocomplete="username" />
);

export const currentPassword = ({ language }: Page, name: string): FieldData => ({
  ...{ kind: 'password', name, label: phrases(language).console.account.password.current, required: true },
  input: { autocomplete: 'current-password' },
});

export const newPassword = ({ language }: Page): FieldData => {
  const { label, hint } = phrases(language).console.password;
  const input = { autocomplete: 'new-password' };
  return { kind: 'password', name: 'password', label, hint, required: true, input };
};

function chosen(page: Page, { email }: UsableLink, token: string, problems: readonly Problem[] = []) {
  const words = phrases(page.language).console.password;
  const children = (
    <>
      <p>{words.for(email)}</p>
      <DataForm
        {...{ page, problems }}
        hidden={[['token', token]]}
        parts={[usernameField(email), newPassword(page)]}
        send={words.action}
      />
    </>
  );
  return entrance(words.title, children, problems.length > 0 ? 422 : 200);
}

function gone(page: Page) {
  const { password, signIn } = phrases(page.language).console;
  const children = (
    <>
      <p>{password.gone.text}</p>
      <p>{buttonTo('/sign-in/forgot', signIn.forgot, 'primary')}</p>
    </>
  );
  return entrance(password.gone.title, children, 410);
}

function forgotten(page: Page, problems: readonly Problem[] = []) {
  const { password, terms } = phrases(page.language).console;
  const t = password.forgot;
  const input = { autocomplete: 'username', maxLength: 254 };
  const children = (
    <>
      <p>{t.intro}</p>
      <DataForm
        {...{ page, problems }}
        parts={[{ kind: 'email', name: 'email', label: terms.email, required: true, input }]}
        send={t.action}
        back={['/sign-in', t.back]}
      />
    </>
  );
  return entrance(t.title, children, problems.length > 0 ? 422 : 200);
}
