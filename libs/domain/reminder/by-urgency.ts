interface Urgent {
  /** The reminder's. */
  id: string;
  daysLeft: number;
  rung: number;
}

/** Fewest days left first. */
export const byUrgency = (a: Urgent, b: Urgent): number =>
  a.daysLeft - b.daysLeft || a.rung - b.rung || (a.id < b.id ? -1 : 1);
