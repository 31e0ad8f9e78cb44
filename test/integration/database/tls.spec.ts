import { chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type pg from 'pg';
import { adviceOn, outageOf } from '#database/errors.js';
import { openDatabase } from '#database/connection.js';
import { freshDatabase, type TestDatabase } from '#test/database.js';
import { saysHere } from '#test/jalon.js';
import { isRoot } from '#test/temporary-home.js';
import { tlsCertificate } from '#test/tls-certificates.js';
import { until } from '#test/until.js';
import { migrateCommand } from '../../../apps/cli/database-commands.js';
import { server } from '../../../apps/cli/doctor/checks.js';
import { doctorCommand } from '../../../apps/cli/doctor/doctor-command.js';

/**
 * An authority, and a key and certificate for `localhost` that it has signed, good until 2126. Made by `openssl req -x509` and
 * `openssl x509 -req -CA`; they protect nothing.
 */
const authority = `-----BEGIN CERTIFICATE-----
MIIBljCCATugAwIBAgIUHKX9OfOW+FFh8BBUSGzQGmK7bH8wCgYIKoZIzj0EAwIw
HzEdMBsGA1UEAwwUSmFsb24gdGVzdCBhdXRob3JpdHkwIBcNMjYxMTI4MDcyOTUx
WhgPMjEyNjExMDQwNzI5NTFaMB8xHTAbBgNVBAMMFEphbG9uIHRlc3QgYXV0aG9y
aXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEcwpAowH+HBQt4fBCd6EhD7fA
8+Fm97c4Gc4T+iY9TYlexIC/KEOpL4sK5T8vSTY3rsN2jptEBKRT6kOsN/0joaNT
MFEwHQYDVR0OBBYEFBTeIoeQ2t48XzYQF0RxfF8jr1uxMB8GA1UdIwQYMBaAFBTe
IoeQ2t48XzYQF0RxfF8jr1uxMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwID
SQAwRgIhAOotTdMGkMma6NWbSWU45yuVAEx4qA5nOaWs67sZQ0dhAiEA5CNrUBep
/VPyssj/mdt4UeR90DCerfSAQCC+bh9qZrs=
-----END CERTIFICATE-----
`;

const serverCertificate = `-----BEGIN CERTIFICATE-----
MIIBjjCCATWgAwIBAgIUZYZ741hHUyTBnH7z9cjeXmIzN7owCgYIKoZIzj0EAwIw
HzEdMBsGA1UEAwwUSmFsb24gdGVzdCBhdXRob3JpdHkwIBcNMjYxMTI4MDcyOTUx
WhgPMjEyNjExMDQwNzI5NTFaMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZMBMGByqG
SM49AgEGCCqGSM49AwEHA0IABA7odDhF/6GdY/WPMolcqioZzmPyoiPwX1lIbAcj
gPbSGBEssEh08aQWc1h2x+07QIPjGmCKj/lZpog2iL4usFijWDBWMBQGA1UdEQQN
MAuCCWxvY2FsaG9zdDAdBgNVHQ4EFgQUxz8GXGtGMDd9e3Q78A0gCfoCMbQwHwYD
VR0jBBgwFoAUFN4ih5Da3jxfNhAXRHF8XyOvW7EwCgYIKoZIzj0EAwIDRwAwRAIg
TkfXKWLKujTW20sLd+VN9n7mERY1THHKK3WdaE3GFd4CIGmY+GstvWJOYoPDJF3K
67rnbAyWYAys8ET7V6XbkBIf
-----END CERTIFICATE-----
`;

const serverKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgHukggMl6tNEVvlUi
qti9bdJqBJYcf+3t3V4kTxTz13GhRANCAAQO6HQ4Rf+hnWP1jzKJXKoqGc5j8qIj
8F9ZSGwHI4D20hgRLLBIdPGkFnNYdsftO0CD4xpgio/5WaaINoi+LrBY
-----END PRIVATE KEY-----
`;

/** The server of the run, which takes encrypted connections beside others meanwhile. */
describe('PostgreSQL with TLS', () => {
  let folder: string;
  let database: TestDatabase;
  let superuser: pg.Client;

  const certificate = (name: string): string => join(folder, name);
  const address = (parameters: Record<string, string>, host = 'localhost'): string => {
    const url = new URL(database.appUrl);
    url.host = `${host}:${new URL(process.env['JALON_TEST_POSTGRES'] ?? '').port}`;
    url.search = new URLSearchParams(parameters).toString();
    return url.href;
  };
  const verified = () => address({ sslmode: 'verify-full', sslrootcert: certificate('ca.pem') });
  const failure = async (url: string): Promise<unknown> => {
    const db = openDatabase({ url, poolSize: 1, applicationName: 'test' });
    try {
      await sql`select 1`.execute(db);
      return undefined;
    } catch (error) {
      return error;
    } finally {
      await db.destroy();
    }
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jalon-tls-'));
    database = await freshDatabase();
    superuser = await database.superuser();
    const { rows } = await superuser.query<{ pid: number }>('select pg_backend_pid() as pid');
    const { uid, gid } = await stat(`/proc/${rows[0]?.pid}`);
    const files = {
      'ca.pem': authority,
      'other.pem': tlsCertificate,
      'server.pem': serverCertificate,
      'server.key': serverKey,
    };
    for (const [name, text] of Object.entries(files)) await writeFile(certificate(name), text, { mode: 0o600 });
    if (isRoot) for (const path of ['', 'server.pem', 'server.key']) await chown(certificate(path), uid, gid);
    await superuser.query(`alter system set ssl_cert_file = '${certificate('server.pem')}'`);
    await superuser.query(`alter system set ssl_key_file = '${certificate('server.key')}'`);
    await superuser.query('alter system set ssl = on');
    await superuser.query('select pg_reload_conf()');
    await until(async () => (await failure(verified())) === undefined);
  });
  afterAll(async () => {
    for (const name of ['ssl', 'ssl_cert_file', 'ssl_key_file']) await superuser.query(`alter system reset ${name}`);
    await superuser.query('select pg_reload_conf()');
    await superuser.end();
    await database.close();
    await rm(folder, { recursive: true });
  });

  it('is reached by an address with an authority of its own, on connections of any kind', async () => {
    const db = openDatabase({ url: verified(), poolSize: 1, applicationName: 'test' });
    try {
      const encrypted = sql<{ ssl: boolean }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`;
      for (const pool of [db, db.ledger, db.waiting, db.health])
        expect((await encrypted.execute(pool)).rows).toEqual([{ ssl: true }]);
      const session = await db.session('test session');
      expect((await (session.client as pg.Client).query(encrypted.compile(db).sql)).rows).toEqual([{ ssl: true }]);
      await session.close();
      expect(await server(db, verified())).toMatchObject({
        level: 'ok',
        message: expect.stringContaining('TLSv1.3'),
      });
      expect(await server(db, address({ sslmode: 'no-verify' }))).toMatchObject({ level: 'warn' });
    } finally {
      await db.destroy();
    }
  });

  it.each([
    ['of another authority', () => address({ sslmode: 'verify-full', sslrootcert: certificate('other.pem') })],
    ['of another host', () => address({ sslmode: 'verify-full', sslrootcert: certificate('ca.pem') }, '127.0.0.1')],
  ])('is not reached with a certificate %s, and one line says so', async (_, url) => {
    const error = await failure(url());
    expect([outageOf(error), adviceOn(error)]).toEqual([
      'unreachable',
      expect.stringMatching(
        /^No TLS connection to the database: .*\. Check sslmode and sslrootcert in DATABASE_URL\.$/,
      ),
    ]);
  });

  it('is used by the command line, which names a certificate that is missing', async () => {
    const { code, said } = await saysHere(doctorCommand(), ['--quick'], { DATABASE_URL: verified() });
    expect([code, said]).toEqual([0, expect.stringMatching(/PostgreSQL .*, encrypted \(TLSv1\.3\)\./)]);
    const url = address({ sslmode: 'verify-full', sslrootcert: '/nowhere/ca.pem' });
    const missing = await saysHere(migrateCommand(), [], { DATABASE_URL: url });
    expect(missing).toEqual({
      code: 1,
      said: expect.stringMatching(/^Cannot use a file or folder: ENOENT.*ca\.pem'\.\n$/),
    });
  });
});
