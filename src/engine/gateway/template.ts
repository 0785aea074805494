/** Turns a body into another. */
export type Template = (body: Buffer) => Buffer;

/**
 * The template of a text, as far as Postern renders them: texts without `$` and `#`, which stand for themselves, and the
 * one that passes the body on, `$input.body`. Undefined: it needs the mapping template language, which is not built.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html
 */
export function compileTemplate(text: string): Template | undefined {
  if (text.trim() === '$input.body') return (body) => body;
  if (/[$#]/.test(text)) return undefined;
  const rendered = Buffer.from(text);
  return () => rendered;
}

/** Replaces `$name` and `${name}` of the variables that gateway responses and access logs know; the rest stays. */
export function substitute(
  text: string,
  value: (name: string) => string | undefined,
  missing: string,
): string {
  return text.replace(
    VARIABLE,
    (_, braced: string | undefined, plain: string | undefined) => value(braced ?? plain ?? '') ?? missing,
  );
}

// header names may have hyphens; after the other variables a hyphen is text
const NAME = String.raw`(?:context|stageVariables)(?:\.\w+)+|method\.request\.\w+\.[\w-]+`;
const VARIABLE = new RegExp(String.raw`\$(?:\{(${NAME})\}|(${NAME}))`, 'g');
