/** How often the worker says that its event loop turns, and after how many turns without a word it is ended. */
export const [TURN_MS, TURNS_MISSED] = [5_000, 6] as const;
