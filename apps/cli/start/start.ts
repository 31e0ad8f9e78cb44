import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { pause } from '#concurrency/timeout.js';
import { Clock } from '#database/clock.js';
import { type EmbeddedServer, startEmbedded, tryPort } from '#database/embedded/embedded.js';
import { storedSecret, writeWhole } from '#database/embedded/home-folder.js';
import { isAlive, signal as send } from '#database/embedded/processes.js';
import { programSettings, type StartSettings, sharedPorts, StartSettingsSchema } from '#programs/program-settings.js';
import { REPORT_MS, REPORTS_MISSED, AWAITS_SAMPLE, SAMPLE_LOADED } from '#programs/supervision.js';
import { inPackage } from '#settings/in-package.js';
import { type Environment, BadSettings } from '#settings/settings.js';
import type { DatabaseUrls } from '../database-commands.js';
import { UserError } from '../terminal.js';
import { LogLines, say, isForPeople } from './log-lines.js';
import { type CreatedKey, isSampleDue, prepared, StepFailed } from './preparation.js';
import { Shutdown } from './shutdown.js';

const WATCH_MS = 2_000;
/** Attempts that fail, of which one is printed. */
const TOLD_EVERY = 30;

interface ProvidedDatabase extends DatabaseUrls {
  embedded: boolean;
  /** `JALON_SECRET`, or the secret stored in the home. */
  secret: string;
}

/** The database of DATABASE_URL, or else an embedded one, which is stopped with this process. */
async function provideDatabase(settings: StartSettings, shutdown: Shutdown): Promise<ProvidedDatabase> {
  const { DATABASE_URL: appUrl, JALON_SECRET: secret } = settings;
  if (appUrl) {
    if (!secret)
      throw new BadSettings(['JALON_SECRET is required with DATABASE_URL (create one with: openssl rand -hex 32)']);
    return { appUrl, ownerUrl: settings.MIGRATION_DATABASE_URL ?? appUrl, embedded: false, secret };
  }
  const server = await startEmbedded(settings.JALON_HOME);
  const stopping = new AbortController();
  const watching = keepRunning(server, AbortSignal.any([shutdown.signal, stopping.signal]));
  shutdown.add(
    async () => {
      stopping.abort(); // also when the start failed before a signal
      await watching; // else the server could be started again
      await server.stop();
    },
    () => {
      send(server.pid, 'SIGQUIT');
    },
  );
  if (server.adopted) say('Using the database of an earlier start, which is still running.');
  if (server.setAside) say(`The data of a deleted home folder was moved to ${server.setAside}.`);
  for (const folder of server.abandoned) say(`Its home is gone, its data remain: ${folder}`);
  return { ...server, embedded: true, secret: secret ?? (await homeSecret(settings.JALON_HOME)) };
}

/**
 * Starts the server again when it died, for whatever reason, as often as it takes: it may die again during its recovery. Api and
 * worker wait, and reconnect by themselves. Resolves when the signal aborts.
 */
async function keepRunning(server: EmbeddedServer, signal: AbortSignal): Promise<void> {
  let failed = 0;
  for (;;) {
    await pause(WATCH_MS, signal);
    if (signal.aborted) return;
    if (await isAlive(server.pid)) continue;
    if (failed === 0) say('The embedded PostgreSQL has stopped; starting it again.');
    try {
      await server.restart();
      failed = 0;
      say('The embedded PostgreSQL runs again.');
    } catch (error) {
      if (failed % TOLD_EVERY === 0)
        say(`The embedded PostgreSQL cannot be started yet; trying again. ${(error as Error).message}`);
      failed += 1;
    }
  }
}

async function homeSecret(home: string): Promise<string> {
  const stored = await storedSecret(home);
  if (stored) return stored;
  const made = randomBytes(32).toString('base64url');
  await writeWhole(join(home, 'secret'), `${made}\n`);
  return made;
}

/** The port for the API to listen on; 0 chooses a free one. Checked before anything is started. */
async function requireFreePort(host: string, port: number): Promise<number> {
  const free = await tryPort(host, port).catch((error: unknown) => {
    throw new UserError(`Cannot listen on ${host} port ${port}: ${(error as Error).message}. Check HOST and PORT.`);
  });
  if (free !== undefined) return free;
  throw new UserError(`Port ${port} on ${host} is in use. Stop the other program or set PORT.`);
}

function addressOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${port}`;
}

/**
 * Starts the database, migrates it, creates the admin key, starts API and worker, and loads the sample ledger. Each step is
 * idempotent: an earlier start may have done it, or been interrupted by a crash.
 */
async function start(settings: StartSettings, env: Environment, shutdown: Shutdown): Promise<void> {
  const offset = clockOffset(env);
  const shared = sharedPorts(settings);
  if (shared.length > 0) throw new BadSettings(shared);
  const port = await requireFreePort(settings.HOST, settings.PORT);
  const database = await provideDatabase(settings, shutdown);
  shutdown.signal.throwIfAborted();
  const address = addressOf(settings.HOST, port);
  const childEnv = {
    ...env,
    HOST: settings.HOST,
    PORT: String(port),
    PUBLIC_URL: settings.PUBLIC_URL ?? address,
    DATABASE_URL: database.appUrl,
    DATABASE_URL_FILE: undefined,
    MIGRATION_DATABASE_URL: undefined,
    MIGRATION_DATABASE_URL_FILE: undefined,
    PUBLIC_READ: (settings.PUBLIC_READ ?? database.embedded) ? 'on' : 'off',
    JALON_SECRET: database.secret,
    JALON_SECRET_FILE: undefined,
    JALON_PROOF_FOLDER:
      settings.JALON_PROOF_FOLDER ?? (database.embedded ? join(settings.JALON_HOME, 'proof') : undefined),
    JALON_CLOCK: undefined,
    JALON_CLOCK_OFFSET: offset === 0 ? undefined : String(offset),
  };
  const loadsSample = database.embedded && (await isSampleDue(settings));
  const ownerEnv = { ...childEnv, MIGRATION_DATABASE_URL: database.ownerUrl };
  const asked = { step: 'database', isEmbedded: database.embedded, loadsSample } as const;
  let created = await prepared(asked, ownerEnv, shutdown);
  const lines = new LogLines(process.stdout);
  const supervised = (name: string) => new Supervised(name, inPackage(`dist/apps/${name}/main.js`), childEnv, lines);
  const [api, worker] = [supervised('api'), supervised('worker')];
  for (const child of [api, worker]) {
    child.start(
      (failure) => {
        shutdown.fail(failure);
      },
      child === api && loadsSample ? [AWAITS_SAMPLE] : [],
    );
    shutdown.add(
      () => child.stop(),
      () => {
        child.kill();
      },
    );
  }
  if (loadsSample) {
    await untilOk(`${address}/healthz`, shutdown.signal);
    created = await prepared({ step: 'sample', address }, ownerEnv, shutdown);
    api.tell(SAMPLE_LOADED);
  }
  await untilOk(`${address}/readyz`, shutdown.signal);
  for (const child of [api, worker]) child.hasStarted();
  greet({ address, ...created, openToRead: childEnv.PUBLIC_READ === 'on' });
}

export const startCommand = (): Command =>
  new Command('start')
    .description('Run Jalon on this machine: database, API and worker.')
    .addHelpText(
      'after',
      `
Without DATABASE_URL, runs an embedded PostgreSQL with its data in JALON_HOME and loads a sample ledger at the first
start. Ctrl-C stops everything; your data is kept.

