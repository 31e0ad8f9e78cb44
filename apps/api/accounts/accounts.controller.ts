import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ACCOUNT_STATES, Accounts } from '#access/accounts.js';
import { type Principal, RoleSchema } from '#access/principal.js';
import { EmailAddressSchema } from '#subscriptions/sending/mail/email-address.js';
import { Name } from '#domain/text/text.js';
import { LanguageSchema } from '#language/language.js';
import { Caller, IdInPath } from '../auth/caller.js';
import { Route } from '../openapi/route.js';
import { AccountChanges } from './account-changes.js';

const Role = RoleSchema.describe('Each role includes those before it: reader, officer, approver, admin.');
const language = LanguageSchema.default('en').describe('Of the mail.');

const InviteAccount = z.strictObject({ name: Name, email: EmailAddressSchema, role: Role, language }).meta({
  id: 'InviteAccount',
  examples: [{ name: 'Anne Martin', email: 'anne.martin@example.org', role: 'officer', language: 'fr' }],
});

const ChangeAccount = z
  .strictObject({
    name: Name.optional(),
    role: Role.optional(),
    disabled: z.boolean().optional().describe('Ends the sessions; keys stop working until the account is enabled.'),
  })
  .meta({ id: 'ChangeAccount', examples: [{ role: 'approver' }] });

const InviteAgain = z.strictObject({ language }).meta({ id: 'InviteAccountAgain', examples: [{ language: 'fr' }] });

const AccountAnswer = z
  .object({
    id: z.uuid(),
    name: z.string().nullable().describe('`null` once erased.'),
    email: z.string().nullable().describe('`null` once erased.'),
    role: RoleSchema,
    state: z.enum(ACCOUNT_STATES).describe('`invited` until the first sign-in.'),
    createdAt: z.iso.datetime(),
    secondFactor: z.boolean().describe('Whether an authenticator app is set up.'),
    lastSeenAt: z.iso.datetime().nullable().describe('Last use of a console session that has not ended.'),
  })
  .meta({ id: 'Account' });

const LinkAnswer = z
  .object({
    url: z
      .url()
      .describe('Page on which the person chooses a password. Returned only once; the mail contains it, too.'),
    until: z.iso.datetime(),
  })
  .meta({ id: 'AccountLink' });

const example = {
  id: '6d1f0c3a-52b4-4c1e-9b7a-0e8f4d2a9c35',
  name: 'Anne Martin',
  email: 'anne.martin@example.org',
  role: 'officer',
  state: 'invited',
  createdAt: '2026-11-25T08:00:00.000Z',
  secondFactor: false,
  lastSeenAt: null,
};
const linkExample = {
  url: 'https://jalon.example.org/password/2f1c7a4e-9b0d-4c3e-8a55-6f0d1b2c3d4e?token=kY3v0Q2xR7',
  until: '2026-12-02T08:00:00.000Z',
};

@ApiTags('accounts')
@Controller('v1/admin/accounts')
export class AccountsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly changes: AccountChanges,
  ) {}

  @Post()
  @Route({
    summary: 'Invite a person',
    description:
      'Creates an account and sends a link, on which the person chooses a password and sets up an authenticator app. The link works once, for seven days.',
    needs: 'admin',
    status: 201,
    answers: z.strictObject({ account: AccountAnswer, link: LinkAnswer }).meta({ id: 'InvitedAccount' }),
    example: { account: example, link: linkExample },
    problems: ['invalid-body', 'already-exists'],
  })
  inviteAccount(@Caller() caller: Principal, @Body({ schema: InviteAccount }) body: z.output<typeof InviteAccount>) {
    return this.changes.invite(body, caller);
  }

  @Get()
  @Route({
    summary: 'List accounts, by name',
    description: 'People with access to the console, with their roles and whether they have a second factor.',
    needs: 'admin',
    lists: ['Accounts', AccountAnswer, example],
  })
  async listAccounts() {
    return { items: await this.accounts.list() };
  }

  @Get(':id')
  @Route({
    summary: 'Get an account',
    description: 'With its role and whether it has a second factor.',
    needs: 'admin',
    answers: AccountAnswer,
    example,
    problems: ['not-found'],
  })
  getAccount(@Param('id', { schema: IdInPath }) id: string) {
    return this.accounts.get(id);
  }

  @Patch(':id')
  @Route({
    summary: 'Change the name or role of an account, or disable it',
    description:
      'Another role, or disabling, ends the sessions of the person. The last admin who can sign in stays one.',
    needs: 'admin',
    answers: AccountAnswer,
    example: { ...example, role: 'approver', state: 'active', secondFactor: true },
    problems: ['invalid-body', 'not-found', 'account-unfit', 'last-admin'],
  })
  changeAccount(
    @Caller() caller: Principal,
    @Param('id', { schema: IdInPath }) id: string,
    @Body({ schema: ChangeAccount }) body: z.output<typeof ChangeAccount>,
  ) {
    return this.changes.change(id, body, caller);
  }

  @Post(':id/invitation')
  @Route({
    summary: 'Send another invitation',
    description: 'The previous link no longer works.',
    needs: 'admin',
    status: 201,
    answers: LinkAnswer,
    example: linkExample,
    problems: ['invalid-body', 'not-found', 'account-unfit'],
  })
  inviteAccountAgain(
    @Caller() caller: Principal,
    @Param('id', { schema: IdInPath }) id: string,
    @Body({ schema: InviteAgain }) body: z.output<typeof InviteAgain>,
  ) {
    return this.changes.inviteAgain(id, caller, body.language);
  }

  @Delete(':id/second-factor')
  @Route({
    summary: 'Reset the second factor',
    description: 'Ends the sessions of the person, who sets up an authenticator app again at the next sign-in.',
    needs: 'admin',
    answers: AccountAnswer,
    example,
    problems: ['not-found', 'account-unfit'],
  })
  async resetSecondFactor(@Caller() caller: Principal, @Param('id', { schema: IdInPath }) id: string) {
    await this.changes.resetSecondFactor(id, caller);
    return this.accounts.get(id);
  }

  @Delete(':id/sessions')
  @Route({
    summary: 'End the console sessions of an account',
    description: 'The person has to sign in again. API keys stay valid.',
    needs: 'admin',
    answers: AccountAnswer,
    example,
    problems: ['not-found'],
  })
  async endSessions(@Caller() caller: Principal, @Param('id', { schema: IdInPath }) id: string) {
    await this.changes.endSessions(id, caller);
    return this.accounts.get(id);
  }

  @Delete(':id')
  @Route({
    summary: 'Erase an account',
    description:
      'Removes name and address for good, ends the sessions, revokes the keys, and ends subscriptions, webhooks and private feeds. Events keep the id of the account, which names nobody. Idempotent.',
    needs: 'admin',
    answers: AccountAnswer,
    example: { ...example, name: null, email: null, state: 'erased' },
    problems: ['not-found', 'last-admin'],
  })
  async eraseAccount(@Caller() caller: Principal, @Param('id', { schema: IdInPath }) id: string) {
    await this.changes.erase(id, caller);
    return this.accounts.get(id);
  }
}
