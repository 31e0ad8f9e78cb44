/** One of what an input offers. */
export interface Choice {
  value: string;
  label: string;
}
