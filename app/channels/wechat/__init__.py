"""WeChat official accounts: the only place that knows WeChat's words, ciphers and XML."""

import sys
from importlib.util import find_spec, module_from_spec

if "wechatpy" not in sys.modules and (found := find_spec("wechatpy")):
    # The package's own first page brings its API client and the HTTP library beneath it, which nobody here calls: 8 MB
    # in every process and a tenth of a second. Its modules for the cipher and the replies need none of that.
    sys.modules["wechatpy"] = module_from_spec(found)
