import { availableParallelism } from 'node:os';

const onServers = {
  globalSetup: '<rootDir>/test/runner/setup.js',
  globalTeardown: '<rootDir>/test/runner/teardown.js',
};

const project = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch: testMatch.map((path) => `<rootDir>/${path}`),
  testRunner: '<rootDir>/test/runner/runner.js',
  transform: {},
  ...more,
});

/** Unit specs stand beside their source; everything else runs against real servers. */
export default {
  testTimeout: 60_000,
  maxWorkers: availableParallelism() + 1, // most of the time is spent in servers and waiting for them
  workerIdleMemoryLimit: '1GB',
  projects: [
    project('unit', ['{apps,libs}/**/*.spec.ts']),
    project('integration', ['test/{integration,bench}/**/*.spec.ts'], onServers),
    project('worker', ['test/worker/**/*.spec.ts'], onServers),
    project('rules', ['test/rules/*.spec.ts']),
    project('e2e', ['test/e2e/**/*.spec.ts'], onServers),
  ],
};
