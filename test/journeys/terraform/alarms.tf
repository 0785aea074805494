locals {
  topic     = "arn:aws:sns:${local.region}:${local.account}:operators"
  dimension = { EndpointName = aws_sagemaker_endpoint.serving.name, VariantName = "boosted" }
}

resource "aws_cloudwatch_metric_alarm" "slow" {
  alarm_name                            = "slow"
  alarm_description                     = "One answer in a hundred takes long"
  comparison_operator                   = "GreaterThanThreshold"
  evaluation_periods                    = 5
  datapoints_to_alarm                   = 3
  metric_name                           = "ModelLatency"
  namespace                             = "AWS/SageMaker"
  dimensions                            = local.dimension
  period                                = 60
  extended_statistic                    = "p99"
  unit                                  = "Microseconds"
  threshold                             = 250000
  treat_missing_data                    = "notBreaching"
  evaluate_low_sample_count_percentiles = "ignore"
  alarm_actions                         = [local.topic]
  ok_actions                            = [local.topic]
  insufficient_data_actions             = []
  tags                                  = local.tags
}

resource "aws_cloudwatch_metric_alarm" "failing" {
  alarm_name          = "failing"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  evaluation_periods  = 3
  threshold           = 0.5
  actions_enabled     = false

  metric_query {
    id          = "share"
    expression  = "100 * errors / FILL(calls, 1)"
    label       = "errors in percent"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { errors = "Invocation5XXErrors", calls = "Invocations" }
    content {
      id = metric_query.key
      metric {
        metric_name = metric_query.value
        namespace   = "AWS/SageMaker"
        dimensions  = local.dimension
        period      = 60
        stat        = "Sum"
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "maintained" {
  alarm_name          = "maintained"
  comparison_operator = "LessThanThreshold"
  evaluation_periods  = 1
  metric_name         = "Maintenance"
  namespace           = "Ridership"
  period              = 10
  statistic           = "Maximum"
  threshold           = 1
}

resource "aws_cloudwatch_composite_alarm" "unwell" {
  alarm_name    = "unwell"
  alarm_rule    = "ALARM(${aws_cloudwatch_metric_alarm.slow.alarm_name}) OR NOT OK(\"${aws_cloudwatch_metric_alarm.failing.arn}\")"
  alarm_actions = [local.topic]
  tags          = local.tags

  actions_suppressor {
    alarm            = aws_cloudwatch_metric_alarm.maintained.alarm_name
    wait_period      = 60
    extension_period = 60
  }
}
