import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/**
 * `npm run check`: compares the lines and files of each room (words, in the docs) with `weight.json`, and fails when one
 * has grown. What has shrunk is lowered in the file at once, which has to be committed: CI fails otherwise. `--raise` accepts
 * what has grown, in a commit of its own that says for what.
 */
const root = join(import.meta.dirname, '../..');
const WEIGHTS = join(import.meta.dirname, 'weight.json');

/** Data, pictures and history grow by their nature; the lock file is generated. */
const NOT_COUNTED =
  /^(samples|test\/(data|upgrade|rules\/weight\.json)|docs\/images)(\/|$)|^(package-lock\.json|CHANGELOG\.md|LICENSE|THIRD-PARTY\.md)$|\.(png|ico|gz|xlsx|woff2)$/;

/** The folder that a file lies in: two levels of apps, libs and test, one of others; specs beside source are counted apart. */
function roomOf(file) {
  const [top, second, third] = file.split('/');
  if (file.endsWith('.md')) return 'docs';
  if (second === undefined) return 'root';
  const room = ['apps', 'libs', 'test'].includes(top) && third !== undefined ? `${top}/${second}` : top;
  return top !== 'test' && /\.spec\.tsx?$/.test(file) ? `${room} (specs)` : room;
}

function weigh() {
  const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--deduplicate'], {
    cwd: root,
    encoding: 'utf8',
  });
  const rooms = {};
  for (const file of tracked
    .split('\n')
    .filter((name) => name && !NOT_COUNTED.test(name))
    .sort()) {
    let text;
    try {
      text = readFileSync(join(root, file), 'utf8');
    } catch {
      continue; // deleted and not yet committed
    }
    const room = (rooms[roomOf(file)] ??= {});
    const [unit, amount] = file.endsWith('.md')
      ? ['words', text.split(/\s+/).filter(Boolean).length]
      : ['lines', text.split('\n').length - 1];
    room[unit] = (room[unit] ?? 0) + amount;
    room.files = (room.files ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(rooms).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const allowed = JSON.parse(readFileSync(WEIGHTS, 'utf8'));
const found = weigh();
const grown = Object.entries(found).flatMap(([room, weight]) =>
  Object.entries(weight)
    .filter(([unit, amount]) => amount > (allowed[room]?.[unit] ?? 0))
    .map(([unit, amount]) => `${room}: ${amount} ${unit}, allowed are ${allowed[room]?.[unit] ?? 0}`),
);
if (grown.length > 0 && !process.argv.includes('--raise')) {
  process.stderr.write(`These have grown beyond test/rules/weight.json:\n  ${grown.join('\n  ')}\n`);
  process.exitCode = 1;
} else if (JSON.stringify(found) !== JSON.stringify(allowed)) {
  writeFileSync(WEIGHTS, `${JSON.stringify(found, null, 2)}\n`);
  process.stdout.write('test/rules/weight.json has changed: commit it\n');
  if (process.env['CI']) process.exitCode = 1;
}
