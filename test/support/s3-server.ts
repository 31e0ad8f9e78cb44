import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const ACCESS = 'AKIAIOSFODNN7EXAMPLE';
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

export interface S3Server {
  /** For `EVIDENCE_S3_URL`. */
  url: string;
  objects: Map<string, Buffer>;
  /** Answers every request with this status instead, if set. */
  failing?: number;
  close(): Promise<void>;
}

/** As much of S3 as the store of evidence uses. Signatures (version 4) are checked as AWS documents them. */
export async function startS3(): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const s3: S3Server = {
    url: `http://${ACCESS}:${encodeURIComponent(SECRET)}@127.0.0.1:${port}/bucket/evidence?region=eu-west-3`,
    objects,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return s3;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const key = request.url ?? '';
    const status = s3.failing ?? statusOf(request, key, Buffer.concat(pieces));
    const found = objects.get(key);
    const isRead = status === 200 && request.method !== 'PUT';
    response.writeHead(status, isRead ? { 'content-length': String(found?.length ?? 0) } : {});
    response.end(isRead && request.method === 'GET' ? found : undefined);
  }

  function statusOf(request: IncomingMessage, key: string, body: Buffer): number {
    const { method, headers } = request;
    if (!isSigned(request)) return 403;
    if (method === 'PUT') {
      const isWhole = headers['content-length'] === String(body.length);
      const hash = createHash('sha256').update(body).digest('base64');
      if (!isWhole || headers['x-amz-checksum-sha256'] !== hash) return 400;
      objects.set(key, body);
      return 200;
    }
    if (method === 'DELETE') {
      objects.delete(key);
      return 204; // also where there was none
    }
    return objects.has(key) ? 200 : 404;
  }
}

function isSigned({ method, url = '', headers }: IncomingMessage): boolean {
  const [, day = '', region = '', signed = '', signature = ''] =
    /Credential=AKIAIOSFODNN7EXAMPLE\/(\d{8})\/([\w-]+)\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=(\w{64})/.exec(
      headers.authorization ?? '',
    ) ?? [];
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name])}\n`);
  const payload = String(headers['x-amz-content-sha256']);
  const canonical = [method, url, '', lines.join(''), signed, payload].join('\n');
  const hash = createHash('sha256').update(canonical).digest('hex');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], `${day}/${region}/s3/aws4_request`, hash].join('\n');
  const hmac = (key: Buffer | string, value: string): Buffer => createHmac('sha256', key).update(value).digest();
  const key = hmac(hmac(hmac(hmac(`AWS4${SECRET}`, day), region), 's3'), 'aws4_request');
  return region === 'eu-west-3' && hmac(key, text).toString('hex') === signature;
}
