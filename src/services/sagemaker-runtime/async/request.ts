/** An asynchronous request that was accepted: kept until it has been answered, one way or the other. */
export interface AsyncRequest {
  readonly endpoint: string;
  /** Of the endpoint that accepted it: one made later under the same name does not answer it. */
  readonly endpointCreatedMs: number;
  readonly inferenceId: string;
  /** Where its body is in S3, or the body itself, base64. */
  readonly input: { readonly location: string } | { readonly inline: string };
  /** Header fields for the container. */
  readonly fields: Readonly<Record<string, string>>;
  readonly acceptedMs: number;
  /** It must have been begun by then. */
  readonly expiresMs: number;
  readonly timeoutMs: number;
  /** `s3://` addresses of the answer, and of what is said instead of one. */
  readonly output: string;
  readonly failure?: string;
}

/** The collection of those that wait. */
export const ASYNC_REQUESTS = 'sagemaker-runtime.async-requests';

/** Keys of one endpoint's requests sort as they were accepted. */
export function requestKey(endpoint: string, acceptedMs: number, serial: number, id: string): string {
  const time = String(acceptedMs).padStart(15, '0');
  return `${endpoint.toLowerCase()}/${time}-${String(serial % 1e9).padStart(9, '0')}-${id}`;
}
