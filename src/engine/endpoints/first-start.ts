/** Why something did not start: the machine has no room for it, its container did not come up, or it was stopped. */
export type StartFailureCause = 'machine-full' | 'container' | 'stopped';

/** Why an instance is not in service. */
export interface NotStarted {
  readonly cause: StartFailureCause;
  readonly reason: string;
  /** Which of several containers it was. */
  readonly container?: string | undefined;
}

/** How the first start of an instance went. */
export type FirstStart = { readonly ok: true } | ({ readonly ok: false } & NotStarted);

/** The reason alone, for whoever hands it on. */
export const whyNot = ({ cause, reason, container }: NotStarted): NotStarted => ({
  cause,
  reason,
  ...(container !== undefined && { container }),
});
