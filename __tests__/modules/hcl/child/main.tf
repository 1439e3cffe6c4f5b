terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.other]
    }
  }
}

variable "settings" {
  type = any
}

output "echo" {
  value = var.settings
}
