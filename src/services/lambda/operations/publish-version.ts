import type { Operation } from '../context.ts';
import { invalid, notImplemented } from '../faults.ts';
import { checkRevision, findFunction, ownName } from '../find.ts';
import { publish } from '../publish.ts';
import { writeConfiguration } from '../translate/configuration.ts';

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html */
export const publishVersion: Operation<'PublishVersion'> = (input, context) => {
  const name = { ...ownName(input.FunctionName, undefined, context), qualifier: undefined };
  if (input.PublishTo) throw notImplemented('Publishing to $LATEST.PUBLISHED (PublishTo)');
  const row = findFunction(name, context);
  checkRevision(input.RevisionId, row.latest.revisionId);
  const { sha256 } = row.latest.code;
  if (input.CodeSha256 !== undefined && input.CodeSha256 !== '' && input.CodeSha256 !== sha256) {
    throw invalid(
      `CodeSHA256 (${input.CodeSha256}) is different from current CodeSHA256 in $LATEST (${sha256}). Please try again with the CodeSHA256 in $LATEST.`,
    );
  }
  const version = publish(row, input.Description, context);
  return writeConfiguration(version, { ...name, qualifier: version.version });
};
