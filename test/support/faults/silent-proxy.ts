import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between a process and a server that can go silent (nothing is forwarded, nothing is closed) or reset connections. */
export interface SilentProxy {
  /** The address of the server by way of the proxy. */
  through(url: string): string;
  /** Connections that are open, or are opened before `restore`, never carry another byte. */
  silence(): void;
  /** New connections work again. */
  restore(): void;
  /** Ends every connection with a reset, or those that went silent only; what was not forwarded yet is lost. */
  reset(which?: 'all' | 'silent'): void;
  close(): void;
}

export async function startSilentProxy(): Promise<SilentProxy> {
  const sockets = new Set<Socket>();
  const silent = new Set<Socket>();
  let isSilent = false;
  let port = 0;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const forward = (from: Socket, to: Socket): void => {
    from.on('data', (chunk) => to.write(chunk)).on('close', () => to.destroy());
  };
  const server = createServer((client) => {
    keep(client);
    if (isSilent) return void silent.add(client.pause());
    const upstream = keep(connect(port, '127.0.0.1'));
    forward(client, upstream);
    forward(upstream, client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    through(url) {
      const address = new URL(url);
      port = Number(address.port);
      address.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      return address.href;
    },
    silence() {
      isSilent = true;
      for (const socket of sockets) silent.add(socket.removeAllListeners('data').removeAllListeners('close').pause());
      sockets.clear();
    },
    restore() {
      isSilent = false;
    },
    reset(which = 'all') {
      for (const socket of silent) socket.resetAndDestroy();
      silent.clear();
      if (which === 'all') for (const socket of sockets) socket.resetAndDestroy();
    },
    close() {
      server.close();
      for (const socket of [...sockets, ...silent]) socket.destroy();
    },
  };
}

/** Says a measured figure where somebody asked for them: `FIGURES=1`. */
export function figure(what: string, values: Record<string, unknown>): void {
  if (process.env['FIGURES'] === '1') process.stdout.write(`${what}: ${JSON.stringify(values)}\n`);
}
