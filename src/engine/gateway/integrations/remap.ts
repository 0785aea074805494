/** Fields the gateway writes itself: an integration's own travel under another name. */
const ofEveryAnswer = ['connection', 'content-length', 'date', 'server'];
const ofMappedAnswers = [
  ...ofEveryAnswer,
  'authorization',
  'content-md5',
  'expect',
  'host',
  'max-forwards',
  'proxy-authenticate',
  'trailer',
  'upgrade',
  'user-agent',
  'www-authenticate',
];

const rules = {
  proxy: { remap: new Set(ofEveryAnswer), drop: new Set(['transfer-encoding', 'keep-alive']) },
  'http-proxy': {
    remap: new Set(ofEveryAnswer),
    drop: new Set(['transfer-encoding', 'keep-alive', 'content-encoding', 'via']),
  },
  mapped: { remap: new Set(ofMappedAnswers), drop: new Set(['transfer-encoding', 'keep-alive']) },
} as const;

/**
 * Renames and drops the fields of an answer as API Gateway does: `Date` becomes `x-amzn-Remapped-Date`.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export function remapped(
  headers: readonly (readonly [string, string])[],
  kind: keyof typeof rules,
): (readonly [string, string])[] {
  const { remap, drop } = rules[kind];
  return headers.flatMap(([name, value]): (readonly [string, string])[] => {
    const lower = name.toLowerCase();
    if (drop.has(lower)) return [];
    return [remap.has(lower) ? [`x-amzn-Remapped-${titled(lower)}`, value] : [name, value]];
  });
}

const titled = (name: string): string =>
  name === 'content-md5'
    ? 'Content-MD5'
    : name === 'www-authenticate'
      ? 'WWW-Authenticate'
      : name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
