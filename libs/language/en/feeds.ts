/** Atom feeds and calendars. */
export const feeds = {
  atom: {
    title: 'Certification events',
    subtitle: 'Events recorded in Jalon, newest first.',
  },
  calendar: {
    name: 'Certification deadlines',
    description: 'Deadlines of cloud certifications, tracked by Jalon.',
    truncated: (most: number) => `Limited to the ${most} deadlines closest to today; use filters to see others.`,
    state: 'Status',
    states: { open: 'open', met: 'met', missed: 'missed', cancelled: 'cancelled' },
    opens: 'Action possible from',
    precision: {
      month: 'Only the month is known; shown on its first day.',
      quarter: 'Only the quarter is known; shown on its first day.',
      half: 'Only the half-year is known; shown on its first day.',
      year: 'Only the year is known; shown on its first day.',
    },
  },
};
