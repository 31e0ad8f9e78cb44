import { readFileSync, statSync } from 'node:fs';

/**
 * Settings that hold secrets. Each may be in a file, as Docker and Kubernetes provide secrets: the variable with `_FILE` at
 * its end is the path. Other users of a machine can see files less easily than the environment of a process.
 */
const SECRETS: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'EVIDENCE_S3_URL',
  'JALON_ADMIN_KEY',
  'JALON_SECRET',
  'JALON_SECRET_PREVIOUS',
  'MIGRATION_DATABASE_URL',
  'OIDC_URL',
  'REDIS_URL',
  'SMTP_URL',
]);

const MOST_BYTES = 65_536;

export const mayBeFile = (name: string): boolean => SECRETS.has(name);

/** The variable that holds the path. */
export const fileVariable = (name: string): string => `${name}_FILE`;

/** The settings among `names` that are given as files, and a line for each file that cannot be used. */
export function secretsInFiles(
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): { secrets: Record<string, string>; lines: string[] } {
  const secrets: Record<string, string> = {};
  const lines: string[] = [];
  for (const name of names.filter(mayBeFile)) {
    const variable = fileVariable(name);
    const path = env[variable];
    if (path === undefined) continue;
    if (env[name] !== undefined) {
      lines.push(`${name} and ${variable} are both set; unset one of them`);
      continue;
    }
    const found = contentOf(path);
    if ('problem' in found)
      lines.push(`${variable} must be a file that contains ${name}, but ${path} ${found.problem}`);
    else secrets[name] = found.text;
  }
  return { secrets, lines };
}

function contentOf(path: string): { text: string } | { problem: string } {
  try {
    const file = statSync(path);
    if (!file.isFile()) return { problem: 'is not a file' };
    if (file.size > MOST_BYTES) return { problem: `has more than ${MOST_BYTES} bytes` };
    const text = readFileSync(path, 'utf8').trim(); // most editors end a file with a line break
    if (text === '') return { problem: 'is empty' };
    return /[\r\n]/.test(text) ? { problem: 'has more than one line' } : { text };
  } catch (error) {
    return {
      problem: WHY[(error as NodeJS.ErrnoException).code ?? ''] ?? `cannot be read: ${(error as Error).message}`,
    };
  }
}

const WHY: Record<string, string> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read by this user',
};
