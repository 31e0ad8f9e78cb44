import process from 'node:process';
import { startEmbedded } from '#database/embedded/embedded.js';

/** A start of the embedded server that says how it went, and stops with its parent. */
try {
  const server = await startEmbedded(process.argv[2] ?? '');
  process.once('disconnect', () => void server.stop());
  process.send?.(server.setAside ?? 'started');
} catch (error) {
  process.send?.((error as Error).message);
}
