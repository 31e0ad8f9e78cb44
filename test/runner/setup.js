import './sources.js';

let ready;
let endServer = async () => {};

/** One PostgreSQL server and one build for a run of jest, whichever projects take part in it. */
export default function setup() {
  ready ??= prepare();
  return ready;
}

async function prepare() {
  const [{ startTestServer }, { build }] = await Promise.all([
    import('../support/test-server.ts'),
    import('../support/built.ts'),
  ]);
  [endServer] = await Promise.all([startTestServer(), build()]);
}

export const end = () => endServer();
