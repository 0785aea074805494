"""Reads an object from S3 with the container's credentials, where there is no SDK to count on."""

import datetime
import hashlib
import hmac
import os
import urllib.parse
import urllib.request
from urllib.error import HTTPError

EMPTY = hashlib.sha256(b"").hexdigest()


def fetch(url, environ=os.environ):
    """The body of s3://bucket/key as a file to read from; the request is signed with Signature Version 4.

    @see https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
    """
    bucket, _, key = url[len("s3://") :].partition("/")
    region = environ.get("AWS_REGION") or "us-east-1"
    endpoint = (
        environ.get("AWS_ENDPOINT_URL_S3") or environ.get("AWS_ENDPOINT_URL") or f"https://s3.{region}.amazonaws.com"
    ).rstrip("/")
    path = "/" + urllib.parse.quote(f"{bucket}/{key}", safe="/-_.~")
    headers = {"host": urllib.parse.urlsplit(endpoint).netloc, "x-amz-content-sha256": EMPTY}
    if environ.get("AWS_ACCESS_KEY_ID"):
        sign(headers, path, region, environ)
    try:
        return urllib.request.urlopen(urllib.request.Request(endpoint + path, headers=headers), timeout=60)
    except HTTPError as error:
        raise OSError(f"{url} could not be read: {error.code} {error.reason}") from error


def sign(headers, path, region, environ):
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers["x-amz-date"] = now
    if environ.get("AWS_SESSION_TOKEN"):
        headers["x-amz-security-token"] = environ["AWS_SESSION_TOKEN"]
    names = ";".join(sorted(headers))
    fields = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    canonical = f"GET\n{path}\n\n{fields}\n{names}\n{EMPTY}"
    scope = f"{now[:8]}/{region}/s3/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = ("AWS4" + environ.get("AWS_SECRET_ACCESS_KEY", "")).encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    credential = f"{environ['AWS_ACCESS_KEY_ID']}/{scope}"
    headers["authorization"] = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"
