const MINUTE = 60_000;

/** How many messages of an endpoint with a rate go out at once: what it takes in a second, so that a fast one needs no claim for each. */
export const atOnce = (ratePerMinute: number): number => Math.max(1, Math.floor(ratePerMinute / 60));

/** When the next may go out after so many now: at even distances, nothing is saved up while nothing goes out. */
export const nextSlotAt = (now: Date, sent: number, ratePerMinute: number): Date =>
  new Date(now.getTime() + Math.ceil((sent * MINUTE) / ratePerMinute));
