export const withoutSlashes = (url: string): string => url.replace(/\/+$/, '');
