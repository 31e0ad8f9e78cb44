/** The reminders that a message tells, alone or in a digest; none where it is of another kind. */
export function remindersIn<Told>({ type, data }: { type: string; data: unknown }): Told[] {
  if (type === 'deadline.digest') return (data as { reminders: Told[] }).reminders;
  return type === 'deadline.reminder' ? [data as Told] : [];
}
