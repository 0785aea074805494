# Who may deploy: a user in a group, never more than the boundary.

resource "aws_iam_policy" "boundary" {
  name_prefix = "ridership-boundary-"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["apigateway:*", "lambda:*", "s3:*", "sagemaker:*"], Resource = "*" }]
  })
}

resource "aws_iam_group" "deployers" {
  name = "ridership-deployers"
  path = "/teams/"
}

resource "aws_iam_group_policy" "deployers" {
  group = aws_iam_group.deployers.name
  name  = "upload"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:PutObject", Resource = "${aws_s3_bucket.models.arn}/*" }]
  })
}

resource "aws_iam_user" "deployer" {
  name                 = "ridership-deployer"
  permissions_boundary = aws_iam_policy.boundary.arn
  force_destroy        = true
  tags                 = local.tags
}

resource "aws_iam_access_key" "deployer" {
  user = aws_iam_user.deployer.name
}

resource "aws_iam_user_group_membership" "deployer" {
  user   = aws_iam_user.deployer.name
  groups = [aws_iam_group.deployers.name]
}
