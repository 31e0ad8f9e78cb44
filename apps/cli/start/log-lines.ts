import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { pino } from 'pino';

/** Whether people read the output; else a log collects it, as JSON lines. */
export const isForPeople = (): boolean => process.stdout.isTTY;

/** Lines of the log that are not of a child's own making. */
export const linesOf = (name: string) => pino({ base: { process: name } }, process.stdout);

/** Says what `jalon start` itself does: as it is to people, else as a line of the log with its fields. */
export function say(text: string, fields: Record<string, unknown> = {}): void {
  if (isForPeople()) console.log(text);
  else linesOf('start').info(fields, text);
}

/**
 * The output of the children, line by line: readable on a terminal, each line prefixed with the child's name; else as JSON, with
 * the name as `process`.
 */
export class LogLines {
  constructor(private readonly out: NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY'>>) {}

  follow(name: string, stream: Readable | null): void {
    if (!stream) return;
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
      this.print(name, line);
    });
  }

  print(name: string, line: string): void {
    const text = this.out.isTTY === true ? logLine(name, line, true) : jsonLine(name, line);
    this.out.write(`${text}\n`);
  }
}

/** A line of a log with the name of the process; anything else, such as the stack of a crash, becomes a line of its own. */
export function jsonLine(name: string, line: string): string {
  if (parse(line)) return `{"process":${JSON.stringify(name)},${line.slice(1)}`;
  let made = '';
  pino({ base: { process: name } }, { write: (text: string) => (made = text) }).info(line);
  return made.trimEnd();
}

const NAME_WIDTH = 6;
const colours: Record<string, number> = { warn: 33, error: 31, fatal: 31, debug: 90, trace: 90 };
const levels: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

interface Entry {
  level: string;
  time: Date;
  message: string;
  err?: { stack?: string; message?: string };
  req?: { method?: string; url?: string };
  res?: { statusCode?: number };
  responseTime?: number;
  [field: string]: unknown;
}

/** A readable log line: JSON becomes `10:15:02 api    info  text field=value`. */
export function logLine(name: string, line: string, inColour: boolean): string {
  const entry = parse(line);
  const who = name.padEnd(NAME_WIDTH);
  if (!entry) return `         ${who} ${line}`;
  const text = `${entry.time.toTimeString().slice(0, 8)} ${who} ${entry.level.padEnd(5)} ${messageOf(entry)}`;
  const colour = colours[entry.level];
  return inColour && colour ? `\u001b[${colour}m${text}\u001b[0m` : text;
}

/** A line of pino, as all programs log. */
function parse(line: string): Entry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, time, msg = '', ...rest } = JSON.parse(line) as Record<string, unknown>;
    if (typeof time !== 'number' || typeof level !== 'number') return undefined;
    return {
      ...rest,
      level: levels[level] ?? 'info',
      time: new Date(time),
      message: typeof msg === 'string' ? msg : JSON.stringify(msg),
    };
  } catch {
    return undefined;
  }
}

function messageOf(entry: Entry): string {
  const { level, time, pid, hostname, requestId, message, err, req, res, responseTime, ...rest } = entry;
  const words = [
    message,
    req && `${req.method ?? ''} ${req.url ?? ''}`,
    res && String(res.statusCode),
    responseTime !== undefined && `${Math.round(responseTime)} ms`,
    ...Object.entries(rest).map(([field, value]) => `${field}=${textOf(value)}`),
    err && `\n${err.stack ?? err.message ?? ''}`,
  ];
  return words.filter(Boolean).join(' ');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
