/**
 * Quotas of API Gateway's control plane.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export const limits = {
  /** Milliseconds an integration may take. */
  timeoutMs: { least: 50, most: 29_000 },
  /** Bytes; 10 MB. */
  compressionBytes: { least: 0, most: 10_485_760 },
  /** Items a page: default and most. */
  page: { usual: 25, most: 500 },
  /** Of one API. */
  resources: 300,
  stages: 10,
  /** Of one account and Region. */
  restApis: 600,
  apiKeys: 10_000,
  usagePlans: 300,
} as const;
