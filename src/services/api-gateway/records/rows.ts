import type {
  Account,
  ApiStage,
  Method,
  MethodSetting,
  QuotaSettings,
  RestApi,
  Stage,
  ThrottleSettings,
} from '@aws-sdk/client-api-gateway';

/** A date as it is kept: milliseconds since the epoch. */
type Dated<T, K extends keyof T> = Omit<T, K> & { readonly [P in K]-?: number };

/** A REST API, without what is below it. */
export interface RestApiRow extends Dated<Omit<RestApi, 'warnings'>, 'createdDate'> {
  readonly id: string;
  readonly name: string;
  readonly rootResourceId: string;
}

/** A resource with its methods, their integrations and responses: one record. */
export interface ResourceRow {
  readonly id: string;
  /** None: the root. */
  readonly parentId?: string;
  readonly pathPart?: string;
  readonly path: string;
  readonly resourceMethods: Readonly<Record<string, Method>>;
}

/** A model. */
export interface ModelRow {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly schema: string;
  readonly contentType: string;
}

/** A request validator. */
export interface ValidatorRow {
  readonly id: string;
  readonly name?: string | undefined;
  readonly validateRequestBody: boolean;
  readonly validateRequestParameters: boolean;
}

/** A gateway response that the user set. */
export interface GatewayResponseRow {
  readonly responseType: string;
  readonly statusCode?: string | undefined;
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
}

/** A deployment; its snapshot is a record of its own. */
export interface DeploymentRow {
  readonly id: string;
  readonly description?: string | undefined;
  readonly createdDate: number;
}

/** A stage. */
export interface StageRow
  extends Dated<Omit<Stage, 'methodSettings' | 'variables'>, 'createdDate' | 'lastUpdatedDate'> {
  readonly stageName: string;
  readonly deploymentId: string;
  readonly variables?: Readonly<Record<string, string>> | undefined;
  /** By `~1pets/GET` as the user wrote it, and `*\/*`. */
  readonly methodSettings: Readonly<Record<string, MethodSetting>>;
}

/** An API key. */
export interface ApiKeyRow {
  readonly id: string;
  readonly value: string;
  readonly name?: string | undefined;
  readonly customerId?: string | undefined;
  readonly description?: string | undefined;
  readonly enabled: boolean;
  readonly createdDate: number;
  readonly lastUpdatedDate: number;
  readonly stageKeys: readonly string[];
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** A usage plan. */
export interface UsagePlanRow {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly apiStages: readonly ApiStage[];
  readonly throttle?: ThrottleSettings | undefined;
  readonly quota?: QuotaSettings | undefined;
  readonly productCode?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** A key that belongs to a usage plan. */
export interface PlanKeyRow {
  readonly id: string;
  readonly type: 'API_KEY';
}

/** What is set for an account in a Region. */
export type AccountRow = Pick<Account, 'cloudwatchRoleArn'>;
