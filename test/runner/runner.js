import { createRequire } from 'node:module';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import jestCircus from 'jest-circus/runner';
import { keepOwn } from './long.js';
import './sources.js';

const require = createRequire(import.meta.url);
const asyncHooks = require('node:async_hooks');
const circus = jestCircus.default;
process.setSourceMapsEnabled(true);

/**
 * jest-circus as it is, but modules are loaded by Node.js itself and not by the registry of jest: a process of jest loads
 * and compiles the sources once and not once for every spec file, and what is tested is loaded as it is in production.
 * In exchange there is no mocking of modules, and state of a module lasts from file to file.
 */
export default async function runner(globalConfig, config, environment, runtime, testPath, sendMessageToJest) {
  delete Error.prepareStackTrace; // jest's own; that of Node.js knows the source maps
  runtime.requireInternalModule = anew;
  runtime.setGlobalsForRuntime = (globals) => {
    globalThis[Symbol.for('jalon test globals')] = { ...globals, jest: environment.moduleMocker };
  };
  runtime.unstable_shouldLoadAsEsm = () => true;
  runtime.unstable_importModule = (path) => import(pathToFileURL(path).href);
  const followWaiting = endWaiting();
  environment.handleTestEvent = (event, { rootDescribeBlock }) => {
    if (event.name === 'run_start') keepOwn(rootDescribeBlock, testPath);
    else followWaiting(event);
  };
  const surroundings = { ...process.env };
  try {
    return await circus(globalConfig, config, environment, runtime, testPath, sendMessageToJest);
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in surroundings)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, surroundings);
  }
}

/**
 * `globalThis.jalonTestOver` is aborted when a test or hook fails, be it by its timeout: what it waits for (`until`) gives
 * up then, and never before.
 */
function endWaiting() {
  let current = new globalThis.AbortController();
  return ({ name }) => {
    if (name === 'test_fn_start' || name === 'hook_start') {
      current = new globalThis.AbortController();
      globalThis.jalonTestOver = current.signal;
    } else if (name === 'test_fn_failure' || name === 'hook_failure') current.abort();
  };
}

/** Every file has a jest-circus of its own: it keeps what it knows of a file in its module and in one global. */
function anew(path) {
  globalThis[Symbol.for('EVENT_HANDLERS')] = undefined;
  require.cache[path] = undefined;
  const own = Object.getOwnPropertyDescriptor(asyncHooks, 'AsyncLocalStorage'); // a getter since Node.js 24
  Object.defineProperty(asyncHooks, 'AsyncLocalStorage', { configurable: true, enumerable: true, get: () => Running });
  try {
    return require(path);
  } finally {
    Object.defineProperty(asyncHooks, 'AsyncLocalStorage', own);
  }
}

/**
 * Stands in for the AsyncLocalStorage in which jest-circus keeps the running test, to blame it for errors nobody catches;
 * the tests of a file run one at a time. Node.js 20 never gives up a storage that was used once, and copies its value into
 * every promise: with one per file, promises take 20 times as long after 40 files.
 */
class Running {
  getStore() {
    return this.store;
  }

  async run(store, callback) {
    const before = this.store;
    this.store = store;
    try {
      return await callback();
    } finally {
      this.store = before;
    }
  }
}
