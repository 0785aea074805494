import type { IntegrationInput } from '../records/integration.ts';
import type { IntegrationResponseInput } from '../records/integration-response.ts';
import type { MethodInput } from '../records/method.ts';
import type { MethodResponseInput } from '../records/method-response.ts';
import type { GatewayResponseRow } from '../records/rows.ts';

/** What an OpenAPI document says of an API. */
export interface ImportedApi {
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly binaryMediaTypes?: readonly string[];
  readonly minimumCompressionSize?: number;
  readonly policy?: string;
  readonly apiKeySource?: string;
  readonly disableExecuteApiEndpoint?: boolean;
  readonly models: readonly {
    readonly name: string;
    readonly description?: string;
    readonly schema: string;
  }[];
  /** By name. */
  readonly validators: Readonly<Record<string, { readonly body: boolean; readonly parameters: boolean }>>;
  readonly gatewayResponses: readonly GatewayResponseRow[];
  readonly paths: readonly { readonly path: string; readonly methods: readonly ImportedMethod[] }[];
  readonly warnings: readonly string[];
}

/** A method of an OpenAPI document. */
export interface ImportedMethod {
  readonly method: Omit<MethodInput, 'requestValidatorId'>;
  readonly validatorName?: string;
  readonly responses: readonly MethodResponseInput[];
  readonly integration?: IntegrationInput;
  readonly integrationResponses: readonly IntegrationResponseInput[];
}
