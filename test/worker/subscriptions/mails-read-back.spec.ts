import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '#database/clock.js';
import { planMailToPerson } from '#subscriptions/sending/account-mails.js';
import { deliveryId } from '#subscriptions/sending/planned-deliveries.js';
import { capitalized } from '#language/format.js';
import { LANGUAGES, type Language } from '#language/language.js';
import { phrases } from '#language/phrases.js';
import type { Message } from '#subscriptions/messages/message.js';
import { mailOf } from '#test/mail-of.js';
import { SAMPLE_MAILS } from '#test/sample-mails.js';
import { type ReceivedMail, type SmtpReceiver, startSmtpReceiver } from '#test/smtp-receiver.js';
import { startSubscribing, type Subscribing } from '#test/subscribing.js';

const asking = 'subscription.verification' as const;
const testCause = (name: string) => ({ kind: 'test' as const, reference: name });
const isToPerson = ({ type }: Message): boolean =>
  /^(account|proposal|subscription\.(failing|disabled)|register\.(stale|held))/.test(type);
const cases = Object.keys(SAMPLE_MAILS).flatMap((name) =>
  LANGUAGES.map((language): [string, Language] => [name, language]),
);

/** The question about a subscription to everything. */
function asksIn(language: Language): Message {
  const { console, awaitedSubscription: words } = phrases(language);
  const { follows, followsChoice, mode, modes } = console.subscriptionForm;
  const everything: [string, string][] = [
    [follows, capitalized(followsChoice.both)],
    [words.scope, words.everything],
    [mode, capitalized(modes.immediate)],
  ];
  const sample = SAMPLE_MAILS[asking] as Extract<Message, { type: typeof asking }>;
  return { ...sample, data: { ...sample.data, follows: everything } };
}

/** Header fields as they came, with the breaks in them. */
const fieldsOf = (raw: string): { name: string; lines: string[] }[] =>
  raw
    .slice(0, raw.indexOf('\r\n\r\n'))
    .split(/\r\n(?![ \t])/)
    .map((field) => ({ name: field.slice(0, field.indexOf(':')), lines: field.split('\r\n') }));

/** Without what differs from one subscription and delivery to the next. */
const alike = (text: string | false | undefined): string =>
  (text || '')
    .replaceAll(/subscriptions\/[\w-]+\/(unsubscribe|confirm|preferences)\?token=[\w-]+/g, '$1')
    .replaceAll(/password\/[\w-]+\?token=[\w-]+/g, 'password')
    .replaceAll(/reminders\/[\w-]+\?until=\d+(&|&amp;)token=[\w-]+/g, 'answer')
    .replaceAll(/\d+(er)? \S+ \d{4}( à | at )\d\d:\d\d/g, 'then')
    .trimEnd();

