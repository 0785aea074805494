/** A deployed API, as it was when it was deployed. Plain data: it can be stored and compiled again. */
export interface ApiSpec {
  readonly apiId: string;
  readonly name: string;
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  readonly deploymentId: string;
  /** Media types whose bodies are bytes, not text; `*\/*` means all. */
  readonly binaryMediaTypes: readonly string[];
  /** Answers of at least this many bytes are compressed for clients that accept it; undefined: none are. */
  readonly minimumCompressionBytes?: number;
  /** A JSON policy document that says who may invoke. */
  readonly resourcePolicy?: string;
  readonly gatewayResponses: Readonly<Partial<Record<GatewayResponseType, GatewayResponseSpec>>>;
  /** JSON Schema draft-04 texts by model name. */
  readonly models: Readonly<Record<string, string>>;
  readonly resources: readonly ResourceSpec[];
}

/** One place in the tree of paths. */
export interface ResourceSpec {
  readonly id: string;
  /** e.g. `/pets/{id}` or `/{proxy+}`; the root is `/`. */
  readonly path: string;
  /** By HTTP method, or `ANY`. */
  readonly methods: Readonly<Record<string, MethodSpec>>;
}

/** What a method asks of a request, and who answers it. */
export interface MethodSpec {
  readonly authorization: 'none' | 'iam';
  readonly apiKeyRequired: boolean;
  readonly operationName?: string;
  /** Parameters that must be there, e.g. `method.request.header.x-tenant`; empty when they are not validated. */
  readonly requiredParameters: readonly string[];
  /** Model names by media type (or `$default`); undefined when bodies are not validated. */
  readonly bodyModels?: Readonly<Record<string, string>>;
  /** Undefined: the method was deployed without one, and fails. */
  readonly integration?: IntegrationSpec;
}

/** What every integration has. */
export interface IntegrationBase {
  /** Milliseconds, at least 50. */
  readonly timeoutMs: number;
  /** `integration.request.header.X` to a mapping expression. */
  readonly requestParameters: Readonly<Record<string, string>>;
}

/** What an integration has whose requests and answers are mapped. */
export interface MappedBase extends IntegrationBase {
  /** Templates by media type. */
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly passthrough: 'when-no-match' | 'when-no-templates' | 'never';
  readonly contentHandling?: ContentHandling;
  readonly responses: readonly IntegrationResponseSpec[];
}

/** How a body changes between bytes and base64 text. */
export type ContentHandling = 'to-binary' | 'to-text';

/** How one kind of integration answer becomes the method's answer. */
export interface IntegrationResponseSpec {
  readonly status: number;
  /** A regular expression the whole selection value must match; empty: the default answer. */
  readonly selectionPattern: string;
  /** `method.response.header.X` to a mapping expression. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Templates by media type. */
  readonly templates: Readonly<Record<string, string>>;
  readonly contentHandling?: ContentHandling;
}

/** Who answers a request. */
export type IntegrationSpec =
  | (IntegrationBase & {
      readonly kind: 'function-proxy';
      /** May hold `${stageVariables.x}`. */
      readonly functionArn: string;
      /** The role it is invoked as; undefined: as API Gateway itself, by the function's own policy. */
      readonly roleArn?: string;
      /** Function proxies are invoked with POST only; another method fails as on AWS. */
      readonly httpMethod: string;
    })
  | (MappedBase & {
      readonly kind: 'function';
      readonly functionArn: string;
      readonly roleArn?: string;
      readonly httpMethod: string;
    })
  | (IntegrationBase & { readonly kind: 'http-proxy' } & HttpTarget)
  | (MappedBase & { readonly kind: 'http' } & HttpTarget)
  | (MappedBase & { readonly kind: 'mock' });

/** The endpoint of an HTTP integration. */
export interface HttpTarget {
  /** May hold `{name}` of mapped path parameters and `${stageVariables.x}`. */
  readonly uri: string;
  /** `ANY`: the method of the request. */
  readonly httpMethod: string;
  /** Accept any certificate. */
  readonly insecure: boolean;
}

/** How the gateway itself answers in one case. */
export interface GatewayResponseSpec {
  /** HTTP status; undefined: the case's own. */
  readonly status?: number;
  /** `gatewayresponse.header.X` to a mapping expression. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Templates by media type. */
  readonly templates: Readonly<Record<string, string>>;
}

/**
 * The cases in which the gateway answers itself.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export type GatewayResponseType =
  | 'ACCESS_DENIED'
  | 'API_CONFIGURATION_ERROR'
  | 'AUTHORIZER_CONFIGURATION_ERROR'
  | 'AUTHORIZER_FAILURE'
  | 'BAD_REQUEST_BODY'
  | 'BAD_REQUEST_PARAMETERS'
  | 'DEFAULT_4XX'
  | 'DEFAULT_5XX'
  | 'EXPIRED_TOKEN'
  | 'INTEGRATION_FAILURE'
  | 'INTEGRATION_TIMEOUT'
  | 'INVALID_API_KEY'
  | 'INVALID_SIGNATURE'
  | 'MISSING_AUTHENTICATION_TOKEN'
  | 'QUOTA_EXCEEDED'
  | 'REQUEST_TOO_LARGE'
  | 'RESOURCE_NOT_FOUND'
  | 'THROTTLED'
  | 'UNAUTHORIZED'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'WAF_FILTERED';

/** A rate and the burst it allows. */
export interface ThrottleSpec {
  /** Requests a second, steadily. */
  readonly ratePerSecond: number;
  /** Requests at once. */
  readonly burst: number;
}

/** How a stage treats one method, or all. */
export interface MethodSettingsSpec {
  readonly throttle?: ThrottleSpec;
  readonly logging: 'off' | 'error' | 'info';
  /** Whether whole requests and answers go in the execution log. */
  readonly dataTrace: boolean;
  /** Whether metrics are kept by method as well. */
  readonly detailedMetrics: boolean;
}

/** A stage: a deployment under a name, with its variables and settings. */
export interface StageSpec {
  readonly api: ApiSpec;
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  /** By `/pets/{id}/GET`, and `*\/*` for the others. */
  readonly settings: Readonly<Record<string, MethodSettingsSpec>>;
  readonly accessLog?: { readonly logGroup: string; readonly format: string };
}

/** A usage plan: whose keys may call which stages, how often. */
export interface PlanSpec {
  readonly id: string;
  readonly throttle?: ThrottleSpec;
  readonly quota?: QuotaSpec;
  readonly stages: readonly {
    readonly apiId: string;
    readonly stage: string;
    /** By `/pets/{id}/GET`. */
    readonly throttles: Readonly<Record<string, ThrottleSpec>>;
  }[];
  readonly keyIds: readonly string[];
}

/** So many requests in a period. */
export interface QuotaSpec {
  readonly limit: number;
  readonly period: 'DAY' | 'WEEK' | 'MONTH';
  /** The day a period starts: 0 is Sunday, or the first of the month. */
  readonly offset: number;
}

/** An API key. */
export interface KeySpec {
  readonly id: string;
  readonly value: string;
  readonly enabled: boolean;
}
