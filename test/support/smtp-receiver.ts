import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { until } from '#test/until.js';

export interface ReceivedMail {
  /** As the SMTP envelope says. */
  to: string[];
  raw: string;
  parsed: ParsedMail;
}

export interface SmtpReceiver {
  /** For `SMTP_URL`. */
  url: string;
  received: ReceivedMail[];
  /** Waits until `count` mails have come, and gives them all. */
  waitFor(count: number): Promise<ReceivedMail[]>;
  /** From now on every recipient is refused so; without one all are taken. */
  refuse: { code: number; message: string } | undefined;
  /** While set, mails are taken and not acknowledged before this resolves. */
  stall: Promise<void> | undefined;
  close(): Promise<void>;
}

/** A real SMTP server on the loopback, without encryption or login, which remembers what it is sent. */
export async function startSmtpReceiver(): Promise<SmtpReceiver> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo(_address, _session, callback) {
      const { refuse } = receiver;
      callback(refuse ? Object.assign(new Error(refuse.message), { responseCode: refuse.code }) : null);
    },
    onData(stream, session, callback) {
      void take(stream).then(async ({ raw, parsed }) => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw, parsed });
        await receiver.stall;
        callback();
      }, callback);
    },
  });
  server.on('error', () => undefined); // a client that dies in the middle of a mail is no fault of the server
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const receiver: SmtpReceiver = {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuse: undefined,
    stall: undefined,
    async waitFor(count) {
      await until(() => received.length >= count);
      return received;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
  return receiver;
}

async function take(stream: NodeJS.ReadableStream): Promise<{ raw: string; parsed: ParsedMail }> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  const raw = Buffer.concat(chunks);
  return { raw: raw.toString('utf8'), parsed: await simpleParser(raw) };
}
