import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** The user and group that a program runs as. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * When root starts Jalon, PostgreSQL runs as the system user `jalon`, api and worker as `jalon-app`, which cannot reach the
 * database's files. Both are created if missing, without home, shell and password; no user that may own other things is used.
 *
 * @throws NoSystemAccount if it cannot be created, or somebody can log in as it
 */
export async function systemAccount(name: 'jalon' | 'jalon-app'): Promise<Account> {
  const found = (await lookUp(name)) ?? (await created(name));
  if (!found) {
    throw new NoSystemAccount(
      `The system user "${name}" cannot be created: create it (useradd --system --shell /usr/sbin/nologin ${name}), or start as an ordinary user.`,
    );
  }
  const { shell, ...account } = found;
  if (account.uid !== 0 && /\/(nologin|false)$/.test(shell)) return account;
  throw new NoSystemAccount(
    `The user "${name}" can log in (${shell}), but must be a system user for Jalon only: change its shell to /usr/sbin/nologin, or start as an ordinary user.`,
  );
}

/** From now on, this process has the rights of an account. What it has loaded, opened or bound stays. Irreversible. */
export function become({ uid, gid }: Account): void {
  process.setgroups?.([gid]);
  process.setgid?.(gid);
  process.setuid?.(uid);
}

async function lookUp(name: string): Promise<(Account & { shell: string }) | undefined> {
  const { stdout } = await execute('getent', ['passwd', name]).catch(() => ({ stdout: '' }));
  const [, , uid, gid, , , shell = ''] = stdout.trim().split(':');
  return uid === undefined ? undefined : { name, uid: Number(uid), gid: Number(gid), shell };
}

/** Another process may create it at the same time. */
async function created(name: string): ReturnType<typeof lookUp> {
  const args = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  await execute('useradd', [...args, '--shell', '/usr/sbin/nologin', name]).catch(() => undefined);
  return lookUp(name);
}

/** Root cannot give up its rights here. The message is for the user. */
export class NoSystemAccount extends Error {
  override name = 'NoSystemAccount';
}
