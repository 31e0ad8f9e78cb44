/** Where an entry of a timeline stands on its page. */
export const entryId = (event: string): string => `event-${event}`;
