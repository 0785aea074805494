import type { Caller } from '../../wire/index.ts';

/** Where an endpoint lives. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** An object of S3, or a prefix of objects. */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/** Where asynchronous answers go. */
export interface AsyncSettings {
  readonly output: S3Location;
  readonly failure?: S3Location;
  readonly kmsKeyId?: string;
  readonly successTopic?: string;
  readonly errorTopic?: string;
  /** Topics whose notifications have the answer in them, too. */
  readonly responseIn: readonly ('success' | 'error')[];
  /** Requests that an instance is given at once. */
  readonly concurrency: number;
}

/** What is captured of requests and answers. */
export interface CaptureSettings {
  /** 0 to 100. */
  readonly samplingPercentage: number;
  readonly destination: S3Location;
  readonly input: boolean;
  readonly output: boolean;
  /** Content types written as they are, in lower case; all others as base64. */
  readonly csvTypes: readonly string[];
  readonly jsonTypes: readonly string[];
  readonly kmsKeyId?: string;
}

/** What the control plane says of an endpoint that serves. Never changes: another state is another object. */
export interface HostedEndpoint {
  /** As it was created. */
  readonly name: string;
  readonly createdMs: number;
  /** Its deployment: the settings below are those of this one. */
  readonly deployment: string;
  /** The execution role of each variant, by the variant's name. */
  readonly roles: ReadonlyMap<string, string>;
  /** It takes asynchronous requests, and no others. */
  readonly asyncInference?: AsyncSettings;
  readonly capture?: CaptureSettings;
  /** It serves inference components, each asked by its name. */
  readonly components?: boolean;
  /** The longest body, in and out; that of the service when left out. */
  readonly maxPayloadBytes?: number;
}

/** The endpoints as the control plane knows them; `services/sagemaker` has it. */
export interface Hosted {
  /** `undefined` when none of that name serves. Cheap: asked for every request. */
  find(place: Place, name: string): HostedEndpoint | undefined;
  /** Every endpoint that takes asynchronous requests. */
  asynchronous(): readonly (Place & { readonly name: string })[];
  /** A session of an execution role; `undefined` when it cannot be assumed. */
  session(roleArn: string): Caller | undefined;
  /** Reads an address of S3; `undefined` for anything else. */
  locate(url: string): S3Location | undefined;
}

/** The execution role of a variant; during an update, when it may be one that is not there any more, that of another. */
export const roleOf = ({ roles }: HostedEndpoint, variant: string): string =>
  roles.get(variant) ?? roles.values().next().value ?? '';
