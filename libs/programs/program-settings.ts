import { z } from 'zod';
import { fileVariable, mayBeFile } from '#settings/secret-files.js';
import { BadSettings, type Environment, readSettings } from '#settings/settings.js';
import { ApiSettingsSchema } from './api-settings.js';
import { ownSettings } from './start-settings.js';
import { WorkerSettingsSchema } from './worker-settings.js';

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
