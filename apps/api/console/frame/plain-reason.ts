/** What zod says of a value where no message of ours is given, in our words. */
const ZODS: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/^Invalid input: expected .+, received undefined$/, () => 'is required'],
  [/^Invalid input: expected (\w+), received .+$/, (type) => `must be ${NAMES[type] ?? type}`],
  [/^Invalid (?:option: expected one of|input: expected) (.+)$/, (values) => `must be one of ${listed(values)}`],
  [/^Unrecognized keys?: .+$/, () => 'is not a known field'],
  [
    /^Too (?:small|big): expected (?:string|array) to have ([<>])=(\d+) (character|item)s?$/,
    (side, limit, unit) =>
      `must have at ${side === '<' ? 'most' : 'least'} ${limit} ${unit === 'item' ? 'entries' : 'characters'}`,
  ],
  [
    /^Too (?:small|big): expected \w+ to be ([<>])(=?)(\S+)$/,
    (side, equal, limit) =>
      equal === '='
        ? `must be at ${side === '<' ? 'most' : 'least'} ${limit}`
        : `must be ${side === '<' ? 'below' : 'above'} ${limit}`,
  ],
  [/^Invalid number: must be a (multiple of .+)$/, (what) => `must be a ${what}`],
  [/^Invalid string: must .+$/, () => 'must be written as asked'],
  [/^Invalid input$/, () => 'does not do'],
  [/^Invalid (\S+(?: \S+)?)$/, (format) => `must be a valid ${format}`],
];

const NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  object: 'an object',
  array: 'a list',
  boolean: 'true or false',
};

const listed = (values: string): string => values.replaceAll('"', '').split('|').join(', ');

/** A reason in our words, whoever gave it. */
export function plainReason(reason: string): string {
  for (const [pattern, say] of ZODS) {
    const parts = pattern.exec(reason);
    if (parts) return say(...parts.slice(1));
  }
  return reason;
}
