import { transformFile } from '@swc/core';

/** As `tsconfig.json` has it compiled. esbuild alone would drop the types by which Nest injects. */
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

/** A source file as JavaScript: for the build, and for tests, which run the sources as they stand. */
export async function compile(path) {
  const { code } = await transformFile(path, options);
  return code;
}
