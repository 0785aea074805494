import { type TestContext, test } from 'node:test';
import { run, without } from '../../other-clients.ts';
import { clientEnvironment, openStack } from './stack.ts';

/** Runs a Python program against a stack; it ends well or the test fails with what it wrote. */
async function python(context: TestContext, program: string): Promise<void> {
  const { url, stateDirectory } = await openStack(context);
  await run('python3', ['-c', `${PROLOGUE}${program}`], { env: clientEnvironment(url, stateDirectory) });
}

const PROLOGUE = `
import boto3, botocore, hashlib, io, os, urllib.error, urllib.request
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
s3 = boto3.client('s3')
s3.create_bucket(Bucket='boto')
def refused(code, call, **arguments):
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as error:
        assert error.response['Error']['Code'] == code, error
        return error.response
    raise AssertionError('expected ' + code)
`;

test('boto3 transfers in parts and back, in ranges', {
  skip: without.boto3,
}, async (context) => {
  await python(
    context,
    `
content = os.urandom(20_000_001)
open(os.environ['HOME'] + '/large', 'wb').write(content)
parts = TransferConfig(multipart_threshold=8_000_000, multipart_chunksize=8_000_000)
s3.upload_file(os.environ['HOME'] + '/large', 'boto', 'large', Config=parts, ExtraArgs={'Metadata': {'a': '1'}, 'ContentType': 'text/x'})
head = s3.head_object(Bucket='boto', Key='large', ChecksumMode='ENABLED')
assert head['ContentLength'] == len(content) and head['ETag'].endswith('-3"'), head
assert head['Metadata'] == {'a': '1'} and head['ContentType'] == 'text/x', head
s3.download_file('boto', 'large', os.environ['HOME'] + '/back', Config=parts)
assert open(os.environ['HOME'] + '/back', 'rb').read() == content
out = io.BytesIO()
s3.download_fileobj('boto', 'large', out, Config=TransferConfig(use_threads=False))
assert out.getvalue() == content
s3.copy({'Bucket': 'boto', 'Key': 'large'}, 'boto', 'copy', Config=parts)
assert s3.get_object(Bucket='boto', Key='copy')['Body'].read() == content
assert s3.get_object(Bucket='boto', Key='large', Range='bytes=-5')['Body'].read() == content[-5:]
`,
  );
});

test('what boto3 presigns is taken, in both versions of the signature', {
  skip: without.boto3,
}, async (context) => {
  await python(
    context,
    `
for version in ('s3', 's3v4'):
    client = boto3.client('s3', config=Config(signature_version=version))
    where = {'Bucket': 'boto', 'Key': 'pre signed/' + version}
    url = client.generate_presigned_url('put_object', Params=where)
    urllib.request.urlopen(urllib.request.Request(url, data=b'presigned', method='PUT', headers={'Content-Type': ''})).read()
    url = client.generate_presigned_url('get_object', Params={**where, 'ResponseContentType': 'text/y', 'ResponseContentDisposition': 'attachment; filename="x y"'})
    answer = urllib.request.urlopen(url)
    assert answer.read() == b'presigned'
    assert answer.headers['Content-Type'] == 'text/y', answer.headers
    assert answer.headers['Content-Disposition'] == 'attachment; filename="x y"', answer.headers
    try:
        urllib.request.urlopen(url.replace(version, 'other'))
        raise AssertionError('a changed URL was taken')
    except urllib.error.HTTPError as error:
        assert error.code == 403, error
`,
  );
});

test('boto3 reads pages, versions, tags and errors', {
  skip: without.boto3,
}, async (context) => {
  await python(
    context,
    `
keys = ['plain', 'sp ace/a+b', 'sp ace/c&d', 'é/\\U0001F600', 'x/<y>"\\'', 'z/%41']
for key in keys:
    s3.put_object(Bucket='boto', Key=key, Body=key.encode())
    assert s3.get_object(Bucket='boto', Key=key)['Body'].read() == key.encode()
pages = s3.get_paginator('list_objects_v2').paginate(Bucket='boto', PaginationConfig={'PageSize': 2})
assert [item['Key'] for page in pages for item in page['Contents']] == sorted(keys, key=str.encode)
pages = s3.get_paginator('list_objects').paginate(Bucket='boto', Delimiter='/', PaginationConfig={'PageSize': 1})
assert [prefix['Prefix'] for page in pages for prefix in page.get('CommonPrefixes', [])] == ['sp ace/', 'x/', 'z/', 'é/']
s3.put_bucket_versioning(Bucket='boto', VersioningConfiguration={'Status': 'Enabled'})
s3.delete_object(Bucket='boto', Key='plain')
versions = s3.list_object_versions(Bucket='boto', Prefix='plain')
assert versions['DeleteMarkers'][0]['IsLatest'] and versions['Versions'][0]['VersionId'] == 'null', versions
error = refused('NoSuchKey', s3.get_object, Bucket='boto', Key='plain')
assert error['Error']['Key'] == 'plain' and error['ResponseMetadata']['HTTPHeaders']['x-amz-delete-marker'] == 'true', error
s3.put_object_tagging(Bucket='boto', Key='é/\\U0001F600', Tagging={'TagSet': [{'Key': 'a', 'Value': 'b'}]})
refused('404', s3.head_object, Bucket='boto', Key='none')
refused('NoSuchBucket', s3.list_objects_v2, Bucket='none-such')
refused('InvalidRange', s3.get_object, Bucket='boto', Key='z/%41', Range='bytes=99-')
refused('304', s3.get_object, Bucket='boto', Key='z/%41', IfNoneMatch=s3.head_object(Bucket='boto', Key='z/%41')['ETag'])
deleted = s3.delete_objects(Bucket='boto', Delete={'Objects': [{'Key': key} for key in keys], 'Quiet': True})
assert 'Deleted' not in deleted and 'Errors' not in deleted, deleted
boto3.resource('s3').Bucket('boto').object_versions.delete()
s3.delete_bucket(Bucket='boto')
waiter = s3.get_waiter('bucket_not_exists')
waiter.wait(Bucket='boto', WaiterConfig={'Delay': 1, 'MaxAttempts': 1})
`,
  );
});

test('boto3 finds its way without checksums and with a form of its own', {
  skip: without.boto3,
}, async (context) => {
  await python(
    context,
    `
plain = boto3.client('s3', config=Config(request_checksum_calculation='when_required', response_checksum_validation='when_required'))
plain.put_object(Bucket='boto', Key='k', Body=b'x')
told = plain.get_object_attributes(Bucket='boto', Key='k', ObjectAttributes=['Checksum'])
assert 'ChecksumCRC64NVME' in told['Checksum'], told
md5 = __import__('base64').b64encode(hashlib.md5(b'x').digest()).decode()
plain.put_object(Bucket='boto', Key='k', Body=b'x', ContentMD5=md5)
refused('BadDigest', plain.put_object, Bucket='boto', Key='k', Body=b'y', ContentMD5=md5)
virtual = boto3.client('s3', config=Config(s3={'addressing_style': 'path', 'payload_signing_enabled': True}))
virtual.put_object(Bucket='boto', Key='signed', Body=b'z' * 200_000)
assert len(virtual.get_object(Bucket='boto', Key='signed')['Body'].read()) == 200_000
other = boto3.client('s3', region_name='eu-west-1')
other.create_bucket(Bucket='irish', CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})
assert s3.head_bucket(Bucket='irish')['BucketRegion'] == 'eu-west-1' # boto3 follows the redirection
s3.put_object(Bucket='irish', Key='k', Body=b'x')
`,
  );
});
