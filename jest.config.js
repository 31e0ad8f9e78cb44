import { availableParallelism } from 'node:os';

const shared = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['jalon:source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', tsx: true, decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      },
    ],
  },
};

const onPostgres = {
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

/** Unit specs stand beside their source; everything else runs against real servers. */
export default {
  testTimeout: 30_000,
  maxWorkers: availableParallelism() + 1, // most of the time is spent in servers and waiting for them
  workerIdleMemoryLimit: '1GB',
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs}/**/*.spec.ts'] },
    {
      ...shared,
      ...onPostgres,
      displayName: 'integration',
      testMatch: ['<rootDir>/test/{integration,bench}/**/*.spec.ts'],
    },
    { ...shared, ...onPostgres, displayName: 'worker', testMatch: ['<rootDir>/test/worker/**/*.spec.ts'] },
    { ...shared, displayName: 'rules', testMatch: ['<rootDir>/test/rules/*.spec.ts'] },
    {
      ...shared,
      globalSetup: '<rootDir>/test/support/build.ts',
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.spec.ts'],
    },
  ],
};
