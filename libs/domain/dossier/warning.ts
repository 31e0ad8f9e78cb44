/** Facts that conflict or are implausible are recorded and flagged, never refused. */
export type WarningCode =
  | 'no-end-on-record'
  | 'listing-contradicts'
  | 'end-differs'
  | 'no-such-grant'
  | 'validity-too-long'
  | 'unknown-milestone'
  | 'depends-on-ended-grant';

export interface Warning {
  code: WarningCode;
  text: string;
  /** Ids of the events on both sides. */
  events: string[];
}
