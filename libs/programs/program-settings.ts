import { z } from 'zod';
import { SingleSignOnSettingsSchema } from '#access/single-sign-on-settings.js';
import { DEFAULT_TIMEOUTS } from '#database/timeouts.js';
import { DeliverySettingsSchema } from '#subscriptions/delivery-settings.js';
import { EvidenceSettingsSchema } from '#evidence/evidence-settings.js';
import { witnessList } from '#proof/witnesses.js';
import { fileVariable, mayBeFile } from '#settings/secret-files.js';
import {
  onOff,
  postgresUrl,
  publicUrl,
  randomSecret,
  endedDays,
  ownPort,
  redisUrl,
  retentionDays,
  duration,
  logLevel,
  cidrList,
  count,
  origins,
  port,
  scryptCost,
  BadSettings,
  type Environment,
  readSettings,
} from '#settings/settings.js';

/** What every program connects to, and how it logs. */
const commonSettings = {
  DATABASE_URL: postgresUrl.meta({
    description:
      'PostgreSQL 15 or later, as the role of api and worker. `sslmode` and `sslrootcert` select [TLS](operating.md#tls-to-postgresql).',
    defaultText: 'the embedded database with `start`; else required',
  }),
  LOG_LEVEL: logLevel
    .default('info')
    .describe(
      'Least level that is logged. Logs are [JSON lines](operating.md#logs), except for `start` on a terminal.',
    ),
};

/** As `openDatabase` takes them, in milliseconds. */
interface Timeouts {
  connectMs: number;
  appendMs: number;
  statementMs: number;
  lockMs: number;
  silenceMs: number;
}

const NAMES = ['connect', 'append', 'statement', 'lock', 'silence'];

const timesIn = (text: string) => text.split(',').map((part) => part.trim().split('='));

/** The setting of a program that bounds its waits for PostgreSQL. */
const databaseTimeouts = (defaults: Timeouts) => ({
  DATABASE_TIMEOUTS: z
    .string()
    .refine(
      (text) => timesIn(text).every(([name = '', time]) => NAMES.includes(name) && duration.safeParse(time).success),
      {
        error:
          'must be times from 1ms to 60min such as connect=10s,statement=1min, of connect, append, statement, lock and silence',
      },
    )
    .transform((text): Timeouts => {
      const given = timesIn(text).map(([name = '', time]) => [`${name}Ms`, duration.parse(time)] as const);
      return { ...defaults, ...Object.fromEntries(given) };
    })
    .default(defaults)
    .meta({
      description:
        'Limits of [waits for PostgreSQL](operating.md#database-connections) that differ from the defaults, such as `connect=10s,statement=1min`.',
      defaultText: 'see there',
    }),
});

/** The settings of the api. */
export const ApiSettingsSchema = z.object({
  ...DeliverySettingsSchema.shape,
  ...EvidenceSettingsSchema.shape,
  ...SingleSignOnSettingsSchema.shape,
  ...commonSettings,
  ...databaseTimeouts(DEFAULT_TIMEOUTS),
  HOST: z.string().default('127.0.0.1').describe('Address on which the api listens; `0.0.0.0` is all of them.'),
  PORT: port.default(3_000).describe('Port of the api; `0` takes any free one.'),
  TRUST_PROXY: cidrList.default([]).describe(
    `Networks of reverse proxies, such as \`10.0.0.0/8, fd00::/8\`. The client is the last address in \`X-Forwarded-For\`
     that is not one of them.`,
  ),
  CORS_ORIGINS: origins.default([]).describe(
    `Origins of web applications that may call REST from a browser, such as
     \`https://app.example.org, http://localhost:5173\`, or \`*\` for all; see [api.md](api.md#conventions).`,
  ),
  JALON_ADMIN_KEY: randomSecret.optional().meta({
    description: 'An API key with scope `admin`: 32 random bytes, from `openssl rand -hex 32`.',
    defaultText: 'generated and shown once with `start`; else none',
  }),
  PASSWORD_COST: scryptCost.default(15).describe(
    `Binary logarithm of the cost of hashing [passwords](accounts.md#what-is-stored): 15 takes 32 MB of memory, 16 twice
     that and twice the time.`,
  ),
  PUBLIC_READ: onOff.default(false).meta({
    description: 'Read providers, dossiers, schemes, changes and deadlines without a key.',
    defaultText: 'off; on with the embedded database',
  }),
  PUBLIC_FOLLOW: onOff
    .default(true)
    .describe(
      'With `PUBLIC_READ` and a mail server, anybody may follow a provider, dossier or scheme with an address, which confirms it.',
    ),
  JALON_STREAMS_EACH: count(1_000)
    .default(20)
    .describe('Event streams open at once per API key, or per address without one.'),
  METRICS_PORT: ownPort
    .optional()
    .describe(
      'Port of this machine, or address such as `0.0.0.0:9464`, that serves [metrics](operating.md#monitoring) without a key.',
    ),
});

