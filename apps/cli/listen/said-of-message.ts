import type { DataOf, PayloadType } from '#notifications/webhook/payload.js';
import type { Handled } from './local-endpoint.js';

interface Subject {
  provider: { name: string } | null;
  dossier: { service: string | null } | null;
  scheme: string | null;
}

/** One line: when, what about, and what became of it. Below it, the response if it was not accepted, or the body if asked for. */
export function saidOf(
  { body, handled, note, at }: { body: string; handled: Handled; note?: string | undefined; at: Date },
  isBodyShown: boolean,
): string {
  const { type, subject, payload } = contentOf(body);
  const { status, tookMs, invalid, body: answer = '' } = handled;
  const what = [timeOf(at), type.padEnd(LONGEST_TYPE), subject, String(status ?? '-'), `${tookMs} ms`];
  const line = printable([...what, invalid, note].filter(Boolean).join('  '));
  const isTaken = status !== undefined && status < 300;
  const response = isTaken || invalid !== undefined || answer === '' ? [] : [`  ${printable(answer.slice(0, MOST))}`];
  const shown = isBodyShown ? [JSON.stringify(payload, undefined, 2).split('\n').map(printable).join('\n')] : [];
  return [line, ...response, ...shown].join('\n');
}

const LONGEST_TYPE = 'subscription.verification'.length;
const MOST = 300;

/** In the time zone of this machine. */
export const timeOf = (at: Date): string => at.toLocaleTimeString('en-GB');

/** Nothing that is received may control the terminal. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');

interface Content {
  type: string;
  subject: string;
  payload: unknown;
}

function contentOf(body: string): Content {
  try {
    const payload = JSON.parse(body) as { type?: unknown; data?: unknown } | null;
    const type = typeof payload?.type === 'string' ? payload.type.replace(/^jalon\./, '') : 'message';
    return { type, subject: subjectOf(type as PayloadType, payload?.data), payload };
  } catch {
    return { type: 'unreadable', subject: '', payload: body };
  }
}

type Said = { [T in PayloadType]?: (data: DataOf<T>) => string };

const SUBJECTS: Said = {
  'event.recorded': (data) => `${data.type}: ${aboutOf(data)}`,
  'import.summary': ({ events }) => `${events} events`,
  'register.read': ({ name, day, changes }) => `${name}, ${day}: ${changes} changes`,
  'deadline.reminder': ({ kind, provider, service, scheme, due }) =>
    `${kind}: ${[provider, service].filter(Boolean).join(', ')} (${scheme}), due ${due}`,
  'deadline.digest': ({ reminders }) => `${reminders.length} deadlines`,
  'ledger.reset': ({ epoch, position }) => `epoch ${epoch}, position ${position}`,
};

const subjectOf = (type: PayloadType, data: unknown): string =>
  (SUBJECTS[type] as ((data: unknown) => string) | undefined)?.(data) ?? '';

function aboutOf({ provider, dossier, scheme }: Subject): string {
  const name = [provider?.name, dossier?.service].filter(Boolean).join(', ');
  return name === '' ? (scheme ?? 'a register') : scheme === null ? name : `${name} (${scheme})`;
}
