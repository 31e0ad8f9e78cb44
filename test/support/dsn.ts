/** What a report is to say; see RFC 3464. */
interface Report {
  /** Of the mail that came back, as its `Message-ID` has it. */
  messageId?: string;
  envelopeId?: string;
  recipient?: string;
  action?: string;
  status?: string;
  diagnostic?: string;
}

/** A delivery status notification as Postfix writes it: by default, that officer@example.org does not exist. */
export function dsn(report: Report = {}): string {
  const { messageId, envelopeId, recipient = 'officer@example.org', action = 'failed', status = '5.1.1' } = report;
  const { diagnostic = 'smtp; 550 5.1.1 <officer@example.org>:\n    no such user' } = report;
  return [
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.example.net (Mail Delivery System)',
    'To: bounces@jalon.example.org',
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="=_b/1"',
    '',
    '--=_b/1',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'I’m sorry to have to inform you that your message could not be delivered.',
    '',
    '--=_b/1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.net',
    ...(envelopeId === undefined ? [] : [`Original-Envelope-Id: ${envelopeId}`]),
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: ${diagnostic}`,
    '',
    '--=_b/1',
    'Content-Type: text/rfc822-headers',
    '',
    ...(messageId === undefined ? [] : [`Message-ID:`, `  <${messageId}@jalon.example.org>`]),
    'Subject: Outscale, IaaS',
    '',
    '--=_b/1--',
    '',
  ]
    .join('\n')
    .replaceAll('\n', '\r\n');
}
