import type { Caller } from '../../wire/index.ts';

/** Temporary credentials of a role. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Assumes roles for a service, as `services/iam` does; rejects or throws when the role does not exist or does not trust it. */
export interface Roles {
  callerForRole(roleArn: string, sessionName: string, service: string): Caller | Promise<Caller>;
  credentialsForRole(
    roleArn: string,
    sessionName: string,
    service: string,
  ): RoleCredentials | Promise<RoleCredentials>;
}

/** The service principal that execution roles trust. */
export const PRINCIPAL = 'sagemaker.amazonaws.com';
