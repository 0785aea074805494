import type { AsyncSettings, S3Location } from '../hosted.ts';

/** What a caller may say of where the answer goes. */
interface Said {
  readonly S3OutputPathExtension?: string | undefined;
  readonly Filename?: string | undefined;
}

/**
 * Where the answer to a request goes, and what is said instead of one: `<path>/<id>.out` and `<path>/<id>-error.out`.
 * @param id of this request and no other
 */
export function locationsOf(
  { output, failure }: AsyncSettings,
  { S3OutputPathExtension, Filename }: Said,
  id: string,
): { readonly output: string; readonly failure?: string } {
  const [stem, end] = nameOf(Filename ?? `${id}.out`);
  const under = (path: S3Location, file: string): string => {
    const folders = [path.bucket, path.key, S3OutputPathExtension ?? '']
      .map(trimmed)
      .filter((part) => part !== '');
    return `s3://${[...folders, file].join('/')}`;
  };
  return {
    output: under(output, `${stem}${end}`),
    ...(failure && { failure: under(failure, `${stem}-error${end}`) }),
  };
}

const trimmed = (path: string): string => path.replace(/^\/+|\/+$/g, '');

/** A file's name and its ending, the dot with the ending. */
function nameOf(file: string): [stem: string, end: string] {
  const dot = file.lastIndexOf('.');
  return dot <= 0 ? [file, ''] : [file.slice(0, dot), file.slice(dot)];
}
