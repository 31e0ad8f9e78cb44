import type { AddressInfo, Socket } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { tlsCertificate, tlsKey } from '#test/tls-certificates.js';
import { until } from '#test/until.js';

export interface ReceivedMail {
  /** As the SMTP envelope says. */
  to: string[];
  from: string;
  /** What a server puts into a report about it. */
  envelopeId: string | null;
  /** The connection was encrypted. */
  secure: boolean;
  raw: string;
  parsed: ParsedMail;
}

export interface SmtpReceiver {
  /** For `SMTP_URL`. */
  url: string;
  received: ReceivedMail[];
  /** Waits until `count` mails have come, and gives them all. */
  waitFor(count: number): Promise<ReceivedMail[]>;
  /** From now on every recipient (or, with `at`, sender or mail) is refused so; without one all are taken. */
  refuse: { code: number; message: string; at?: 'sender' | 'mail' } | undefined;
  /** While set, the connection is cut right after a mail has been taken, without a word. */
  drop: boolean;
  /** How many connections were opened. */
  connections: number;
  /** How many of them are open. */
  readonly open: number;
  /** Cuts all connections, without a word. */
  cut(): void;
  /** How many recipients were asked for. */
  asked: number;
  /** While set, mails are taken and not acknowledged before this resolves. */
  stall: Promise<void> | undefined;
  close(): Promise<void>;
}

/** A real SMTP server on the loopback, without login, which remembers what it is sent. @param startTls whether it is offered */
export async function startSmtpReceiver({ startTls = false } = {}): Promise<SmtpReceiver> {
  const received: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: startTls ? ['AUTH'] : ['STARTTLS', 'AUTH'],
    key: tlsKey,
    cert: tlsCertificate,
    hideDSN: false,
    hideENHANCEDSTATUSCODES: true, // refusals are worded by the tests
    onMailFrom(_address, _session, callback) {
      callback(refusal('sender'));
    },
    onRcptTo(_address, _session, callback) {
      receiver.asked++;
      callback(refusal(undefined));
    },
    onData(stream, session, callback) {
      void take(stream).then(async ({ raw, parsed }) => {
        const { mailFrom, rcptTo, dsn } = session.envelope;
        const to = rcptTo.map(({ address }) => address);
        const from = mailFrom ? mailFrom.address : '';
        received.push({ to, from, envelopeId: dsn?.envid ?? null, secure: session.secure, raw, parsed });
        await receiver.stall;
        if (receiver.drop) receiver.cut();
        else callback(refusal('mail'));
      }, callback);
    },
  });
  const refusal = (at: 'sender' | 'mail' | undefined): Error | null => {
    const { refuse } = receiver;
    if (!refuse || refuse.at !== at) return null;
    return Object.assign(new Error(refuse.message), { responseCode: refuse.code });
  };
  const sockets = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    receiver.connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('error', () => undefined); // a client that dies in the middle of a mail is no fault of the server
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const receiver: SmtpReceiver = {
    url: `smtp://127.0.0.1:${port}`,
    received,
    refuse: undefined,
    drop: false,
    connections: 0,
    get open() {
      return sockets.size;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    asked: 0,
    stall: undefined,
    async waitFor(count) {
      await until(() => received.length >= count);
      return received;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        receiver.cut(); // kept open by a pool, they would delay it
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
