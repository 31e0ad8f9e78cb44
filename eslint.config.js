import js from '@eslint/js';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

/** Loaded before anything can compile TypeScript. */
const plain = ['*.js', '.*.js', 'test/runner/*.js', 'test/rules/*.js', 'apps/api/console/assets/*.js'];

export default tseslint.config(
  { ignores: ['dist', 'libs/client/openapi.ts', 'coverage', '.jalon', 'test/rules/broken'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: plain },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { regexp },
    rules: {
      // Input must not decide how long a match takes: no expression has more than linear time, whatever the text.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { allowDefaultCaseForExhaustiveSwitch: false }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      // Nest's options are classes that are never made with `new`.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Time comes from the injected Clock.',
        },
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Time comes from the injected Clock.',
        },
      ],
    },
  },
  { files: ['libs/database/clock.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: plain, ...tseslint.configs.disableTypeChecked },
  { files: plain, rules: { 'no-restricted-exports': 'off' } },
  {
    files: ['apps/api/console/assets/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'document',
          'window',
          'fetch',
          'FormData',
          'URLSearchParams',
          'URL',
          'DataTransfer',
          'CSS',
          'XMLHttpRequest',
          'location',
          'performance',
          'Event',
          'setTimeout',
          'clearTimeout',
          'DOMParser',
          'history',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['test/**', '**/*.spec.ts'],
    rules: {
      'max-lines': 'off',
      'no-restricted-syntax': 'off',
      'regexp/no-super-linear-backtracking': 'off',
      'regexp/no-super-linear-move': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Answers of the API are looked into as a client would: without our types.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
);
