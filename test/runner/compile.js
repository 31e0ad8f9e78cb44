import { transformFile } from '@swc/core';

/** As in `tsconfig.json`, with the type metadata that Nest's injection needs. */
const options = {
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    keepClassNames: true,
    parser: { syntax: 'typescript', tsx: true, decorators: true },
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      react: { runtime: 'automatic', importSource: 'preact' },
    },
  },
};

/** Compiles a source file to JavaScript: the tests run the sources. */
export async function compile(path) {
  const { code } = await transformFile(path, options);
  return code;
}
