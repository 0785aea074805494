/** 25 MB, in and out; the service model still says 6 MB. @see https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html */
export const MAX_PAYLOAD_BYTES = 25 * 1024 * 1024;