/** The settings of the worker. */
export const WorkerSettingsSchema = z.object({
  ...DeliverySettingsSchema.shape,
  ...EvidenceSettingsSchema.shape,
  ...commonSettings,
  /** Longer than those of the API: nobody waits for its answer. */
  ...databaseTimeouts({ ...DEFAULT_TIMEOUTS, connectMs: 30_000, statementMs: 300_000, lockMs: 30_000 }),
  REDIS_URL: redisUrl.optional().meta({
    description: 'Redis or Valkey for the queues, with `maxmemory-policy noeviction`.',
    defaultText: 'queues on PostgreSQL',
  }),
  WORKER_PORT: ownPort
    .optional()
    .describe(
      'Port of this machine, or address such as `0.0.0.0:9465`, that serves [health and metrics](operating.md#monitoring) of the worker without a key.',
    ),
  JALON_RETENTION_DAYS: retentionDays.default(400).describe(
    `Days after which settled messages, past reminders and the activity are [removed](operating.md#retention): 90 or more, or
     \`never\`.`,
  ),
  JALON_ENDED_DAYS: endedDays
    .default(30)
    .describe(
      'Days after which ended subscriptions and their addresses are [removed](operating.md#retention), or `never`.',
    ),
  JALON_PROOF_FOLDER: z.string().optional().meta({
    description: 'Folder of the key that signs the heads of the [log](proof.md), and of the last one that was signed.',
    defaultText: '`proof` in `JALON_HOME` with the embedded database; else nothing is signed',
  }),
  JALON_WITNESSES: witnessList
    .default([])
    .describe('[Witnesses](proof.md#witnesses) of the log: keys with addresses, separated by commas.'),
  JALON_REGISTER_FETCH: onOff
    .default(false)
    .describe(
      'Fetch public registers that have `url` and `everyHours`, see [registers.md](registers.md#scheduled-fetching).',
    ),
});

/** Settings that only `jalon start` and commands beside it have. */
const ownSettings = {
  JALON_HOME: z
    .string()
    .default('.jalon')
    .describe('Folder of the embedded database, its passwords, the secret and the admin key.'),
  JALON_SAMPLE: onOff.default(true).describe('Load the sample ledger at the first start of an embedded database.'),
  MIGRATION_DATABASE_URL: postgresUrl.optional().meta({
    description: 'The same database as `DATABASE_URL`, as the role that owns the schema.',
    defaultText: '`DATABASE_URL`',
  }),
};

/**
 * The settings of `jalon start` and of its children, so that an invalid value fails the start with one line. The children
 * read the environment themselves; what `jalon start` chooses for them is optional here.
 */
export const StartSettingsSchema = z.object({
  ...WorkerSettingsSchema.shape,
  ...ApiSettingsSchema.shape,
  ...ownSettings,
  DATABASE_URL: postgresUrl.optional(),
  JALON_SECRET: randomSecret.optional(),
  PUBLIC_READ: onOff.optional(),
  PUBLIC_URL: publicUrl.optional(),
});

export type StartSettings = z.infer<typeof StartSettingsSchema>;

/** Of the api, the worker and their metrics, two of which would open the same port: one would answer for the other. */
export function sharedPorts(settings: StartSettings): string[] {
  const { HOST, PORT, METRICS_PORT, WORKER_PORT } = settings;
  const opened = [
    { name: 'PORT', host: HOST, port: PORT },
    { name: 'METRICS_PORT', host: '', port: 0, ...METRICS_PORT },
    { name: 'WORKER_PORT', host: '', port: 0, ...WORKER_PORT },
  ].filter(({ port }) => port !== 0);
  return opened.flatMap(({ name, host, port }, index) => {
    const before = opened.slice(0, index).find((one) => one.port === port && isShared(one.host, host));
    return before ? [`${name} must be another port than ${before.name}, but both are ${port}`] : [];
  });
}

const EVERYWHERE = ['0.0.0.0', '::'];

const isShared = (one: string, other: string): boolean =>
  one === other || EVERYWHERE.includes(one) || EVERYWHERE.includes(other);

