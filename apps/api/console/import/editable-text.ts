/** As it stands in a page, where some characters take more room: pages stay light. */
const MOST_ON_A_PAGE = 60_000;

/** A file as a text that fits in a form; nothing where it does not, or is no text. */
export function editableText(bytes: Buffer): string | undefined {
  if (bytes.length > MOST_ON_A_PAGE) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const room = Buffer.byteLength(text) + (text.match(/["&<]/g)?.length ?? 0) * 5;
    return room > MOST_ON_A_PAGE || text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
