"""Calls of boto3 against the wire's test server; prints one line of JSON: what came back."""
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint, access_key, secret_key = sys.argv[1:4]


def client(service, **config):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="eu-west-1",
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        config=Config(retries={"max_attempts": 1}, **config),
    )


def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        response = error.response
        return [
            response["Error"]["Code"],
            response["Error"]["Message"],
            response["ResponseMetadata"]["HTTPStatusCode"],
            bool(response["ResponseMetadata"].get("RequestId")),
            type(error).__name__,
        ]
    return "accepted"


sagemaker, runtime = client("sagemaker"), client("sagemaker-runtime")
gateway, iam, s3 = client("apigateway"), client("iam"), client("s3")
invoked = runtime.invoke_endpoint(EndpointName="e", Body=b"1,2\n", ContentType="text/csv")
stream = runtime.invoke_endpoint_with_response_stream(EndpointName="e", Body=b"x")
arn = "arn:aws:apigateway:eu-west-1::/restapis/abc"
data = [{"MetricName": "m", "Value": 1.5, "Dimensions": [{"Name": "n", "Value": "v" * 50}]}] * 200
metrics = client("cloudwatch", request_min_compression_size_bytes=100)
metrics.put_metric_data(Namespace="n", MetricData=data)
s3.put_object(Bucket="bucket", Key="a b/ü+%", Body=b"bytes")

print(
    json.dumps(
        {
            "create": sagemaker.create_endpoint(EndpointName="e", EndpointConfigName="c")["EndpointArn"],
            "invoke": [invoked["Body"].read().decode(), invoked["ContentType"]],
            "stream": [event["PayloadPart"]["Bytes"].decode() for event in stream["Body"]],
            "tags": gateway.get_tags(resourceArn=arn)["tags"],
            "identity": client("sts").get_caller_identity()["Arn"],
            "metrics": [metric["MetricName"] for metric in metrics.list_metrics()["Metrics"]],
            "object": s3.get_object(Bucket="bucket", Key="a b/ü+%")["Body"].read().decode(),
            "validation": refused(sagemaker.create_endpoint, EndpointName="-", EndpointConfigName="c"),
            "modelled": refused(runtime.invoke_endpoint, EndpointName="broken", Body=b"x"),
            "missing": refused(iam.get_user, UserName="nobody"),
            "unbuilt": refused(sagemaker.delete_endpoint, EndpointName="e"),
            "key": refused(s3.get_object, Bucket="bucket", Key="none"),
            "head": refused(s3.head_object, Bucket="bucket", Key="none"),
        }
    )
)
