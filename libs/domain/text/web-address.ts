/** The address that a text is, if it is one. `URL.canParse` of Node 20 refuses what is not ASCII, once it is optimized. */
export function urlIn(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** Whether a text that others wrote may become a link: `javascript:` is an address, too. */
export const isWebAddress = (text: string): boolean => /^https?:$/.test(urlIn(text)?.protocol ?? '');
