/** The names of the collections. */
export const collections = {
  targets: 'application-auto-scaling.targets',
  policies: 'application-auto-scaling.policies',
  scheduledActions: 'application-auto-scaling.scheduled-actions',
  activities: 'application-auto-scaling.activities',
} as const;
