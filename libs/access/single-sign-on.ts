import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { sql } from 'kysely';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { type Clock } from '#database/clock.js';
import { type LedgerDatabase } from '#database/connection.js';
import type { OidcRequestTable } from '#database/tables/access.js';
import { hashOf } from './api-keys.js';
import type { SingleSignOnSettings } from './single-sign-on-settings.js';

export type SingleSignOnRefusal =
  /** The provider cannot be reached, or its answers are invalid. */
  | 'unreachable'
  /** The response belongs to no sign-in that this browser began, or to one that is over. */
  | 'over'
  /** The person, or the provider, declined. */
  | 'denied'
  /** The response is not what the protocol requires: another nonce, code or issuer. */
  | 'invalid'
  /** The provider has not verified an email address of the person. */
  | 'unverified'
  /** No account that can sign in has this identity or address. */
  | 'no-account';

type Identified = { account: string } | { refused: SingleSignOnRefusal };

/** With what was to follow, if the response belongs to a sign-in. */
export type SingleSignOnResult = Identified & { resume?: string };

/** An identity provider as the sign-in page offers it. */
export interface SignInProvider {
  name: string;
  /** Passwords are switched off. */
  isOnly: boolean;
}

const REQUEST_MS = 10 * 60_000;
const TIMEOUT_S = 10;
const DISCOVERED_MS = 3_600_000;

/**
 * The authorization code flow of OpenID Connect with PKCE, state and nonce. People must have been invited: the first sign-in
 * binds an identity (issuer and subject) to the account with the address that the provider has verified; later ones follow the
 * identity, whatever its address. The second factor is the provider's matter.
 */
export class SingleSignOn {
  readonly #log = new Logger(SingleSignOn.name);
  #discovered: { configuration: Promise<oidc.Configuration>; until: number } | undefined;

  /** @param settings `PUBLIC_URL`: the provider sends people back to its `/sign-in/oidc/callback` */
  constructor(
    private readonly db: LedgerDatabase,
    private readonly clock: Clock,
    private readonly settings: SingleSignOnSettings & { PUBLIC_URL: string },
  ) {}

  /** `undefined` if there is none. */
  get provider(): SignInProvider | undefined {
    const { OIDC_URL: url, OIDC_NAME: name, PASSWORDS } = this.settings;
    return url === undefined ? undefined : { name, isOnly: !PASSWORDS };
  }

