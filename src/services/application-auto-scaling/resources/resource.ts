import type { Place } from '../arns.ts';
import type { TargetKey } from '../records/target.ts';

/** How much there is of a resource, and whether more can be asked for. */
export type Capacity =
  | { readonly found: false /** In the service's words. */; readonly message: string }
  | {
      readonly found: true;
      readonly desired: number;
      readonly running: number;
      /** The service is changing the resource, or cannot. */
      readonly busy: boolean;
      /** Why it is no longer what was asked for, where the service says. */
      readonly failure?: string;
    };

/** Calls another service in the name of the role that is linked to scaling it. */
export type CallAsRole = <Output>(
  target: TargetKey & Place,
  service: string,
  operation: string,
  input: object,
) => Promise<Output>;

/** A dimension that can be scaled. */
export interface Dimension {
  /** e.g. `sagemaker:variant:DesiredInstanceCount` */
  readonly name: string;
  readonly namespace: string;
  /** How its resources' ids look. */
  readonly resourceId: RegExp;
  /** What is set, in activities: `desired instance count`. */
  readonly capacity: string;
  /** The service as its errors name it, e.g. `AmazonSageMaker`. */
  readonly service: string;
  /** The principal that the linked role trusts. */
  readonly principal: string;
  /** The name of the linked role. */
  readonly roleName: string;
  /** When a policy names no cooldown, seconds. */
  readonly cooldownSeconds: number;
  /** Whether step policies can scale it. */
  readonly steps: boolean;
  read(target: TargetKey & Place, call: CallAsRole): Promise<Capacity>;
  /** @throws Fault as the service refuses */
  set(target: TargetKey & Place, capacity: number, call: CallAsRole): Promise<void>;
}
