/** An object, or a prefix of objects. */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/** Reads `s3://bucket/key` and `https` addresses of S3, path-style or virtual-hosted; `undefined` for anything else. */
export function parseS3Url(url: string): S3Location | undefined {
  const plain = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(url);
  if (plain) return { bucket: plain[1] as string, key: plain[2] as string };
  const web = /^https:\/\/([^/]+)\/(.*)$/s.exec(url);
  if (!web) return undefined;
  const [, host = '', path = ''] = web;
  const virtual = /^(.+)\.s3[.-][a-z0-9.-]*amazonaws\.com$/.exec(host);
  if (virtual) return { bucket: virtual[1] as string, key: decodeURIComponent(path) };
  if (!/^s3[.-][a-z0-9.-]*amazonaws\.com$/.test(host)) return undefined;
  const slash = path.indexOf('/');
  const [bucket, key] = slash < 0 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)];
  return { bucket, key: decodeURIComponent(key) };
}
