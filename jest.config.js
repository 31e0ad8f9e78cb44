import { availableParallelism } from 'node:os';
import process from 'node:process';
import { isLong, specsOfLongRun } from './test/runner/long.js';

if (isLong()) process.env.TESTS = 'long'; // for the processes of jest

const onServers = {
  globalSetup: '<rootDir>/test/runner/setup.js',
  globalTeardown: '<rootDir>/test/runner/teardown.js',
};

/** Jest looks through these folders only: what the specs import it need not know. */
const project = (displayName, folders, more = {}) => ({
  displayName,
  roots: folders.map((folder) => `<rootDir>/${folder}`),
  testMatch: isLong() ? specsOfLongRun(folders) : folders.map((folder) => `<rootDir>/${folder}/**/!(*.long).spec.ts`),
  testRunner: '<rootDir>/test/runner/runner.js',
  transform: {},
  ...more,
});

/** Unit specs stand beside their source; everything else runs against real servers. */
export default {
  testTimeout: 120_000,
  maxWorkers: availableParallelism() + (isLong() ? 2 : 1), // a part of the time is spent waiting for servers
  workerIdleMemoryLimit: '1GB',
  reporters: ['default', '<rootDir>/test/runner/budgets.js'],
  testSequencer: '<rootDir>/test/runner/sequencer.js',
  projects: [
    project('unit', ['apps', 'libs']),
    project('integration', ['test/integration', 'test/bench'], onServers),
    project('worker', ['test/worker', 'test/faults'], onServers),
    project('browser', ['test/browser'], onServers),
    project('rules', ['test/rules']),
    project('e2e', ['test/e2e'], onServers),
  ],
};
