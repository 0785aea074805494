/** For each byte, how RFC 3986 writes it when only unreserved characters stand for themselves. */
const encodedBytes: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9\-._~]/.test(character)
    ? character
    : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

/** Percent-encodes text whose characters are bytes (latin1). @param keep a character to leave alone, as `/` in paths */
export function encodeBytes(text: string, keep = ''): string {
  let encoded = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    encoded += character === keep ? character : encodedBytes[text.charCodeAt(i) & 255]!;
  }
  return encoded;
}

/** Undoes percent-encoding, one character a byte (latin1); what is no escape stays as it is. */
export function decodeBytes(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
