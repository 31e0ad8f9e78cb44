import js from '@eslint/js';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

/** The rules that need types are in `.oxlintrc.json`: oxlint asks the native compiler, which takes a fifth of the time. */

/** Loaded before anything can compile TypeScript. */
const plain = ['*.js', '.*.js', 'test/runner/*.js', 'test/rules/*.js', 'apps/api/console/assets/*.js'];

export default tseslint.config(
  { ignores: ['dist', 'libs/client/openapi.ts', 'coverage', '.jalon', 'test/rules/broken'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    // As in `tsconfig.json`: Nest's injection needs the classes that decorated constructors name.
    languageOptions: { parserOptions: { experimentalDecorators: true, emitDecoratorMetadata: true } },
    plugins: { regexp },
    rules: {
      // Input must not decide how long a match takes: no expression has more than linear time, whatever the text.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
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
    },
  },
);