/** Settings of the command line that are no setting of a program. */
const CommandSettingsSchema = z.object({
  ...ownSettings,
  JALON_URL: z.string().default('http://127.0.0.1:3000').describe('Address of Jalon, for commands that call its API.'),
  JALON_KEY: z.string().optional().describe('API key of these commands.'),
  JALON_CLOCK: z
    .string()
    .optional()
    .describe(
      'Instant at which the clock starts, for tests and demonstrations, such as `2026-11-23T08:00:00Z`; refused when `NODE_ENV=production`.',
    ),
});

/** The settings of each program; the command line includes `start`, which passes those of the others on. */
export const PROGRAMS = { api: ApiSettingsSchema, worker: WorkerSettingsSchema, jalon: CommandSettingsSchema };

/** The names of all settings, with those of secrets in files. */
export const SETTING_NAMES: ReadonlySet<string> = new Set(
  Object.values(PROGRAMS)
    .flatMap((schema) => Object.keys(schema.shape))
    .flatMap((name) => (mayBeFile(name) ? [name, fileVariable(name)] : [name])),
);

/** Settings of earlier releases: a warning, not a refusal to start. */
const RETIRED = [
  'DASHBOARD_PORT',
  'DATABASE_APPEND_TIMEOUT',
  'DATABASE_CONNECT_TIMEOUT',
  'DATABASE_LOCK_TIMEOUT',
  'DATABASE_READ_URL',
  'DATABASE_READ_URL_FILE',
  'DATABASE_SILENCE_TIMEOUT',
  'DATABASE_STATEMENT_TIMEOUT',
  'JALON_APPEND_QUEUE',
  'JALON_NEWS_DAYS',
  'JALON_STREAMS',
  'METRICS_HOST',
  'REQUEST_IDLE_TIMEOUT',
  'REQUEST_TIMEOUT',
  'WORKER_HOST',
];

export const retiredSettings = (env: Environment): string[] => RETIRED.filter((name) => (env[name] ?? '') !== '');

/** Passed by `jalon start` to its children. */
const OFFSET = 'JALON_CLOCK_OFFSET';

/** Kubernetes describes each service to every container of its namespace: of the service `jalon`, `JALON_PORT=tcp://…`. */
const OF_A_SERVICE = /^JALON_(?:\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_\w+)?)$/;

const isOfAService = (name: string, value: string): boolean =>
  OF_A_SERVICE.test(name) && (name !== 'JALON_PORT' || value.includes('://'));

/**
 * A program's settings. Misspelt names are refused, so that no setting is ignored.
 *
 * @throws BadSettings for invalid values and for unknown names that begin with `JALON_`
 */
export function programSettings<S extends z.ZodObject>(schema: S, env: Environment): z.output<S> {
  const unknown = unknownSettings(env);
  if (unknown.length > 0) throw new BadSettings(unknown);
  return readSettings(schema, { ...env, ...portOf('METRICS', env), ...portOf('WORKER', env) });
}

/** Until the next release, so that the probes of an installation go on: a host that was set beside the port still counts. */
function portOf(name: 'METRICS' | 'WORKER', env: Environment): Environment {
  const [host, port] = [env[`${name}_HOST`], env[`${name}_PORT`]];
  return host && port && !port.includes(':') ? { [`${name}_PORT`]: `${host}:${port}` } : {};
}

/** A line for each variable that begins with `JALON_` and is no setting. */
export function unknownSettings(env: Environment): string[] {
  return Object.entries(env).flatMap(([name, value = '']) => {
    if (!name.startsWith('JALON_') || name.startsWith('JALON_TEST_') || value === '') return [];
    if (SETTING_NAMES.has(name) || RETIRED.includes(name) || name === OFFSET || isOfAService(name, value)) return [];
    const near = nearest(name);
    return [
      `${name} is unknown${near === undefined ? ' (jalon doctor --settings lists all)' : `; did you mean ${near}?`}`,
    ];
  });
}

/** The setting that was probably meant: `JALON_ADMIN_KY`, `JALON_PORT` or `JALON_METRICS_PORT`. */
function nearest(name: string): string | undefined {
  const bare = name.slice('JALON_'.length);
  const candidates = [...SETTING_NAMES].map((known) => ({
    known,
    distance: Math.min(distance(name, known), distance(bare, known)),
  }));
  const [best] = candidates.toSorted((one, other) => one.distance - other.distance);
  return best && best.distance <= Math.max(1, Math.floor(bare.length / 3)) ? best.known : undefined;
}

/** Number of letters to insert, delete or replace (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [column, against] of Array.from(other).entries()) {
      const replaced = (row[column] ?? 0) + (letter === against ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
