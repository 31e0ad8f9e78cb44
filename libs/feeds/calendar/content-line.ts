const LONGEST = 75;

/**
 * One property of iCalendar (RFC 5545, 3.1), folded so that no line is longer than 75 octets and no character is cut.
 *
 * @param value as the property's type writes it: text goes through `escapedText` first
 * @returns with CRLF at its end
 */
export function contentLine(name: string, value: string): string {
  const line = `${name}:${value}`.toWellFormed();
  return Buffer.byteLength(line) <= LONGEST ? `${line}\r\n` : folded(line);
}

function folded(whole: string): string {
  const lines: string[] = [];
  let line = '';
  let octets = 0;
  for (const character of whole) {
    const more = octetsOf(character.codePointAt(0) ?? 0);
    if (octets + more > LONGEST) {
      lines.push(line);
      line = ' ';
      octets = 1;
    }
    line += character;
    octets += more;
  }
  return [...lines, line, ''].join('\r\n');
}

/** In UTF-8. */
function octetsOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

/** A value of type TEXT (3.3.11): every kind of line end is `\n`; other control characters have no place in it. */
export const escapedText = (text: string): string =>
  text
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replace(/\r\n|[\n\r\u0085\u2028\u2029]/g, '\\n')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
