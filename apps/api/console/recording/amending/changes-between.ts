import { canonicalJson } from '#event-store/canonical-json.js';
import type { Source } from '#domain/source/source.js';

interface Content {
  occurred?: string | undefined;
  source?: Source | undefined;
  data: object;
}

/** What a correction says, as the vocabulary has it. */
export interface Changes {
  occurred?: string | null;
  source?: Source;
  data?: Record<string, unknown>;
}

/**
 * Only what differs: field by field, `null` for one that is taken away. A source is given as a whole; it cannot be taken away.
 * The sum of a file goes along as long as its address stays.
 */
export function changesBetween(was: Content, is: Content): Changes | undefined {
  const data = dataBetween(was.data as Record<string, unknown>, is.data as Record<string, unknown>);
  const source = is.source && was.source?.url === is.source.url ? withSum(is.source, was.source?.sha256) : is.source;
  const changes: Changes = {
    ...(was.occurred !== is.occurred && { occurred: is.occurred ?? null }),
    ...(source && !isSame(was.source, source) && { source }),
    ...(Object.keys(data).length > 0 && { data }),
  };
  return Object.keys(changes).length > 0 ? changes : undefined;
}

function dataBetween(was: Record<string, unknown>, is: Record<string, unknown>): Record<string, unknown> {
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return Object.fromEntries(
    names.filter((name) => !isSame(was[name], is[name])).map((name) => [name, is[name] ?? null]),
  );
}

const withSum = (source: Source, sha256: string | undefined): Source =>
  sha256 === undefined ? source : { ...source, sha256 };

const isSame = (a: unknown, b: unknown): boolean =>
  a === undefined || b === undefined ? a === b : canonicalJson(trimmed(a)) === canonicalJson(trimmed(b));

/** Blanks around a text are not typed on purpose. */
const trimmed = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, one: unknown) =>
    typeof one === 'string' ? one.replaceAll('\r\n', '\n').trim() : one,
  );
