import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ProcessBounce } from '#delivery/bounces.js';
import { Route } from '../openapi/route.js';
import { BINARY } from '../http/media-types.js';
import { allAs, asBytes, MEGABYTE, wrongMediaType } from '../http/request-bodies.js';

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
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(200)
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
    return this.commands.execute(new ProcessBounce(body));
  }
}
