import { describe, expect, it } from '@jest/globals';
import { dsn } from '#test/dsn.js';
import { uuid } from '#test/events.js';
import { readDsn } from './bounces.js';

const read = (text: string) => readDsn(Buffer.from(text));

const failure = {
  address: 'officer@example.org',
  action: 'failed',
  status: '5.1.1',
  diagnostic: '550 5.1.1 <officer@example.org>: no such user',
};

describe('a report of a mail that came back', () => {
  it('identifies the mail and its outcome, also with folded lines', async () => {
    expect(await read(dsn({ messageId: uuid(1) }))).toEqual({
      about: [`<${uuid(1)}@jalon.example.org>`],
      recipients: [failure],
    });
  });

  it('may name the mail by its envelope, which is surer', async () => {
    const report = dsn({ messageId: uuid(1), envelopeId: uuid(2) });
    expect(await read(report)).toMatchObject({ about: [uuid(2), `<${uuid(1)}@jalon.example.org>`] });
  });

  it.each([
    ['a whole mail that came back', (report: string) => report.replace('text/rfc822-headers', 'message/rfc822')],
    [
      'a mail that is to be shown with it',
      (report: string) => report.replace('text/rfc822-headers', 'message/rfc822\r\nContent-Disposition: inline'),
    ],
    ['line ends of UNIX', (report: string) => report.replaceAll('\r\n', '\n')],
    ['other cases', (report: string) => report.replace('Final-Recipient: rfc822', 'FINAL-RECIPIENT : RFC822')],
    ['base64', inBase64],
  ])('is read with %s', async (_, change) => {
    expect(await read(change(dsn({ messageId: uuid(1) })))).toEqual({
      about: [`<${uuid(1)}@jalon.example.org>`],
      recipients: [failure],
    });
  });

  it.each([
    [
      'a mail',
      'From: a@example.org\r\nSubject: out of office\r\nContent-Type: text/html\r\n\r\n<p>gone',
      /report-expected.*text\/html/,
    ],
    ['nothing', '', /report-expected.*text\/plain/],
    ['no mail', '\0\u0001 %PDF-1.4', /report-expected/],
    ['a header without end', 'X-Long: a\r\n'.repeat(100_000), /mail-unreadable.*Max header size/],
    [
      'parts without number',
      `Content-Type: multipart/report; boundary=b\r\n\r\n${'--b\r\n\r\n'.repeat(50_000)}`,
      /mail-unreadable.*Max allowed/,
    ],
    ['a report without a recipient', dsn().replace('Final-Recipient', 'X-Recipient'), /report-without-recipient/],
    ['a report without a status', dsn({ status: 'no' }), /report-without-recipient/],
  ])('%s is none, and the answer says why', async (_, text, reason) => {
    expect(JSON.stringify(await read(text))).toMatch(reason);
  });
});

/** The part that matters, as some servers encode it. */
function inBase64(report: string): string {
  const type = 'Content-Type: message/delivery-status\r\n';
  const [before = '', rest = ''] = report.split(type);
  const end = rest.indexOf('--=_b/1');
  const encoded = Buffer.from(rest.slice(2, end)).toString('base64').replace(/.{76}/g, '$&\r\n');
  return `${before}${type}Content-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n${rest.slice(end)}`;
}
