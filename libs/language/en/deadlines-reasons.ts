/** Reasons of deadlines, reminders and feeds. */
export const deadlinesReasons = {
  'reminder-not-found': ({ id }: { id: string }) => `Reminder ${id} not found`,
  'reminder-dropped': ({ state }: { state: string }) =>
    `The reminder is ${state}; only a planned or sent reminder can be acknowledged`,
  'reminded-deadline-moved': ({ due }: { due: string }) => `The deadline has moved; it is now due ${due}`,
  'reminded-deadline-closed': ({ state }: { state: string }) =>
    `The deadline is already ${state}; no further reminders are sent`,
  'deadline-not-followed': 'The subscription no longer follows this deadline',
  'snooze-date-out-of-range': ({ today, last }: { today: string; last: string }) =>
    `The date must be after ${today} (today) and no later than ${last}, the last day of the deadline`,
  'snooze-too-late': ({ last }: { last: string }) =>
    `The reminder can no longer be snoozed; ${last} is the last day of the deadline`,
  'reminded-deadline-not-found': ({ key }: { key: string }) => `Deadline ${key} not found`,
  'feed-not-found': ({ id }: { id: string }) => `Feed ${id} not found`,
  'feed-address-unknown': 'No feed exists at this address; ask its owner for a new address',
  'feed-address-revoked': 'This feed address has been revoked',
  'calendar-without-deadlines': 'must not be false; a calendar contains deadlines only',
  'atom-without-changes': 'must not be false; an Atom feed contains changes only',
  'ledger-position': 'must be a ledger position, as given by the "next" link',
  'days-ahead': ({ maximum }: { maximum: number }) => `must be a whole number of days from 0 to ${maximum}`,
};
