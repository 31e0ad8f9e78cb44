import { Body, Controller, Post, Delete, Get, Param, Query } from '@nestjs/common';
import { Bounces, type Suppression, Suppressions } from '#subscriptions/sending/bounces.js';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Principal } from '#access/principal.js';
import { Activities, suppressionLifted } from '#access/activities.js';
import { LONGEST_ADDRESS } from '#subscriptions/sending/mail/email-address.js';
import { text } from '#domain/text/text.js';
import { decodeCursor, pageOf } from '#projections/page.js';
import { Caller } from '../auth/caller.js';
import { listAnswer } from '../http/answer.js';
import { BINARY } from '../http/media-types.js';
import { page } from '../http/query-fields.js';
import { allAs, asBytes, MEGABYTE, wrongMediaType } from '../http/request-bodies.js';
import { Route } from '../openapi/route.js';

const reportExample = `From: MAILER-DAEMON@mx.example.org
To: bounces@jalon.example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_1"

--=_1
Content-Type: text/plain

officer@example.org: no such user

--=_1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; officer@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--=_1
Content-Type: text/rfc822-headers

Message-ID: <3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81@jalon.example.org>

--=_1--
`;

const BounceAnswer = z
  .object({
    delivery: z.uuid().describe('Delivery of the returned mail.'),
    subscription: z.uuid(),
    result: z
      .enum(['hard', 'soft', 'elsewhere', 'none'])
      .describe(
        '`hard`: the mailbox does not exist; `soft`: it rejected this mail; `elsewhere`: an address that the mail was forwarded to rejected it; `none`: no failure, such as a delay.',
      ),
    suppressed: z.boolean().describe('The address is suppressed.'),
  })
  .meta({ id: 'Bounce' });

const example: z.input<typeof BounceAnswer> = {
  delivery: '3b1e9f52-6f0d-4b8e-9a77-0c5d2e4f6a81',
  subscription: '6f0f3a3e-2a7b-4c55-8d0a-9a4a0f6f2b11',
  result: 'hard',
  suppressed: true,
};

@ApiTags('mail')
@Controller('v1/admin/bounces')
export class BouncesController {
  constructor(private readonly bounces: Bounces) {}

  @Post()
  @Route({
    summary: 'Report a bounce',
    description:
      'Takes the delivery status notification (RFC 3464) of a mail server, up to 1 MB. It is matched by its envelope id or `Message-ID`. A hard bounce suppresses the address at once, soft bounces once the last five mails to it have bounced. Idempotent.',
    needs: 'bounces',
    takes: allAs(['message/rfc822', 'text/plain', BINARY], asBytes(MEGABYTE)),
    answers: BounceAnswer,
    example,
    problems: ['not-a-bounce', 'unknown-reference', 'body-too-large', 'unsupported-media-type'],
  })
  @ApiConsumes('message/rfc822', 'text/plain')
  @ApiBody({ schema: { type: 'string' }, examples: { report: { value: reportExample } } })
  async reportBounce(@Body() body: unknown) {
    if (!Buffer.isBuffer(body)) throw wrongMediaType('message/rfc822', 'text/plain');
    return this.bounces.process(body);
  }
}

const SuppressionAnswer = z
  .object({
    address: z.string().describe('Lower case.'),
    reason: z
      .enum(['hard-bounce', 'soft-bounces'])
      .describe('`hard-bounce`: the mailbox does not exist; `soft-bounces`: the last five mails to it bounced.'),
    detail: z.string().describe('Response of the mail server.'),
    at: z.iso.datetime(),
  })
  .meta({ id: 'Suppression' });

const suppressionExample: z.input<typeof SuppressionAnswer> = {
  address: 'officer@example.org',
  reason: 'hard-bounce',
  detail: 'officer@example.org: 5.1.1 550 5.1.1 no such user',
  at: '2026-11-25T08:10:01.000Z',
};

const suppressionAnswerOf = ({ at, ...suppression }: Suppression) => ({ ...suppression, at: at.toISOString() });

const SuppressionsQuery = z.strictObject(page('instant', 'string'));

@ApiTags('mail')
@Controller('v1/admin/suppressions')
export class SuppressionsController {
  constructor(
    private readonly suppressions: Suppressions,
    private readonly activities: Activities,
  ) {}

  @Get()
  @Route({
    summary: 'List suppressed addresses, newest first',
    description: 'Addresses to which no email is sent, because earlier emails came back.',
    needs: 'admin',
    lists: ['Suppressions', SuppressionAnswer, suppressionExample],
  })
  async listSuppressions(@Query({ schema: SuppressionsQuery }) { limit, cursor }: z.output<typeof SuppressionsQuery>) {
    const [at, address] = cursor === undefined ? [] : decodeCursor(cursor);
    const before = at === undefined ? {} : { before: { at: new Date(at), address: String(address) } };
    const found = await this.suppressions.list({ limit: limit + 1, ...before });
    return listAnswer(pageOf(found, limit, (one) => [one.at.toISOString(), one.address], suppressionAnswerOf));
  }

  @Delete(':address')
  @Route({
    summary: 'Lift the suppression of an address',
    description:
      'Once the address accepts mail again. Its subscriptions stay disabled; enabling one sends its held deliveries.',
    needs: 'admin',
    status: 204,
    problems: ['not-found'],
  })
  async deleteSuppression(
    @Caller() caller: Principal,
    @Param('address', { schema: text(LONGEST_ADDRESS) }) address: string,
  ): Promise<void> {
    await this.suppressions.lift(address);
    await this.activities.note(suppressionLifted(caller, address));
  }
}
