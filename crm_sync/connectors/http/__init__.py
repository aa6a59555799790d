"""Any CRM that takes JSON over HTTP: how contacts are put for it, and what its answers mean."""
