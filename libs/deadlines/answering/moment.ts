/** When it is, and where for those who wished no zone of their own. */
export interface Moment {
  now: Date;
  zone: string;
}
