import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** In the name of a case or a `describe`: only `npm run test:long` runs it. */
const LONG = '(long)';
/** `npm test` tries a few of what the long run tries many of; what is random it draws from a fixed seed (`#test/laws/law.js`). */
const SAMPLED = '(sampled)';

/** Whether this is `npm run test:long`, or a run of a file that is long as a whole: `npx jest accessibility.long`. */
export const isLong = () => process.env.TESTS === 'long' || process.argv.some((argument) => argument.includes('.long'));

/** A file of long cases only. */
export const isLongFile = (path) => path.endsWith('.long.spec.ts');

/** The specs that a long run opens. */
export const specsOfLongRun = (folders) =>
  folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith('.spec.ts'))
      .map((name) => join(folder, name))
      .filter((path) => isLongFile(path) || [LONG, SAMPLED].some((mark) => readFileSync(path, 'utf8').includes(mark)))
      .map((path) => `<rootDir>/${path}`),
  );

/** Takes from a file the cases that are not of this run, by their names and those of the `describe` they are in. */
export function keepOwn(block, path, marks = '') {
  const within = `${marks} ${block.name}`;
  block.children = block.children.filter((child) => {
    if (child.type === 'describeBlock') return keepOwn(child, path, within).children.length > 0;
    const name = `${within} ${child.name}`;
    return isLong() ? isLongFile(path) || name.includes(LONG) || name.includes(SAMPLED) : !name.includes(LONG);
  });
  return block;
}
