"""What we tell the CRM."""
