export const en = { greeting: 'hello' };
