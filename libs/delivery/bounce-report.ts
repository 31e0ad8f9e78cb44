import { reason } from '#domain/refusal.js';
import type { Reason } from '#language/phrases.js';
import type { ParsedMail } from 'mailparser';

/** A delivery status notification (RFC 3464): what became of a mail, as some server on its way tells. */
interface Dsn {
  /** Names that the mail may have gone by, the surest first: its envelope's, its `Message-ID`, what the report answers to. */
  about: string[];
  recipients: DsnRecipient[];
}

export interface DsnRecipient {
  /** Where it failed: of a forwarded mail, an address further on. In lower case. */
  address: string;
  action: string;
  /** `5.1.1` */
  status: string;
  /** What was said; may be empty. */
  diagnostic: string;
}

/** Nothing is made of the text for people, which may be in any form and language, and the mail that came back stays whole. */
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

/** @returns why it is not a delivery status notification, when it is not */
export async function readDsn(raw: Buffer): Promise<Dsn | Reason> {
  const mail = await parsed(raw);
  if ('code' in mail) return mail;
  const report = mail.attachments.find(({ contentType }) => STATUS.test(contentType));
  if (!report) return reason('report-expected', { type: typeOf(mail) });
  const [ofMessage, ...groups] = fieldGroupsIn(report.content.toString());
  const recipients = groups.flatMap(recipientIn);
  if (!ofMessage || recipients.length === 0) return reason('report-without-recipient');
  return { about: namesOf(mail, ofMessage), recipients };
}

/** The parser stops at headers that do not end and parts without number: no server writes such a thing. */
async function parsed(raw: Buffer): Promise<ParsedMail | Reason> {
  const { simpleParser } = await import('mailparser'); // large, and seldom needed
  try {
    return await simpleParser(raw, PLAIN);
  } catch (error) {
    return reason('mail-unreadable', { error: (error as Error).message });
  }
}

function namesOf(mail: ParsedMail, ofMessage: Fields): string[] {
  const returned = mail.attachments.find(({ contentType }) => RETURNED.test(contentType));
  const original = returned && headerFieldsIn(returned.content.toString());
  return [ofMessage.get('original-envelope-id'), original?.get('message-id'), mail.inReplyTo].filter(
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

/** Fields as RFC 5322 writes them, by their names in lower case; of several with one name, the first. */
type Fields = ReadonlyMap<string, string>;

/** Up to the first empty line; continuation lines belong to the line before, and what is no field is passed over. */
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

/** Groups of fields with empty lines between them, as in `message/delivery-status`. */
const fieldGroupsIn = (text: string): Fields[] =>
  text
    .split(/\r?\n[ \t]*(?:\r?\n)+/)
    .map(headerFieldsIn)
    .filter(({ size }) => size > 0);
