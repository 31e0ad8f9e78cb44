import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A process that takes webhooks and says yes to all; it says where it is. */
const server = createServer((request, response) => {
  request.resume().once('end', () => response.writeHead(204).end());
});
process.once('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ url: `http://127.0.0.1:${port}/hook` });
});
