"""WeChat official accounts: the only place that knows WeChat's words, ciphers and XML."""
