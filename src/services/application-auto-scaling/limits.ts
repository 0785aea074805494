/** Quotas and defaults. @see https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-quotas.html */

export const POLICIES_PER_TARGET = 50;
export const SCHEDULED_ACTIONS_PER_TARGET = 200;
export const STEPS_PER_POLICY = 20;
export const TAGS_PER_TARGET = 50;
/** Targets of one namespace. */
export const TARGETS = 3000;

/** Items of a page, also at the most. */
export const PAGE = 50;
/** Policies of a page. */
export const POLICIES_PAGE = 10;

/** Six weeks. */
export const ACTIVITIES_KEPT_MS = 6 * 7 * 24 * 3_600_000;
/** Scaling activities of an account and Region that are kept at the most. */
export const MOST_ACTIVITIES = 10_000;

/** Cooldown of SageMaker's dimensions when a policy names none, seconds. */
export const COOLDOWN_SECONDS = 300;
/** Values of metrics and targets lie between this and its negative. */
export const LARGEST_VALUE = 2 ** 360;

/** How often what is being fulfilled is looked at, milliseconds of real time. */
export const LOOK_MS = 250;
/** A change that has not been fulfilled by then is given up, milliseconds of unscaled time. */
export const FULFIL_MS = 3_600_000;
