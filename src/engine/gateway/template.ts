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

/** Replaces `$name` and `${name}` of the variables that gateway responses and access logs know. */
export function substitute(
  text: string,
  value: (name: string) => string | undefined,
  missing: string,
): string {
  return text.replace(
    /\$(?:\{([A-Za-z][\w.-]*)\}|([A-Za-z]\w*(?:\.[\w-]+)*))/g,
    (whole, braced: string | undefined, plain: string | undefined) => {
      const name = braced ?? (plain as string);
      if (!/^(context|stageVariables|method)\./.test(name)) return whole;
      return value(name) ?? missing;
    },
  );
}
