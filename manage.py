#!/usr/bin/env python
"""Django's command line; without DATABASE_URL on the embedded PostgreSQL."""

import sys

from portal.launch import main

if __name__ == "__main__":
    sys.exit(main(sys.argv))
