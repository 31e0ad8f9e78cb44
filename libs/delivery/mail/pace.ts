const MINUTE_MS = 60_000;
/** So much of a minute's mails may go out at once. */
const AT_ONCE = 1 / 6;

export interface Pace {
  /** Between two mails, once those that may go out at once have. */
  distanceMs: number;
  /** How many may go out at once, beside one. */
  ahead: number;
}

/** Never more than `perMinute` within any minute, whenever it begins. */
export function paceOf(perMinute: number): Pace {
  const atOnce = Math.max(1, Math.floor(perMinute * AT_ONCE));
  return { distanceMs: Math.ceil(MINUTE_MS / (perMinute - atOnce + 1)), ahead: atOnce - 1 };
}
