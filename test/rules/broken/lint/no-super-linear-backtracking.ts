export const isBlank = (text: string): boolean => /^\s*,?\s*$/.test(text);
