locals {
  variant = "endpoint/${aws_sagemaker_endpoint.serving.name}/variant/boosted"
}

resource "aws_appautoscaling_target" "boosted" {
  service_namespace  = "sagemaker"
  resource_id        = local.variant
  scalable_dimension = "sagemaker:variant:DesiredInstanceCount"
  min_capacity       = 1
  max_capacity       = 2
  tags               = local.tags
}

resource "aws_appautoscaling_policy" "invocations" {
  name               = "invocations"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.boosted.service_namespace
  resource_id        = aws_appautoscaling_target.boosted.resource_id
  scalable_dimension = aws_appautoscaling_target.boosted.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = var.burst
    scale_in_cooldown  = 300
    scale_out_cooldown = 60

    predefined_metric_specification {
      predefined_metric_type = "SageMakerVariantInvocationsPerInstance"
    }
  }
}

resource "aws_appautoscaling_policy" "processors" {
  name               = "processors"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.boosted.service_namespace
  resource_id        = aws_appautoscaling_target.boosted.resource_id
  scalable_dimension = aws_appautoscaling_target.boosted.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value     = 80
    disable_scale_in = true

    customized_metric_specification {
      metrics {
        id          = "used"
        return_data = false

        metric_stat {
          stat = "Average"
          metric {
            namespace   = "/aws/sagemaker/Endpoints"
            metric_name = "CPUUtilization"
            dimensions {
              name  = "EndpointName"
              value = aws_sagemaker_endpoint.serving.name
            }
            dimensions {
              name  = "VariantName"
              value = "boosted"
            }
          }
        }
      }
      metrics {
        id         = "share"
        expression = "used / 2"
        label      = "of both processors"
      }
    }
  }
}

resource "aws_appautoscaling_policy" "errors" {
  name               = "errors"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.boosted.service_namespace
  resource_id        = aws_appautoscaling_target.boosted.resource_id
  scalable_dimension = aws_appautoscaling_target.boosted.scalable_dimension

  step_scaling_policy_configuration {
    adjustment_type         = "ChangeInCapacity"
    cooldown                = 60
    metric_aggregation_type = "Maximum"

    step_adjustment {
      metric_interval_lower_bound = 0
      metric_interval_upper_bound = 10
      scaling_adjustment          = 1
    }
    step_adjustment {
      metric_interval_lower_bound = 10
      scaling_adjustment          = 2
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name          = "ridership-errors"
  namespace           = "AWS/SageMaker"
  metric_name         = "Invocation5XXErrors"
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 3
  datapoints_to_alarm = 2
  threshold           = 10
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_appautoscaling_policy.errors.arn]
  tags                = local.tags

  dimensions = {
    EndpointName = aws_sagemaker_endpoint.serving.name
    VariantName  = "boosted"
  }
}

resource "aws_appautoscaling_scheduled_action" "mornings" {
  name               = "mornings"
  service_namespace  = aws_appautoscaling_target.boosted.service_namespace
  resource_id        = aws_appautoscaling_target.boosted.resource_id
  scalable_dimension = aws_appautoscaling_target.boosted.scalable_dimension
  schedule           = "cron(0 6 ? * MON-FRI *)"
  timezone           = "America/New_York"

  scalable_target_action {
    min_capacity = 1
    max_capacity = 2
  }
}
