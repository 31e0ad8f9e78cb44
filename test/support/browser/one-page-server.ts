import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'";

/** Serves one page with one style sheet under as strict a policy as the console's, and knows nothing else. */
export async function serveOnePage(html: string, css: string): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const [type, body] = { '/': ['text/html', html], '/style.css': ['text/css', css] }[request.url ?? ''] ?? [];
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': `${type ?? 'text/plain'}; charset=utf-8`,
      'content-security-policy': POLICY,
    });
    response.end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${port}`, close };
}
