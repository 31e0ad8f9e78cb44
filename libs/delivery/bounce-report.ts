import { reason } from '#domain/refusal.js';
import type { Reason } from '#domain/reasons.js';
import type { ParsedMail } from 'mailparser';

/** A delivery status notification (RFC 3464). */
interface Dsn {
  /** Ids of the email, most reliable first: envelope id, `Message-ID`, `In-Reply-To` of the report. */
  about: string[];
  recipients: DsnRecipient[];
}

export interface DsnRecipient {
  /** The failing address, which may be a forwarding target. Lower case. */
  address: string;
  action: string;
  /** `5.1.1` */
  status: string;
  /** Response of the server; may be empty. */
  diagnostic: string;
}

/** The human-readable part is ignored, and the returned email is not parsed. */
const PLAIN = {
  keepDeliveryStatus: true,
  ignoreEmbedded: true,
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
} as const;

const RETURNED =
  /^(?:message\/rfc822|text\/rfc822-headers|message\/rfc822-headers|message\/global|message\/global-headers)$/;
const STATUS = /^message\/(?:global-)?delivery-status$/;

/** @returns a reason if it is not a delivery status notification */
export async function readDsn(raw: Buffer): Promise<Dsn | Reason> {
  const mail = await parsed(raw);
  if ('code' in mail) return mail;
  const report = mail.attachments.find(({ contentType }) => STATUS.test(contentType));
  if (!report) return reason('report-expected', { type: typeOf(mail) });
  const [messageFields, ...groups] = fieldGroupsIn(report.content.toString());
  const recipients = groups.flatMap(recipientIn);
  if (!messageFields || recipients.length === 0) return reason('report-without-recipient');
  return { about: namesOf(mail, messageFields), recipients };
}

const load = () => import('mailparser');
let loading: ReturnType<typeof load> | undefined;

/** Loaded on demand, because it is large and rarely needed. */
export const mailParser = () => (loading ??= load());

/** The parser rejects unterminated headers and unlimited numbers of parts. */
async function parsed(raw: Buffer): Promise<ParsedMail | Reason> {
  const { simpleParser } = await mailParser();
  try {
    return await simpleParser(raw, PLAIN);
  } catch (error) {
    return reason('mail-unreadable', { error: (error as Error).message });
  }
}

function namesOf(mail: ParsedMail, messageFields: Fields): string[] {
  const returned = mail.attachments.find(({ contentType }) => RETURNED.test(contentType));
  const original = returned && headerFieldsIn(returned.content.toString());
  return [messageFields.get('original-envelope-id'), original?.get('message-id'), mail.inReplyTo].filter(
    (name) => name !== undefined,
  );
}

function recipientIn(fields: Fields): DsnRecipient[] {
  const [address, action] = [fields.get('final-recipient'), fields.get('action')];
  const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(fields.get('status') ?? '')?.[0];
  if (address === undefined || action === undefined || status === undefined) return [];
  return [
    {
      address: withoutType(address).replace(/^<|>$/g, '').toLowerCase(),
      action: action.toLowerCase(),
      status,
      diagnostic: withoutType(fields.get('diagnostic-code') ?? ''),
    },
  ];
}

/** `rfc822; officer@example.org`, `smtp; 550 no` */
const withoutType = (value: string): string => value.replace(/^[\w.-]+[ \t]*;[ \t]*/, '').trim();

const typeOf = ({ headers }: ParsedMail): string => {
  const type = headers.get('content-type');
  return typeof type === 'object' && 'value' in type && typeof type.value === 'string' ? type.value : 'text/plain';
};

/** Header fields (RFC 5322) by lower-case name; the first of each name. */
type Fields = ReadonlyMap<string, string>;

/** Unfolds continuation lines, stops at the first empty line and skips invalid lines. */
function headerFieldsIn(text: string): Fields {
  const [head = ''] = text.replace(/^(?:[ \t]*\r?\n)+/, '').split(/\r?\n[ \t]*\r?\n/, 1);
  const fields = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const [, name, value] = /^([!-9;-~]{1,80})[ \t]*:(.*)$/.exec(line) ?? [];
    const key = name?.toLowerCase();
    if (key !== undefined && value !== undefined && !fields.has(key)) fields.set(key, value.trim());
  }
  return fields;
}

/** Groups of fields separated by empty lines, as in `message/delivery-status`. */
const fieldGroupsIn = (text: string): Fields[] =>
  text
    .split(/\r?\n[ \t]*(?:\r?\n)+/)
    .map(headerFieldsIn)
    .filter(({ size }) => size > 0);
