/** Why something did not start: the machine has no room for it, its container did not come up, or it was stopped. */
export type StartFailureCause = 'machine-full' | 'container' | 'stopped';

/** How the first start of an instance went. */
export type FirstStart =
  | { readonly ok: true }
  | { readonly ok: false; readonly cause: StartFailureCause; readonly reason: string };
