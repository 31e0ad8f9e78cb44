import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/**
 * A port that nobody listens on at this moment: `wanted` if it is free, else any. Nothing keeps it free, so whoever
 * listens next may still find it taken.
 */
export async function freePort(host: string, wanted = 0): Promise<number> {
  return (await tryPort(host, wanted)) ?? (await tryPort(host, 0)) ?? 0;
}

/** The port, when nobody listens on it; 0 asks for any. Errors other than a port that is taken are thrown. */
export async function tryPort(host: string, port: number): Promise<number | undefined> {
  const server = createServer().listen(port, host);
  try {
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  } finally {
    server.close();
  }
}
