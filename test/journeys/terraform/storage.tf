resource "aws_s3_bucket" "models" {
  bucket_prefix = "ridership-models-"
  force_destroy = true
  tags          = local.tags
}

resource "aws_s3_bucket_versioning" "models" {
  bucket = aws_s3_bucket.models.id
  versioning_configuration { status = "Enabled" }
}

resource "aws_s3_bucket_ownership_controls" "models" {
  bucket = aws_s3_bucket.models.id
  rule { object_ownership = "BucketOwnerEnforced" }
}

resource "aws_s3_bucket_public_access_block" "models" {
  bucket                  = aws_s3_bucket.models.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

data "aws_iam_policy_document" "models" {
  statement {
    sid       = "OnlyThisAccount"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.models.arn, "${aws_s3_bucket.models.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "aws:PrincipalAccount"
      values   = [local.account]
    }
  }
}

resource "aws_s3_bucket_policy" "models" {
  bucket     = aws_s3_bucket.models.id
  policy     = data.aws_iam_policy_document.models.json
  depends_on = [aws_s3_bucket_public_access_block.models]
}

resource "aws_s3_object" "model" {
  bucket      = aws_s3_bucket.models.id
  key         = "boosted/model.tar.gz"
  source      = var.model_archive
  source_hash = filemd5(var.model_archive)
  tags        = { version = "boosted" }
  depends_on  = [aws_s3_bucket_versioning.models]
}

resource "aws_s3_object" "card" {
  bucket       = aws_s3_bucket.models.id
  key          = "boosted/card.json"
  content      = jsonencode({ model = "boosted", metric = "thousands of entries a day" })
  content_type = "application/json"
  metadata     = { author = "ridership" }
  depends_on   = [aws_s3_bucket_versioning.models]
}
