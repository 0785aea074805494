import { test } from 'node:test';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as s3 from '@aws-sdk/client-s3';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import { AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import { openCatalog } from '../../../src/wire/index.ts';
import { catalogOf } from './other-catalog.ts';
import { checkRoundTrips } from './round-trip.ts';

const catalog = openCatalog();

test('AWS Query: every operation of STS, both ways', () =>
  checkRoundTrips({ catalog, service: 'sts', sdk: sts, runs: 20, emptyIsAbsent: true }));

test('AWS Query: every operation of IAM, both ways', () =>
  checkRoundTrips({ catalog, service: 'iam', sdk: iam, runs: 3, emptyIsAbsent: true }));

test('EC2 Query: every tenth operation of EC2, both ways', () => {
  const ofEc2 = catalogOf('ec2', ec2, ['ec2Query']);
  const names = ofEc2.model('ec2')?.operationNames ?? [];
  const except = names.filter((_, index) => index % 10 !== 0);
  return checkRoundTrips({ catalog: ofEc2, service: 'ec2', sdk: ec2, runs: 3, emptyIsAbsent: true, except });
});

/** What the client makes of its own accord of some members: keys it hashes, checksums it adds, hosts of its own. */
const S3_FIXED = {
  Bucket: 'bucket',
  SSECustomerKey: undefined,
  CopySourceSSECustomerKey: undefined,
  ChecksumAlgorithm: undefined,
  CopySource: 'bucket/key',
  RequestRoute: 'route',
};
const S3_EXCEPT = [
  'GetBucketLocation', // no location and an empty one are one to the client
  'ListDirectoryBuckets', // the same request as ListBuckets, but for the service it is signed for
  'PutBucketAcl', // the client does not escape tabs in attributes
  'PutObjectAcl', // likewise
  'RenameObject', // its token is a header field, and the generator's have line feeds
];

test('REST-XML: every operation of S3, both ways', () =>
  checkRoundTrips({
    catalog,
    service: 's3',
    sdk: s3,
    runs: 3,
    emptyIsAbsent: true, // flattened lists without items are not written
    fixed: S3_FIXED,
    ignored: ['ContentLength', 'ExpiresString', 'Metadata'],
    except: S3_EXCEPT,
    config: {
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    },
  }));

test('AWS JSON 1.0: every operation of SQS, both ways', () =>
  checkRoundTrips({
    catalog: catalogOf('sqs', sqs, ['awsJson1_0']),
    service: 'sqs',
    sdk: sqs,
    runs: 5,
    config: { md5: false },
  }));

test('AWS JSON 1.0: every operation of CloudWatch, both ways', () =>
  checkRoundTrips({ catalog, service: 'cloudwatch', sdk: cloudwatch, runs: 5 }));

test('RPC v2 CBOR: every operation of CloudWatch, both ways', () =>
  checkRoundTrips({
    catalog,
    service: 'cloudwatch',
    sdk: cloudwatch,
    runs: 5,
    config: { protocol: AwsSmithyRpcV2CborProtocol },
  }));

test('AWS Query: every operation of CloudWatch, both ways', () =>
  checkRoundTrips({
    catalog,
    service: 'cloudwatch',
    sdk: cloudwatch,
    runs: 5,
    emptyIsAbsent: true,
    config: { protocol: AwsQueryProtocol },
  }));