  /**
   * Begins a sign-in.
   *
   * @param resume what is to follow; stored until then
   * @returns where to send the person, and what only this browser is given
   */
  async begin(resume: string): Promise<{ url: string; browser: string } | { refused: SingleSignOnRefusal }> {
    try {
      const configuration = await this.#configuration();
      const [browser, state, nonce] = [randomBytes(32).toString('base64url'), oidc.randomState(), oidc.randomNonce()];
      const verifier = oidc.randomPKCECodeVerifier();
      const url = oidc.buildAuthorizationUrl(configuration, {
        ...{ redirect_uri: this.#callback, scope: 'openid email', state, nonce },
        ...{ code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
      });
      const now = this.clock.now();
      await this.db.ledger.deleteFrom('oidc_request').where('expires_at', '<=', now).execute();
      await this.db.ledger
        .insertInto('oidc_request')
        .values({
          ...{ hash: hashOf(browser), state, nonce, verifier, resume },
          expires_at: new Date(now.getTime() + REQUEST_MS),
        })
        .execute();
      return { url: url.href, browser };
    } catch (error) {
      if (!isOfProvider(error)) throw error;
      this.#log.warn(error);
      return { refused: 'unreachable' };
    }
  }

  /**
   * Completes a sign-in, once: the request is deleted first.
   *
   * @param browser as `begin` returned it
   * @param query of the address to which the provider sent the person
   */
  async complete(browser: string, query: string): Promise<SingleSignOnResult> {
    const request = await this.db.ledger
      .deleteFrom('oidc_request')
      .where('hash', '=', hashOf(browser))
      .returning(['state', 'nonce', 'verifier', 'resume', 'expires_at'])
      .executeTakeFirst();
    if (!request || request.expires_at <= this.clock.now()) return { refused: 'over' };
    return { ...(await this.#identified(request, query)), resume: request.resume };
  }

  async #identified(
    request: Pick<OidcRequestTable, 'state' | 'nonce' | 'verifier'>,
    query: string,
  ): Promise<Identified> {
    try {
      const configuration = await this.#configuration();
      const tokens = await oidc.authorizationCodeGrant(configuration, new URL(`${this.#callback}?${query}`), {
        pkceCodeVerifier: request.verifier,
        expectedState: request.state,
        expectedNonce: request.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) return { refused: 'invalid' };
      const known = await this.#known(claims.iss, claims.sub);
      if (known) return known;
      const person =
        claims['email'] === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined
          ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)
          : claims;
      return await this.#bind(claims.iss, claims.sub, Verified.safeParse(person).data?.email);
    } catch (error) {
      if (error instanceof oidc.AuthorizationResponseError) return { refused: 'denied' };
      if (!isOfProvider(error)) throw error;
      this.#log.warn(error);
      return { refused: isUnreachable(error) ? 'unreachable' : 'invalid' };
    }
  }

  async #known(issuer: string, subject: string): Promise<Identified | undefined> {
    const row = await this.db.ledger
      .selectFrom('account_identity')
      .innerJoin('account', 'account.id', 'account_identity.account')
      .select(['account.id', 'disabled_at'])
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirst();
    if (!row) return undefined;
    return row.disabled_at ? { refused: 'no-account' } : { account: row.id };
  }

  /** An account keeps its first identity of a provider: an address that was given to somebody else opens nothing. */
  async #bind(issuer: string, subject: string, email: string | undefined): Promise<Identified> {
    if (email === undefined) return { refused: 'unverified' };
    const now = this.clock.now();
    const { rows } = await sql<{ account: string }>`
      with bound as (
        insert into account_identity (issuer, subject, account, created_at)
        select ${issuer}, ${subject}, id, ${now} from account where lower(email) = ${email.toLowerCase()} and disabled_at is null
        on conflict do nothing
        returning account
      )
      update account set joined_at = coalesce(joined_at, ${now}) from bound where id = bound.account returning id as account
    `.execute(this.db.ledger);
    const [row] = rows;
    return row ?? (await this.#known(issuer, subject)) ?? { refused: 'no-account' };
  }

  get #callback(): string {
    return `${this.settings.PUBLIC_URL}/sign-in/oidc/callback`;
  }

  /** Read again every hour: providers change their keys. */
  async #configuration(): Promise<oidc.Configuration> {
    const now = performance.now();
    if (!this.#discovered || this.#discovered.until < now) {
      const configuration = discover(this.settings.OIDC_URL ?? '');
      this.#discovered = { configuration, until: now + DISCOVERED_MS };
      configuration.catch(() => (this.#discovered = undefined));
    }
    return this.#discovered.configuration;
  }
}

const Verified = z.object({ email: z.email(), email_verified: z.literal([true, 'true']) });

async function discover(url: string): Promise<oidc.Configuration> {
  const { username, password, href } = new URL(url);
  const issuer = new URL(href);
  issuer.username = issuer.password = '';
  return oidc.discovery(issuer, decodeURIComponent(username), decodeURIComponent(password), undefined, {
    timeout: TIMEOUT_S,
    // oxlint-disable-next-line typescript/no-deprecated -- for a provider on this machine only
    ...(issuer.protocol === 'http:' && { execute: [oidc.allowInsecureRequests] }),
  });
}

const isUnreachable = (error: unknown): boolean =>
  error instanceof TypeError ||
  (error instanceof Error && ['TimeoutError', 'AbortError'].includes(error.name)) ||
  (error as { code?: unknown } | null)?.code === 'OAUTH_TIMEOUT';

/** Errors of the provider or of the way to it; others are ours. */
const isOfProvider = (error: unknown): boolean =>
  isUnreachable(error) ||
  error instanceof oidc.ClientError ||
  error instanceof oidc.ResponseBodyError ||
  error instanceof oidc.WWWAuthenticateChallengeError ||
  error instanceof oidc.AuthorizationResponseError;
