"""The handler of ../function/handler.ts in Python: the same event in, the same predictions out. It runs on AWS unchanged.

Package with features.py and ../function/reference.json. Environment: ENDPOINT_NAME, the SageMaker endpoint that serves the model.
"""

import base64
import json
import os
from pathlib import Path

import boto3

from features import Reference, features_of

runtime = boto3.client("sagemaker-runtime")
reference = Reference(json.loads((Path(__file__).parent / "reference.json").read_text()))


def handler(event, context):
    """Takes a proxy event with a JSON list of raw records; returns a JSON list of predictions, one a record, in order."""
    body = base64.b64decode(event["body"]) if event.get("isBase64Encoded") else event["body"]
    try:
        features = [features_of(record, reference) for record in json.loads(body)]
    except ValueError as error:
        return respond(400, {"message": str(error)})
    answer = runtime.invoke_endpoint(
        EndpointName=os.environ["ENDPOINT_NAME"],
        ContentType="text/csv",
        Accept="text/csv",
        Body="\n".join(",".join(map(repr, row)) for row in features),
    )
    predictions = [float(line) for line in answer["Body"].read().decode().split()]
    return respond(200, predictions, {"x-amzn-invoked-production-variant": answer["InvokedProductionVariant"]})


def respond(status, body, headers=None):
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json", **(headers or {})},
        "body": json.dumps(body),
    }
