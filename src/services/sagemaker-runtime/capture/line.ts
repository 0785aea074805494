import type { CallContext } from '../../../wire/index.ts';
import type { CaptureSettings } from '../hosted.ts';

/** A request and its answer, as they went by. */
export interface Captured {
  /** When the request came, milliseconds since the epoch. */
  readonly timeMs: number;
  readonly input: Payload;
  readonly output: Payload;
  readonly inferenceId?: string | undefined;
  readonly customAttributes?: string | undefined;
}

/** Bytes and what they are said to be. */
export interface Payload {
  readonly contentType: string | undefined;
  readonly data: Uint8Array;
}

/** What a caller says of a request. */
interface Said {
  readonly Body: unknown;
  readonly ContentType?: string | undefined;
  readonly InferenceId?: string | undefined;
  readonly CustomAttributes?: string | undefined;
}

/** A request, as its caller made it, and its answer. */
export const captured = ({ timeMs }: CallContext, input: Said, output: Payload): Captured => ({
  timeMs,
  input: { contentType: input.ContentType, data: input.Body as Uint8Array },
  output,
  inferenceId: input.InferenceId,
  customAttributes: input.CustomAttributes,
});

/**
 * One line of a capture file: JSON, with its line end.
 * @param eventId unique
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
 */
export function captureLine(settings: CaptureSettings, captured: Captured, eventId: string): string {
  const { timeMs, input, output, inferenceId, customAttributes } = captured;
  const line = {
    captureData: {
      ...(settings.input && { endpointInput: side(settings, 'INPUT', input) }),
      ...(settings.output && { endpointOutput: side(settings, 'OUTPUT', output) }),
    },
    eventMetadata: {
      eventId,
      ...(customAttributes !== undefined && { customAttributes: [customAttributes] }),
      ...(inferenceId !== undefined && { inferenceId }),
      inferenceTime: new Date(timeMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    eventVersion: '0',
  };
  return `${JSON.stringify(line)}\n`;
}

function side(settings: CaptureSettings, mode: 'INPUT' | 'OUTPUT', { contentType, data }: Payload) {
  const encoding = encodingOf(settings, contentType);
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
  return {
    observedContentType: contentType ?? 'application/octet-stream',
    mode,
    data: bytes.toString(encoding === 'BASE64' ? 'base64' : 'utf8'),
    encoding,
  };
}

function encodingOf(
  { csvTypes, jsonTypes }: CaptureSettings,
  contentType: string | undefined,
): 'CSV' | 'JSON' | 'BASE64' {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (csvTypes.includes(type)) return 'CSV';
  return jsonTypes.includes(type) ? 'JSON' : 'BASE64';
}

/** The key of a capture file: by endpoint, variant and hour, and within it by the time it was begun. */
export function captureKey(
  prefix: string,
  endpoint: string,
  variant: string,
  timeMs: number,
  id: string,
): string {
  const [day = '', time = ''] = new Date(timeMs).toISOString().split('T');
  const [hour = '', minute = '', second = ''] = time.split(':');
  const file = `${minute}-${second.slice(0, 2)}-${second.slice(3, 6)}-${id}.jsonl`;
  return [
    ...prefix.split('/').filter((part) => part !== ''),
    endpoint,
    variant,
    ...day.split('-'),
    hour,
    file,
  ].join('/');
}
