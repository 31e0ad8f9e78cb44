import { availableParallelism } from 'node:os';
import process from 'node:process';

/** The long specs run when they are named: `npm run test:long`, or the path of one. */
const LONG = 'long.spec';
const namesLong = process.argv.some((argument) => argument.includes(LONG));

const onServers = {
  globalSetup: '<rootDir>/test/runner/setup.js',
  globalTeardown: '<rootDir>/test/runner/teardown.js',
};

/** Jest looks through these folders only: what the specs import it need not know. */
const project = (displayName, folders, more = {}) => ({
  displayName,
  roots: folders.map((folder) => `<rootDir>/${folder}`),
  testMatch: folders.map((folder) => `<rootDir>/${folder}/**/*.spec.ts`),
  testRunner: '<rootDir>/test/runner/runner.js',
  testPathIgnorePatterns: ['/node_modules/', ...(namesLong ? [] : [LONG.replace('.', '\\.')])],
  transform: {},
  ...more,
});

/** Unit specs stand beside their source; everything else runs against real servers. */
export default {
  testTimeout: 120_000,
  maxWorkers: availableParallelism() + 2, // most of the time is spent in servers and waiting for them
  workerIdleMemoryLimit: '1GB',
  testSequencer: '<rootDir>/test/runner/sequencer.js',
  projects: [
    project('unit', ['apps', 'libs']),
    project('integration', ['test/integration', 'test/bench'], onServers),
    project('worker', ['test/worker', 'test/faults'], onServers),
    project('browser', ['test/browser'], onServers),
    project('rules', ['test/rules'], { testMatch: ['<rootDir>/test/rules/*.spec.ts'] }), // it has others to break them
    project('e2e', ['test/e2e'], onServers),
  ],
};
