import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { aborted } from '#concurrency/timeout.js';
import type { Environment } from '#settings/settings.js';
import { UserError } from '../terminal.js';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** After running this long, the pause before a restart is reset. */
const RESET_AFTER_MS = 60_000;
/** The worker finishes pending deliveries and exits within 28 s. */
const STOP_MS = 32_000;

/**
 * A supervised child process: restarted when it exits, after a pause that doubles. An exit before everything has started
 * fails the start. The child is in its own session, so that Ctrl-C in a terminal reaches only the parent, which stops the
 * children before the database. If the parent is killed, the child notices the closed IPC channel.
 */
export class Supervised {
  #child: ChildProcess | undefined;
  #pause = FIRST_PAUSE_MS;
  #timer: NodeJS.Timeout | undefined;
  #state: 'starting' | 'running' | 'stopping' = 'starting';

  constructor(
    private readonly name: string,
    private readonly script: string,
    private readonly env: Environment,
    private readonly lines: LogLines,
  ) {}

  start(onFailure: (failure: Error) => void): void {
    const startedAt = performance.now();
    const child = spawn(process.execPath, ['--enable-source-maps', this.script], {
      env: this.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.lines.follow(this.name, child.stdout);
    this.lines.follow(this.name, child.stderr);
    child.on('close', (code, signal) => {
      this.#child = undefined;
      const how = `exited ${signal ? `on ${signal}` : `with code ${String(code)}`}`;
      if (this.#state === 'stopping') return;
      if (this.#state === 'starting') {
        onFailure(new UserError(`The ${this.name} ${how} during the start; see its output above.`));
        return;
      }
      if (performance.now() - startedAt > RESET_AFTER_MS) this.#pause = FIRST_PAUSE_MS;
      this.lines.print(this.name, `${how}; restarting in ${this.#pause / 1000} s`);
      this.#timer = setTimeout(() => {
        this.start(onFailure);
      }, this.#pause);
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
    });
  }

  /** From now on the child is restarted when it exits. */
  hasStarted(): void {
    if (this.#state === 'starting') this.#state = 'running';
  }

  /** SIGTERM, then SIGKILL if it takes too long. */
  async stop(): Promise<void> {
    this.#state = 'stopping';
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    const forced = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await closed;
    clearTimeout(forced);
  }

  kill(): void {
    this.#state = 'stopping';
    this.#child?.kill('SIGKILL');
  }
}

/** Signals this close together are one Ctrl-C: the terminal sends it to npm and to this process, and npm forwards it. */
const SAME_SIGNAL_MS = 500;

/**
 * The shutdown of a start, however far it has come: stops everything in reverse order, the database last. The first SIGINT
 * or SIGTERM shuts down in order, the second immediately.
 */
export class Shutdown {
  /** Aborted when the shutdown begins. */
  readonly signal: AbortSignal;
  /** The cause, unless a signal was. */
  failure: Error | undefined;
  readonly #abort = new AbortController();
  readonly #steps: { orderly: () => Promise<void>; atOnce: () => void }[] = [];
  #signalledAt: number | undefined;

  constructor() {
    this.signal = this.#abort.signal;
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(name, () => {
        this.#handleSignal();
      });
    // When the reader of the output is gone, go on without it until a signal arrives.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  }

  /** Registers how to stop something that was just started. */
  add(orderly: () => Promise<void>, atOnce: () => void): void {
    this.#steps.push({ orderly, atOnce });
  }

  /** Shuts down because of a failure. */
  fail(failure: Error): void {
    this.failure ??= failure;
    this.#abort.abort();
  }

  /** Resolves on a signal, rejects on a failure. */
  async wanted(): Promise<void> {
    await aborted(this.signal);
    if (this.failure) throw this.failure;
  }

  async complete(): Promise<void> {
    for (const step of this.#steps.toReversed()) await step.orderly();
    this.#steps.length = 0;
  }

  #handleSignal(): void {
    const now = performance.now();
    this.#signalledAt ??= now;
    if (now - this.#signalledAt > SAME_SIGNAL_MS) {
      for (const step of this.#steps.toReversed()) step.atOnce();
      process.exit(130);
    }
    if (!this.signal.aborted) console.error('\nStopping …');
    this.#abort.abort();
  }
}

/** The output of the children, line by line, each prefixed with the child's name. */
export class LogLines {
  constructor(private readonly out: NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY'>>) {}

  follow(name: string, stream: Readable | null): void {
    if (!stream) return;
    createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => {
      this.print(name, line);
    });
  }

  print(name: string, line: string): void {
    this.out.write(`${logLine(name, line, this.out.isTTY === true)}\n`);
  }
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

/** Fastify and the worker log with pino, where levels are numbers; Nest's logger names the fields differently. */
function parse(line: string): Entry | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, time, timestamp, msg, message, ...rest } = JSON.parse(line) as Record<string, unknown>;
    const at = time ?? timestamp;
    if (typeof at !== 'number' || (typeof level !== 'number' && typeof level !== 'string')) return undefined;
    const text = msg ?? message ?? '';
    return {
      ...rest,
      level: typeof level === 'string' ? level : (levels[level] ?? 'info'),
      time: new Date(at),
      message: typeof text === 'string' ? text : JSON.stringify(text),
    };
  } catch {
    return undefined;
  }
}

function messageOf(entry: Entry): string {
  const { level, time, pid, hostname, reqId, message, err, req, res, responseTime, ...rest } = entry;
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
