"""What we tell the CRM: contacts that changed, once each, on a schedule."""
