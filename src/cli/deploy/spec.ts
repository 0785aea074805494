/** A model API as a stack: gateway with key -> function -> endpoint -> model. Names derive from `name`. */
export interface ModelApiSpec {
  /** Lower-case letters, digits and hyphens, at most 40. */
  readonly name: string;
  /** Every model version that is registered; `variants` names those the endpoint runs. */
  readonly models: readonly { readonly version: string; readonly file: string }[];
  /** The endpoint's production variants, which share the requests by their weights. */
  readonly variants: readonly { readonly name: string; readonly version: string; readonly weight: number }[];
  /** The container image, as in a SageMaker model. */
  readonly image: string;
  readonly instanceType: string;
  readonly handler: {
    /** A TypeScript or JavaScript module that exports `handler`; bundled with what it imports but for the AWS SDK. */
    readonly entry: string;
    readonly runtime: 'nodejs22.x' | 'nodejs24.x';
    readonly memoryMb: number;
    readonly timeoutSeconds: number;
    readonly environment?: Readonly<Record<string, string>>;
  };
  /** The last part of the URL. */
  readonly path: string;
  /** JSON Schema draft-04 of a request body. */
  readonly requestSchema: object;
  readonly limits: { readonly ratePerSecond: number; readonly burst: number };
}

/** Where the deployed stack answers. */
export interface ModelApiOutputs {
  readonly apiId: string;
  readonly url: string;
  readonly apiKey: string;
  readonly functionName: string;
  readonly endpointName: string;
}

/** One part of a deployment; `tell` says how it goes. */
export interface Step<Context> {
  readonly title: string;
  run(context: Context, tell: (progress: string) => void): Promise<void>;
}
