export interface Answered {
  status: number;
  headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- specs look into it and say what must be there
  body: any;
}

export interface Client {
  /** `/v1/dossiers as CSV` asks for the file. */
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answered>;
  patch(path: string, body: unknown): Promise<Answered>;
  put(path: string, body: unknown): Promise<Answered>;
  delete(path: string): Promise<Answered>;
  /** Anything at all. */
  send(path: string, init: RequestInit): Promise<Answered>;
}

const AS_CSV = ' as CSV';

/** The items of a list, page by page. */
// oxlint-disable-next-line typescript/no-explicit-any -- as of an answer
export async function pagesOf(client: Client, path: string): Promise<any[][]> {
  const pages = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const { body, headers } = await client.get(next);
    pages.push(body.items);
    next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
  }
  return pages;
}

/** Speaks JSON to a server over HTTP, with a key or without. Bodies that are text or bytes are sent as they are. */
export function clientOf(url: string, key?: string): Client {
  const send = async (path: string, init: RequestInit): Promise<Answered> => {
    const headers = { ...(key !== undefined && { authorization: `Bearer ${key}` }), ...(init.headers as object) };
    const response = await fetch(url + path, { ...init, headers });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  return {
    send,
    get: (path, headers = {}) =>
      path.endsWith(AS_CSV)
        ? send(path.slice(0, -AS_CSV.length), { headers: { accept: 'text/csv', ...headers } })
        : send(path, { headers }),
    delete: (path) => send(path, { method: 'DELETE' }),
    patch: (path, body) =>
      send(path, {
        method: 'PATCH',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    put: (path, body) =>
      send(path, {
        method: 'PUT',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    post: (path, body, headers = {}) =>
      send(path, {
        method: 'POST',
        body: isSentAsItIs(body) ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
  };
}

const isSentAsItIs = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array;
