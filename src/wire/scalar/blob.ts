const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** Reads base64 with its padding. @returns undefined when it is not that */
export function parseBase64(text: string): Uint8Array | undefined {
  return text.length % 4 === 0 && BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}

/** Writes base64 with padding. A string stands for its UTF-8 bytes. */
export function formatBase64(bytes: Uint8Array | string): string {
  return (
    typeof bytes === 'string'
      ? Buffer.from(bytes)
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  ).toString('base64');
}
