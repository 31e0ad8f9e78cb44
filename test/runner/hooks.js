import { existsSync } from 'node:fs';
import { fileURLToPath, URL } from 'node:url';
import { compile } from './compile.js';

const globals = new URL('globals.js', import.meta.url).href;
const isSource = (url) => /\.tsx?$/.test(url) && !url.includes('/node_modules/');

/** A source names another by the `.js` that it becomes, or by an alias of `package.json`. */
export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: globals, shortCircuit: true };
  if (specifier.startsWith('#')) {
    return next(specifier, { ...context, conditions: [...context.conditions, 'jalon:source'] });
  }
  const named = /^\.{1,2}\/.*(?=\.js$)/.exec(specifier)?.[0];
  if (named === undefined || !isSource(context.parentURL ?? '')) return next(specifier, context);
  const source = ['.ts', '.tsx']
    .map((ending) => new URL(named + ending, context.parentURL))
    .find((url) => existsSync(url));
  return source ? { url: source.href, format: 'module', shortCircuit: true } : next(specifier, context);
}

export async function load(url, context, next) {
  if (!isSource(url)) return next(url, context);
  return { format: 'module', source: await compile(fileURLToPath(url)), shortCircuit: true };
}
