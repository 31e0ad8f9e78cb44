import type { frame as English } from '../en/console-frame.js';

export const frame: typeof English = {
  skip: 'Aller au contenu',
};
