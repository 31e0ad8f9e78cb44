import { isIPv6 } from 'node:net';
import { tryPort } from '#database/embedded/free-port.js';
import { CannotGoOn } from '../cannot-go-on.js';

/** The port that the api will listen on; 0 finds one. Asked before anything is started. */
export async function requireFreePort(host: string, port: number): Promise<number> {
  const free = await tryPort(host, port).catch((error: unknown) => {
    throw new CannotGoOn(`Cannot listen on ${host} port ${port}: ${(error as Error).message}. Check HOST and PORT.`);
  });
  if (free !== undefined) return free;
  throw new CannotGoOn(`Port ${port} on ${host} is taken: stop what listens there, or set PORT to another.`);
}

/** How the api is reached from this machine. */
export function addressOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${isIPv6(reachable) ? `[${reachable}]` : reachable}:${port}`;
}
