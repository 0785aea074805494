/** Quotas of Lambda. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */

/** Concurrent executions of an account in a Region. */
export const CONCURRENT_EXECUTIONS = 1000;

/** What reserved concurrency must leave for functions without. */
export const LEAST_UNRESERVED = 100;

/** All code of an account in a Region, bytes. */
export const TOTAL_CODE_BYTES = 80_530_636_800;

/** A function's code and layers together, unpacked, bytes. */
export const UNPACKED_BYTES = 262_144_000;

/** An archive in the request itself, bytes. */
export const ZIPPED_BYTES = 52_428_800;

/** The request of an upload: an archive in base64 and what is around it, bytes. */
export const UPLOAD_BODY_BYTES = 70_167_211;

/** Entries of an archive: not AWS's limit but ours. */
export const ARCHIVE_ENTRIES = 100_000;

/** Event of a synchronous invocation, bytes. */
export const SYNCHRONOUS_EVENT_BYTES = 6_291_456;

/** Event of an asynchronous invocation, bytes. */
export const ASYNCHRONOUS_EVENT_BYTES = 1_048_576;

/** All environment variables of a function as JSON, bytes. */
export const ENVIRONMENT_BYTES = 4096;

/** Layers of a function. */
export const LAYERS = 5;

/** Tags of a function. */
export const TAGS = 50;

/** A resource policy, bytes. */
export const POLICY_BYTES = 20_480;

/** Items of a page when nothing else is asked for. */
export const PAGE = 50;

/** The end of a log that comes with an answer, bytes. */
export const LOG_TAIL_BYTES = 4096;

/** How long a function may run, seconds. */
export const MOST_TIMEOUT_SECONDS = 900;

/** Memory of a function, MiB. */
export const MOST_MEMORY_MB = 10_240;

/** Defaults of a function. */
export const defaults = { timeout: 3, memorySize: 128, ephemeralMb: 512 } as const;

/** Retries of an asynchronous invocation that failed, and how old an event may get, seconds. */
export const asynchronous = { retries: 2, maximumAgeSeconds: 21_600 } as const;

/** Events that may wait for a function: not AWS's limit but ours. */
export const WAITING_EVENTS = 10_000;
