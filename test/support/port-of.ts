import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/** A free port of this machine, on which a server listens from now on. */
export async function portOf(server: Server): Promise<number> {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}
