resource "aws_api_gateway_rest_api" "gate" {
  name               = "ridership"
  description        = "Predictions of a station's daily ridership"
  binary_media_types = ["application/octet-stream"]
  tags               = local.tags

  endpoint_configuration { types = ["REGIONAL"] }
}

data "aws_iam_policy_document" "gate" {
  statement {
    actions   = ["execute-api:Invoke"]
    resources = ["${aws_api_gateway_rest_api.gate.execution_arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

resource "aws_api_gateway_rest_api_policy" "gate" {
  rest_api_id = aws_api_gateway_rest_api.gate.id
  policy      = data.aws_iam_policy_document.gate.json
}

resource "aws_api_gateway_resource" "predictions" {
  rest_api_id = aws_api_gateway_rest_api.gate.id
  parent_id   = aws_api_gateway_rest_api.gate.root_resource_id
  path_part   = "predictions"
}

resource "aws_api_gateway_model" "batch" {
  rest_api_id  = aws_api_gateway_rest_api.gate.id
  name         = "Batch"
  description  = "A batch of days"
  content_type = "application/json"

  schema = jsonencode({
    "$schema" = "http://json-schema.org/draft-04/schema#"
    type      = "array"
    minItems  = 1
    items = {
      type       = "object"
      required   = ["date"]
      properties = { date = { type = "string" } }
    }
  })
}

resource "aws_api_gateway_request_validator" "body" {
  rest_api_id           = aws_api_gateway_rest_api.gate.id
  name                  = "body"
  validate_request_body = true
}

resource "aws_api_gateway_method" "predict" {
  rest_api_id          = aws_api_gateway_rest_api.gate.id
  resource_id          = aws_api_gateway_resource.predictions.id
  http_method          = "POST"
  authorization        = "NONE"
  api_key_required     = true
  request_validator_id = aws_api_gateway_request_validator.body.id
  request_models       = { "application/json" = aws_api_gateway_model.batch.name }
  request_parameters   = { "method.request.header.X-Caller" = false }
}

resource "aws_api_gateway_integration" "predict" {
  rest_api_id             = aws_api_gateway_rest_api.gate.id
  resource_id             = aws_api_gateway_resource.predictions.id
  http_method             = aws_api_gateway_method.predict.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_alias.live.invoke_arn
  timeout_milliseconds    = 20000
}

# Browsers ask before they post.
resource "aws_api_gateway_method" "preflight" {
  rest_api_id   = aws_api_gateway_rest_api.gate.id
  resource_id   = aws_api_gateway_resource.predictions.id
  http_method   = "OPTIONS"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "preflight" {
  rest_api_id       = aws_api_gateway_rest_api.gate.id
  resource_id       = aws_api_gateway_resource.predictions.id
  http_method       = aws_api_gateway_method.preflight.http_method
  type              = "MOCK"
  request_templates = { "application/json" = jsonencode({ statusCode = 204 }) }
}

resource "aws_api_gateway_method_response" "preflight" {
  rest_api_id         = aws_api_gateway_rest_api.gate.id
  resource_id         = aws_api_gateway_resource.predictions.id
  http_method         = aws_api_gateway_method.preflight.http_method
  status_code         = "204"
  response_parameters = { "method.response.header.Access-Control-Allow-Origin" = true }
}

resource "aws_api_gateway_integration_response" "preflight" {
  rest_api_id         = aws_api_gateway_rest_api.gate.id
  resource_id         = aws_api_gateway_resource.predictions.id
  http_method         = aws_api_gateway_method.preflight.http_method
  status_code         = aws_api_gateway_method_response.preflight.status_code
  response_parameters = { "method.response.header.Access-Control-Allow-Origin" = "'*'" }
  depends_on          = [aws_api_gateway_integration.preflight]
}

resource "aws_api_gateway_gateway_response" "bad_body" {
  rest_api_id         = aws_api_gateway_rest_api.gate.id
  response_type       = "BAD_REQUEST_BODY"
  status_code         = "422"
  response_templates  = { "application/json" = jsonencode({ message = "$context.error.message" }) }
  response_parameters = { "gatewayresponse.header.X-Refused" = "'body'" }
}

resource "aws_api_gateway_deployment" "gate" {
  rest_api_id = aws_api_gateway_rest_api.gate.id

  triggers = {
    redeployment = sha1(jsonencode([
      aws_api_gateway_resource.predictions.id,
      aws_api_gateway_model.batch.schema,
      aws_api_gateway_method.predict.id,
      aws_api_gateway_integration.predict.uri,
      aws_api_gateway_integration_response.preflight.id,
      aws_api_gateway_gateway_response.bad_body.response_templates,
      aws_api_gateway_rest_api_policy.gate.policy,
    ]))
  }

  lifecycle { create_before_destroy = true }
}

data "aws_iam_policy_document" "gate_trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["apigateway.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "gate" {
  name               = "ridership-gate"
  assume_role_policy = data.aws_iam_policy_document.gate_trust.json
}

resource "aws_iam_role_policy_attachment" "gate" {
  role       = aws_iam_role.gate.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}

resource "aws_api_gateway_account" "account" {
  cloudwatch_role_arn = aws_iam_role.gate.arn
  reset_on_delete     = true
  depends_on          = [aws_iam_role_policy_attachment.gate]
}

resource "aws_cloudwatch_log_group" "access" {
  name              = "/gate/ridership/access"
  retention_in_days = 3
}

resource "aws_api_gateway_stage" "prod" {
  rest_api_id   = aws_api_gateway_rest_api.gate.id
  deployment_id = aws_api_gateway_deployment.gate.id
  stage_name    = "prod"
  variables     = { colour = "green" }
  tags          = local.tags

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = jsonencode({ requestId = "$context.requestId", status = "$context.status" })
  }

  depends_on = [aws_api_gateway_account.account]
}

resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.gate.id
  stage_name  = aws_api_gateway_stage.prod.stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    logging_level          = "INFO"
    throttling_rate_limit  = 1000
    throttling_burst_limit = 500
  }
}

resource "aws_api_gateway_api_key" "client" {
  name        = "ridership-client"
  description = "The first client"
  tags        = local.tags
}

resource "aws_api_gateway_usage_plan" "clients" {
  name = "ridership-clients"
  tags = local.tags

  api_stages {
    api_id = aws_api_gateway_rest_api.gate.id
    stage  = aws_api_gateway_stage.prod.stage_name
    throttle {
      path        = "/predictions/POST"
      rate_limit  = 50
      burst_limit = 100
    }
  }

  throttle_settings {
    rate_limit  = 100
    burst_limit = var.burst
  }

  quota_settings {
    limit  = 10000
    period = "DAY"
  }
}

resource "aws_api_gateway_usage_plan_key" "client" {
  key_id        = aws_api_gateway_api_key.client.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.clients.id
}
