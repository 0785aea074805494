/** Quotas and defaults. @see https://docs.aws.amazon.com/general/latest/gr/sagemaker.html */

/** Instances of one type that all endpoints of an account and Region may use. */
export const INSTANCES_PER_TYPE = 20;
/** Items of a list page when the caller does not say. */
export const DEFAULT_PAGE = 10;
export const DEFAULT_TAG_PAGE = 50;
export const TAGS_PER_RESOURCE = 50;
/** Additional inference specifications of a model package. */
export const ADDITIONAL_SPECIFICATIONS = 15;
/** Characters of a `FailureReason`. */
export const FAILURE_REASON_LENGTH = 1024;
/** How long model data may take to arrive, seconds. */
export const DEFAULT_DOWNLOAD_SECONDS = 3600;
/** What a model artifact may unpack to: bytes and entries. */
export const ARTIFACT_BYTES = 50 * 1024 ** 3;
export const ARTIFACT_ENTRIES = 100_000;

/** Requests an instance is given at once; what waits is put together by the model server. */
export const INSTANCE_CONCURRENCY = 64;
/** Asynchronous requests that an instance is given at once, where its configuration does not say: SageMaker chooses then, too. */
export const ASYNC_CONCURRENCY = 4;
/** An asynchronous request may be processed so long. @see https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html */
export const ASYNC_TIMEOUT_MS = 3_600_000;
/** 1 GB: the answer to an asynchronous request, as its body. */
export const ASYNC_PAYLOAD_BYTES = 1024 ** 3;
/** Requests that may wait before a variant. */
export const VARIANT_QUEUE = 1024;
/** @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html */
export const INVOCATION_TIMEOUT_MS = 60_000;
/** 4 MB, in and out of a serverless endpoint. @see https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html */
export const SERVERLESS_PAYLOAD_BYTES = 4 * 1024 * 1024;
/** A container of a serverless endpoint has three minutes to answer its first ping. @see https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html */
export const SERVERLESS_START_MS = 180_000;
/** An instance of a serverless endpoint that is asked nothing for so long goes; AWS does not say how long. */
export const SERVERLESS_IDLE_MS = 300_000;
/** 25 MB, in and out. @see https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html */
export const MAX_PAYLOAD_BYTES = 25 * 1024 * 1024;

/** To fetch and to load a target model. @see https://docs.aws.amazon.com/sagemaker/latest/dg/invoke-multi-model-endpoint.html */
export const TARGET_MODEL_LOAD_MS = 360_000;
/** The disk of an instance that says nothing of it. */
export const DEFAULT_VOLUME_GB = 30;
/** Containers of one model. */
export const MAX_CONTAINERS = 15;

/** How often utilization may be published, seconds. @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MetricsConfig.html */
export const PUBLISH_SECONDS: readonly number[] = [10, 30, 60, 120, 180, 240, 300];
