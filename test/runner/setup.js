import './sources.js';

let server;
let ready;

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
  server ??= startTestServer();
  await Promise.all([server, build()]);
}

/** While jest watches, the server stays for the next run; it ends with the process. */
export async function end({ watch, watchAll }) {
  ready = undefined;
  if (watch || watchAll) return;
  const stop = await server;
  await stop();
}