/** One real server for all: every type of message in both languages, sent, taken and read back. */
describe('every mail as received', () => {
  let smtp: SmtpReceiver;
  let subject: Subscribing;
  /** In whole seconds, as mails tell the time. */
  let began: number;
  const mails = new Map<string, ReceivedMail>();
  const links = new Map<string, string>();

  beforeAll(async () => {
    smtp = await startSmtpReceiver();
    subject = await startSubscribing({
      SMTP_URL: smtp.url,
      PUBLIC_URL: 'https://jalon.example.org',
      MAIL_FROM: 'Jalon <jalon@example.org>',
      MAIL_PER_HOST_PER_MINUTE: 99_999,
    });
    subject.clock.forward(Clock.startingAt(new Date('2027-01-30T08:00:00Z')).offsetMs);
    began = Math.floor(subject.clock.now().getTime() / 1000) * 1000;
    for (const language of LANGUAGES) await send(language);
  });
  afterAll(async () => {
    await subject.close();
    await smtp.close();
  });

  async function send(language: Language): Promise<void> {
    const address = `${language}@example.org`;
    const { subscription } = await subject.subscribe({ channel: 'email', address, language });
    await subject.deliver();
    const question = smtp.received.find(({ to }) => to[0] === address)!;
    mails.set(`${asking} ${language}`, question);
    const token = /token=([\w-]+)/.exec(question.parsed.text ?? '')?.[1] ?? '';
    await subject.confirmations.confirm(subscription.id, token);
    const planned = Object.entries(SAMPLE_MAILS)
      .filter(([name, message]) => name !== asking && !isToPerson(message))
      .map(([name, message]) => ({ cause: testCause(name), subscription: subscription.id, message }));
    await subject.database.app.transaction().execute((tx) => subject.deliveries.plan(tx, planned));
    await sendLinks(language);
    await subject.deliver();
    for (const [name] of Object.entries(SAMPLE_MAILS)) {
      const link = links.get(`${name} ${language}`);
      const delivery = link
        ? deliveryId({ kind: 'confirm', reference: '1' }, link)
        : deliveryId(testCause(name), subscription.id);
      const id = `<${delivery}@example.org>`;
      const mail = smtp.received.find(({ parsed }) => parsed.messageId === id);
      if (mail) mails.set(`${name} ${language}`, mail);
    }
  }

  /** To a person, whose account is in the database. */
  async function sendLinks(language: Language): Promise<void> {
    const now = subject.clock.now();
    const email = `${language}@example.org`;
    const person = { name: 'Anne', email, role: 'reader' as const, created_at: now };
    await subject.database.app.transaction().execute(async (tx) => {
      for (const [name, message] of Object.entries(SAMPLE_MAILS)) {
        if (!isToPerson(message)) continue;
        const [account, link] = [randomUUID(), randomUUID()];
        await tx
          .insertInto('account')
          .values({ ...person, id: account, email: `${link}@example.org` })
          .execute();
        const until = new Date(now.getTime() + 3_600_000);
        await planMailToPerson(tx, { id: link, account, email, language, until }, message, now);
        links.set(`${name} ${language}`, link);
      }
    });
  }

  it.each(cases)('has the expected content: %s (%s)', (name, language) => {
    const { parsed, to } = mails.get(`${name} ${language}`)!;
    const written = mailOf(name === asking ? asksIn(language) : SAMPLE_MAILS[name]!, language);
    expect(to).toEqual([`${language}@example.org`]);
    expect(parsed.subject).toBe(written.subject);
    expect(alike(parsed.text)).toBe(alike(written.text));
    expect(alike(parsed.html)).toBe(alike(written.html));
  });

  it.each(cases)('has the required headers, in a form that relays preserve: %s (%s)', (name, language) => {
    const { parsed, raw } = mails.get(`${name} ${language}`)!;
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...raw.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    const fields = fieldsOf(raw);
    const valueOf = (header: string): string | undefined => {
      const [field, ...more] = fields.filter(({ name: one }) => one.toLowerCase() === header.toLowerCase());
      expect(more).toEqual([]);
      if (field) expect([header, field.lines.length]).toEqual([header, 1]);
      return field?.lines[0]?.slice(header.length + 2);
    };
    expect(parsed.date!.getTime()).toBeGreaterThanOrEqual(began);
    expect(parsed.date!.getTime()).toBeLessThanOrEqual(subject.clock.now().getTime());
    expect(valueOf('Message-ID')).toMatch(/^<[\w-]{36}@example\.org>$/);
    expect(valueOf('Auto-Submitted')).toBe('auto-generated');
    expect(valueOf('X-Auto-Response-Suppress')).toBe('OOF, AutoReply');
    expect(valueOf('Content-Language')).toBe(language);
    expect(valueOf('In-Reply-To')).toBe(valueOf('References'));
    expect(valueOf('Precedence')).toBeUndefined();
    const unsubscribe = valueOf('List-Unsubscribe');
    if (name === asking || isToPerson(SAMPLE_MAILS[name]!))
      expect([unsubscribe, valueOf('List-Id')]).toEqual([undefined, undefined]);
    else {
      expect(unsubscribe).toMatch(
        /^<https:\/\/jalon\.example\.org\/subscriptions\/[\w-]{36}\/unsubscribe\?token=[\w-]{43}>$/,
      );
      expect(valueOf('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
      expect(valueOf('List-Id')).toBe('Jalon <jalon.example.org>');
    }
    // What is folded is folded where a blank stands: a relay that unfolds it, or folds it anew, changes nothing signed.
    for (const { lines } of fields)
      for (const line of lines) expect(line).toMatch(/^(?:[!-9;-~]+: ?|[ \t])[ -~]*[!-~]$/);
  });

  it('joins the thread of its subject, under a root that was never sent', () => {
    const roots = [...mails].map(([name, { parsed }]) => [name.split(/[ ,]/)[0], parsed.inReplyTo]);
    const rootsOf = (type: string) => new Set(roots.filter(([one]) => one === type).map(([, root]) => root));
    expect(rootsOf('subscription.failing')).toEqual(rootsOf('subscription.disabled'));
    expect(rootsOf('subscription.test')).toEqual(new Set([undefined]));
    expect(mails.get('changes.digest fr')!.parsed.inReplyTo).toBeUndefined();
    const one = mails.get('changes.digest, one alone fr')!.parsed.inReplyTo;
    expect(mails.get('event.recorded, granted fr')!.parsed.inReplyTo).toBe(one);
    expect(mails.get('deadline.reminder en')!.parsed.inReplyTo).toBe(one);
    const ids = [...mails.values()].map(({ parsed }) => parsed.messageId);
    expect(new Set(ids).size).toBe(mails.size);
    expect(ids).not.toContain(one);
  });
});
