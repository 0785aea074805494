# The ridership stack as a Terraform user writes it: nothing in it knows that it is not applied to AWS.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  default_tags {
    tags = { project = "ridership" }
  }
}

variable "model_archive" { type = string }
variable "function_archive" { type = string }
variable "memory_mb" { default = 1769 }
variable "burst" { default = 200 }
variable "stage_of_life" { default = "trial" }

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
  region  = data.aws_region.current.name
  tags    = { "stage-of-life" = var.stage_of_life }
}

output "url" {
  value = "${aws_api_gateway_rest_api.gate.id}/${aws_api_gateway_stage.prod.stage_name}/_user_request_/predictions"
}

output "api_key" {
  value     = aws_api_gateway_api_key.client.value
  sensitive = true
}

output "endpoint_arn" {
  value = aws_sagemaker_endpoint.serving.arn
}
