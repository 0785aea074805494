import { validationError } from './faults.ts';

/** What a caller may say besides the body. */
interface Said {
  readonly ContentType?: string | undefined;
  readonly Accept?: string | undefined;
  readonly CustomAttributes?: string | undefined;
  readonly SessionId?: string | undefined;
}

const ATTRIBUTES = 'X-Amzn-SageMaker-Custom-Attributes';
/** As a container's answer spells it. */
export const ATTRIBUTES_KEY = ATTRIBUTES.toLowerCase();

/** In which session a request is, or that it opens one. */
const SESSION = 'X-Amzn-SageMaker-Session-Id';
/** Which session an answer opens, and which one it closes. */
export const NEW_SESSION_KEY = 'x-amzn-sagemaker-new-session-id';
export const CLOSED_SESSION_KEY = 'x-amzn-sagemaker-closed-session-id';

/** What the container gets of the caller's header fields; all others are taken away. */
export function containerFields(said: Said): Record<string, string> {
  const { ContentType, Accept, CustomAttributes, SessionId } = said;
  const fields: Record<string, string> = {};
  if (ContentType !== undefined) fields['Content-Type'] = printable('contentType', ContentType);
  if (Accept !== undefined) fields['Accept'] = printable('accept', Accept);
  if (CustomAttributes !== undefined) fields[ATTRIBUTES] = printable('customAttributes', CustomAttributes);
  if (SessionId !== undefined) fields[SESSION] = SessionId; // its pattern lets nothing odd through
  return fields;
}

function printable(member: string, value: string): string {
  if (/^[\t\x20-\x7e]*$/.test(value)) return value;
  throw validationError(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: \\p{ASCII}*`,
  );
}
