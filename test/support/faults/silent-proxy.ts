import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between a process and PostgreSQL that can go silent: nothing is forwarded, nothing is closed. */
export interface SilentProxy {
  /** The address of a database by way of the proxy. */
  through(url: string): string;
  /** Connections that are open, or are opened before `restore`, never carry another byte. */
  silence(): void;
  /** New connections work again. */
  restore(): void;
  close(): void;
}

export async function startSilentProxy(): Promise<SilentProxy> {
  const sockets = new Set<Socket>();
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
    if (isSilent) return void client.pause();
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
      for (const socket of sockets) socket.removeAllListeners('data').removeAllListeners('close').pause();
    },
    restore() {
      isSilent = false;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