Environment variables (default):
  HOST, PORT               address and port of the API (127.0.0.1, 3000)
  JALON_HOME               folder of the embedded database and of generated secrets (.jalon)
  JALON_SAMPLE             load the sample ledger at the first start with an embedded database (on)
  DATABASE_URL             PostgreSQL, as the role used by the API and the worker (embedded)
  JALON_SECRET             encrypts webhook secrets; required with DATABASE_URL
  SMTP_URL, MAIL_FROM      mail server and sender (mails stay in the database, unsent)
  PUBLIC_URL               base of links in mails (http:// with HOST and PORT)
  JALON_CLOCK              start the clock at this instant, for tests and demonstrations
jalon doctor --settings lists all of them.

Examples:
  jalon start
  PORT=8080 JALON_SAMPLE=off jalon start
  JALON_CLOCK=2026-11-23T08:00:00Z jalon start`,
    )
    .action(async () => {
      const shutdown = new Shutdown();
      try {
        await start(programSettings(StartSettingsSchema, process.env), process.env, shutdown);
        await shutdown.wanted();
      } catch (error) {
        if (shutdown.failure) throw shutdown.failure;
        if (error instanceof StepFailed) process.exitCode = 1;
        else if (!shutdown.signal.aborted) throw error;
      } finally {
        await shutdown.complete();
      }
    });

/** One offset for the ledger, API and worker, so that the clock of a restarted child does not jump back. */
function clockOffset(env: Environment): number {
  try {
    return Clock.fromEnvironment({ ...env }).offsetMs;
  } catch (error) {
    throw new BadSettings([(error as Error).message]);
  }
}

const PATIENCE_MS = 60_000;
const PROGRESS_MS = 10_000;
const POLL_MS = 100;

/** Waits until the API responds with 200, as long as its answers show that it comes on. */
async function untilOk(address: string, signal: AbortSignal): Promise<void> {
  let [last, since, printed] = ['no answer', performance.now(), performance.now()];
  while (performance.now() - since < PATIENCE_MS) {
    signal.throwIfAborted();
    const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
    if (answer?.ok) return;
    const { detail = last } = ((await answer?.json().catch(() => undefined)) ?? {}) as { detail?: string };
    if (detail !== last) [last, since] = [detail, performance.now()];
    if (performance.now() - printed > PROGRESS_MS) {
      say(`Not ready yet: ${last}.`);
      printed = performance.now();
    }
    await sleep(POLL_MS, undefined, { signal });
  }
  throw new UserError(`The API was not ready after ${PATIENCE_MS / 1000} s: ${last}`);
}

function greet({ address, newKey, keyFile, openToRead }: CreatedKey & { address: string; openToRead: boolean }): void {
  if (!isForPeople()) {
    say('Jalon is running.', { address, ...(keyFile !== undefined && { adminKeyFile: keyFile }) });
    return;
  }
  const shown = newKey ?? '<your key>';
  const authorization = openToRead ? '' : ` -H "Authorization: Bearer ${shown}"`;
  const signIn = `${openToRead ? 'To record events, sign in' : 'Sign in'} with ${newKey ? 'the key below' : 'an API key'}.`;
  const key = newKey
    ? `
  Admin key   ${newKey}
              Store it now; it is not shown again. To create others: npx jalon keys create`
    : '';
  console.log(`
  Jalon is running.

  Address     ${address}
              Open it in a browser for the console. ${signIn}
  Reference   ${address}/docs${key}

  List certifications from the command line:
    curl -s${authorization} '${address}/v1/dossiers?limit=5'

  Ctrl-C stops it; your data is kept.
`);
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** After running this long, the pause before a restart is reset. */
const RESET_AFTER_MS = 60_000;
/** The worker finishes pending deliveries and exits within 28 s. */
const STOP_MS = 32_000;
/** V8 otherwise lets the space of new objects grow to 32 MB in each process while it starts, and keeps it. */
const FLAGS = ['--max-semi-space-size=2'];
/** glibc otherwise keeps what was freed in up to eight arenas a core. */
const ARENAS = { MALLOC_ARENA_MAX: '2' };

/**
 * A supervised child process: restarted when it exits, after a pause that doubles, and ended when it no longer reports that its
 * event loop runs, if it ever did. An exit before everything has started fails the start. The child is in its own session,
 * so that Ctrl-C in a terminal reaches only the parent, which stops the children before the database. If the parent is
 * killed, the child notices the closed IPC channel.
 */
class Supervised {
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

  /** @param args not of a child that is started again */
  start(onFailure: (failure: Error) => void, args: readonly string[] = []): void {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [...FLAGS, this.script, ...args], {
      env: { ...ARENAS, ...this.env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.lines.follow(this.name, child.stdout);
    this.lines.follow(this.name, child.stderr);
    let missed = Number.NaN; // until its first report
    child.on('message', () => (missed = 0));
    const counting = setInterval(() => {
      missed += 1;
      if (missed > REPORTS_MISSED) child.kill('SIGKILL');
    }, REPORT_MS);
    child.on('close', (code, signal) => {
      clearInterval(counting);
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

  /** Unless the child has just ended, which `onFailure` is told. */
  tell(message: string): void {
    if (this.#child?.connected === true) this.#child.send(message, () => undefined);
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
