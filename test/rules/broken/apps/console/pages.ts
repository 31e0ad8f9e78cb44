export const pages = true;
