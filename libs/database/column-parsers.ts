import pg from 'pg';

const { builtins } = pg.types;
const int8Array = 1016;

type Parser = (text: string) => unknown;

const parsers = new Map<number, Parser>([
  [builtins.INT8, parseBigint],
  [int8Array, parseBigints],
  [builtins.DATE, (text) => text],
]);

/** Type parsers of one pool: other users of `pg` in the process keep its defaults. */
export const columnParsers = {
  getTypeParser(oid: typeof builtins.INT8, format?: 'text' | 'binary'): Parser {
    const own = format === 'binary' ? undefined : parsers.get(oid);
    return own ?? (pg.types.getTypeParser(oid, format) as Parser);
  },
};

function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`a bigint beyond 2^53 cannot be a number: ${text}`);
  return value;
}

function parseBigints(text: string): (number | null)[] {
  const elements = text === '{}' ? [] : text.slice(1, -1).split(',');
  return elements.map((element) => (element === 'NULL' ? null : parseBigint(element)));
}
