import type { Caller } from '../../wire/index.ts';

/** What came of asking to act as a role. */
export type RoleSession =
  | {
      readonly outcome: 'assumed';
      readonly credentials: {
        readonly accessKeyId: string;
        readonly secretAccessKey: string;
        readonly sessionToken: string;
      };
      readonly caller: Caller;
    }
  | { readonly outcome: 'no-such-role' | 'not-trusted' };

/** Assumes roles for services; `services/iam` has it. */
export interface Roles {
  credentialsForRole(asks: {
    readonly roleArn: string;
    readonly sessionName: string;
    /** The service principal. */
    readonly service: string;
    readonly durationSeconds?: number;
    readonly sourceArn?: string;
  }): RoleSession;
}

/** The service principal that execution roles trust. */
export const PRINCIPAL = 'sagemaker.amazonaws.com';
/** The name of the sessions in which model data is read and containers run. */
export const SESSION_NAME = 'SageMaker';
/** A container keeps the credentials it was started with, seconds. */
export const CONTAINER_SESSION_SECONDS = 7 * 24 * 3600;
