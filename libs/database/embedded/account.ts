import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Unusable } from './unusable.js';

const execute = promisify(execFile);

/** Whom a program runs as. */
export interface Account {
  uid: number;
  gid: number;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * PostgreSQL refuses to run as root. When root starts it, it runs as the system user `jalon`, which is made when it is
 * missing and has no home, no shell and no password. A system without `useradd` may offer its own `postgres`.
 */
export async function serverAccount(): Promise<Account> {
  const existing = await accountOf('jalon');
  if (existing) return existing;
  const args = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  await execute('useradd', [...args, '--shell', '/usr/sbin/nologin', 'jalon']).catch(() => undefined);
  const account = (await accountOf('jalon')) ?? (await accountOf('postgres'));
  if (account) return account;
  throw new Unusable(
    'PostgreSQL does not run as root, and the system user "jalon" cannot be made: start as an ordinary user, or set DATABASE_URL.',
  );
}

async function accountOf(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => execute('id', [flag, name])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    return undefined;
  }
}
