data "aws_iam_policy_document" "endpoint_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["sagemaker.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "read_models" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.models.arn}/*"]
  }
  statement {
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.models.arn]
  }
}

resource "aws_iam_role" "endpoint" {
  name               = "ridership-endpoint"
  assume_role_policy = data.aws_iam_policy_document.endpoint_trust.json
  tags               = local.tags
}

resource "aws_iam_role_policy" "endpoint" {
  name   = "read-models"
  role   = aws_iam_role.endpoint.id
  policy = data.aws_iam_policy_document.read_models.json
}

resource "aws_sagemaker_model" "boosted" {
  name               = "ridership-boosted"
  execution_role_arn = aws_iam_role.endpoint.arn
  tags               = local.tags

  primary_container {
    image          = "postern/onnx:1"
    model_data_url = "s3://${aws_s3_object.model.bucket}/${aws_s3_object.model.key}"
    environment    = { PURPOSE = "ridership" }
  }

  depends_on = [aws_iam_role_policy.endpoint]
}

resource "aws_sagemaker_endpoint_configuration" "serving" {
  name_prefix = "ridership-"
  tags        = local.tags

  production_variants {
    variant_name           = "boosted"
    model_name             = aws_sagemaker_model.boosted.name
    instance_type          = "ml.m5.large"
    initial_instance_count = 1
  }

  lifecycle { create_before_destroy = true }
}

resource "aws_sagemaker_endpoint" "serving" {
  name                 = "ridership"
  endpoint_config_name = aws_sagemaker_endpoint_configuration.serving.name
  tags                 = local.tags
}
