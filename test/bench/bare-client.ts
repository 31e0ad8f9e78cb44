import { Agent, request } from 'undici';

/**
 * A process that posts so many bodies of so many bytes to the ports that it is told, so many at a time, over connections
 * that it keeps, and does nothing else.
 */
interface Order {
  ports: number[];
  requests: number;
  bytes: number;
  abreast: number;
}

process.on('message', (message) => void carryOut(message as Order));
process.once('disconnect', () => process.exit(0));
process.send?.({ ready: true });

async function carryOut({ ports, requests, bytes, abreast }: Order): Promise<void> {
  const dispatcher = new Agent();
  const body = 'x'.repeat(Math.round(bytes));
  const round = Math.round(performance.now()).toString(16);
  let sent = 0;
  const lane = async (): Promise<void> => {
    while (sent < requests) {
      sent += 1;
      const port = ports[sent % ports.length] ?? 0;
      const id = `00000000-0000-4000-8000-${round.padStart(12, '0')}-${sent}`;
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'bare',
        'jalon-attempt': '1',
        'webhook-id': id,
        'webhook-timestamp': '1795000000',
        'webhook-signature': 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
      };
      const answer = await request(`http://127.0.0.1:${port}/hook`, { method: 'POST', headers, body, dispatcher });
      await answer.body.dump();
    }
  };
  await Promise.all(Array.from({ length: abreast }, lane));
  await dispatcher.close();
  process.send?.({ sent });
}
