import type { Change } from '#notifications/message.js';

/** What an event is about and what it came to, every field there. */
export const effectOf = ({ provider, dossier, scheme, status = null, next = null, amends }: Change) => ({
  ...{ provider, dossier, scheme, status, next },
  ...(amends !== undefined && { amends }),
});
