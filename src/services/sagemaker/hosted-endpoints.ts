import type { Collection, Records } from '../../store/index.ts';
import type { Caller } from '../../wire/index.ts';
import { keyOf, type Place } from './arns.ts';
import { parseS3Url, type S3Location } from './hosting/s3-location.ts';
import { SERVERLESS_PAYLOAD_BYTES } from './limits.ts';
import type { EndpointRow } from './records/endpoint.ts';
import { PRINCIPAL, type Roles, SESSION_NAME } from './roles.ts';
import {
  type AsyncSettings,
  asyncSettings,
  type CaptureSettings,
  captureSettings,
} from './translate/inference-settings.ts';

/** What the data plane wants to know of an endpoint that serves. */
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
  readonly components: boolean;
  /** The longest body, in and out; that of the service when left out. */
  readonly maxPayloadBytes?: number;
}

/** The endpoints of the control plane, as the data plane sees them. */
export class HostedEndpoints {
  readonly #endpoints: Collection<EndpointRow>;
  readonly #roles: Roles;
  readonly #records = new Map<string, Records<EndpointRow>>();
  /** By row, which never changes in place: reading one costs a request next to nothing. */
  readonly #seen = new WeakMap<EndpointRow, HostedEndpoint>();

  constructor(endpoints: Collection<EndpointRow>, roles: Roles) {
    this.#endpoints = endpoints;
    this.#roles = roles;
  }

  /** An endpoint of an account and Region; `undefined` when none of that name serves. */
  find({ account, region }: Place, name: string): HostedEndpoint | undefined {
    const where = `${account}/${region}`;
    let records = this.#records.get(where);
    if (!records) this.#records.set(where, (records = this.#endpoints.in(account, region)));
    const row = records.get(keyOf(name));
    if (!row) return undefined;
    let hosted = this.#seen.get(row);
    if (!hosted) {
      hosted = hostedOf(row);
      if (hosted) this.#seen.set(row, hosted);
    }
    return hosted;
  }

  /** Every endpoint that takes asynchronous requests. */
  asynchronous(): readonly (Place & { readonly name: string })[] {
    return this.#endpoints
      .all()
      .filter(({ row }) => row.current?.asyncInference && row.status !== 'Deleting')
      .map(({ account, region, row }) => ({ account, region, name: row.name }));
  }

  /** A session of an execution role; `undefined` when it cannot be assumed. */
  session(roleArn: string): Caller | undefined {
    const session = this.#roles.credentialsForRole({
      roleArn,
      sessionName: SESSION_NAME,
      service: PRINCIPAL,
    });
    return session.outcome === 'assumed' ? session.caller : undefined;
  }

  /** Reads an address of S3; `undefined` for anything else. */
  locate(url: string): S3Location | undefined {
    return parseS3Url(url);
  }
}

function hostedOf({ name, createdMs, current, status }: EndpointRow): HostedEndpoint | undefined {
  if (!current || status === 'Deleting') return undefined;
  const capture = current.dataCapture && captureSettings(current.dataCapture);
  return {
    name,
    createdMs,
    deployment: current.id,
    roles: new Map(
      current.variants.map((variant) => [variant.name, variant.model?.roleArn ?? current.roleArn ?? '']),
    ),
    components: current.variants.some(({ model }) => model === undefined),
    ...(current.variants.some(({ serverless }) => serverless) && {
      maxPayloadBytes: SERVERLESS_PAYLOAD_BYTES,
    }),
    ...(current.asyncInference && { asyncInference: asyncSettings(current.asyncInference) }),
    ...(capture && { capture }),
  };
}
