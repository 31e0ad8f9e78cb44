import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type OpenApi, resolved, type Route } from './document.js';
import type { FuzzRequest } from './requests.js';
import type { Received } from './send.js';

/** Compares what is answered with what the document says. */
export class Judge {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(private readonly document: OpenApi) {
    (addFormats as unknown as (ajv: Ajv2020) => void)(this.#ajv);
    this.#ajv.addFormat('int32', true).addFormat('int64', true).addFormat('binary', true);
    this.#ajv.addSchema({ $id: 'api', components: document.components });
  }

  /** What is wrong with an answer; `undefined` if nothing is. */
  fault(
    { route, method, path, sender }: FuzzRequest,
    { status, type, body, headers: sent }: Received,
  ): string | undefined {
    // A list is asked to wait for a position that it may not have reached yet.
    const isBehind = status === 503 && path.includes('seen=');
    const essence = type.split(';', 1)[0]?.trim() ?? '';
    if (status >= 500 && !isBehind) return `status ${status}: ${body.slice(0, 300)}`;
    const declared = route.responses[String(status)];
    if (!declared) return `undocumented status ${status}: ${body.slice(0, 300)}`;
    if (isWrite(method) && !mayWrite(sender, route) && status < 400) return `${sender} was answered ${status}`;
    const { content, headers = {} } = resolved(this.document, declared);
    const unnamed = FOR_CLIENTS.find((name) => name.toLowerCase() in sent && !(name in headers));
    if (unnamed !== undefined) return `undocumented header ${unnamed} for ${status}`;
    if (body === '')
      return method === 'HEAD' || essence === '' || essence in (content ?? {}) ? undefined : `type ${type}`;
    if (method === 'HEAD') return 'a body for HEAD';
    if (!content || !(essence in content)) return `undocumented type ${type} for ${status}`;
    return /[/+]json$/.test(essence) ? this.#invalid(route, String(status), essence, body) : undefined;
  }

  #invalid(route: Route, status: string, essence: string, body: string): string | undefined {
    const name = `${route.method} ${route.path} ${status} ${essence}`;
    const schema = resolved(this.document, route.responses[status]!).content?.[essence]?.schema ?? {};
    const validate =
      this.#validators.get(name) ??
      this.#ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')) as object);
    this.#validators.set(name, validate);
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch {
      return `not JSON: ${body.slice(0, 200)}`;
    }
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    return `body of ${status} is not as documented: ${error?.instancePath ?? ''} ${error?.message ?? ''} ${JSON.stringify(error?.params)}`;
  }
}

/** Headers that a client acts on. */
const FOR_CLIENTS = ['Link', 'Location', 'Content-Location', 'Allow', 'Retry-After', 'WWW-Authenticate']
  .concat(['RateLimit', 'RateLimit-Policy', 'ETag', 'Jalon-Position', 'Idempotency-Replayed', 'X-Request-Id'])
  .concat(['Deprecation', 'Sunset']);

const isWrite = (method: string): boolean => method !== 'GET' && method !== 'HEAD';

/** Some addresses are secrets themselves, and previews record nothing. */
const OPEN_TO_ALL = ['confirmSubscription'];
/** Saved views of one's own; a shared one takes more. */
const OF_READERS = ['saveView', 'changeView', 'deleteView'];

const mayWrite = (sender: string, { operationId }: Route): boolean =>
  !['read', 'wrong', 'none'].includes(sender) ||
  OPEN_TO_ALL.includes(operationId) ||
  (sender === 'read' && OF_READERS.includes(operationId));
