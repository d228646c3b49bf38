"""``python -m rekkas_client`` is ``rekkas-pro``."""

import sys

from rekkas_client.cli import main

sys.exit(main())
