data "aws_iam_policy_document" "handler_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "invoke_endpoint" {
  statement {
    actions   = ["sagemaker:InvokeEndpoint"]
    resources = [aws_sagemaker_endpoint.serving.arn]
  }
}

resource "aws_iam_role" "handler" {
  name                 = "ridership-handler"
  description          = "The ridership function"
  path                 = "/serving/"
  max_session_duration = 7200
  assume_role_policy   = data.aws_iam_policy_document.handler_trust.json
  tags                 = local.tags
}

resource "aws_iam_policy" "invoke_endpoint" {
  name        = "ridership-invoke-endpoint"
  description = "Call the ridership model"
  policy      = data.aws_iam_policy_document.invoke_endpoint.json
  tags        = local.tags
}

resource "aws_iam_role_policy_attachment" "invoke_endpoint" {
  role       = aws_iam_role.handler.name
  policy_arn = aws_iam_policy.invoke_endpoint.arn
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.handler.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_cloudwatch_log_group" "handler" {
  name              = "/aws/lambda/ridership"
  retention_in_days = 7
  tags              = local.tags
}

resource "aws_lambda_function" "handler" {
  function_name    = "ridership"
  description      = "Raw records to predictions"
  role             = aws_iam_role.handler.arn
  filename         = var.function_archive
  source_code_hash = filebase64sha256(var.function_archive)
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  memory_size      = var.memory_mb
  timeout          = 15
  publish          = true
  tags             = local.tags

  environment {
    variables = { ENDPOINT_NAME = aws_sagemaker_endpoint.serving.name }
  }

  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.handler.name
  }

  depends_on = [aws_iam_role_policy_attachment.invoke_endpoint, aws_iam_role_policy_attachment.logs]
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = "What the API calls"
  function_name    = aws_lambda_function.handler.function_name
  function_version = aws_lambda_function.handler.version
}

resource "aws_lambda_permission" "gate" {
  statement_id  = "gate"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.handler.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.gate.execution_arn}/*/POST/predictions"
}
