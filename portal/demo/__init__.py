"""Data to click through: kecamatan Air Salek and the subjects of its rakor."""

from portal.demo.accounts import ACCOUNTS, PASSWORD
from portal.demo.load import load

__all__ = ["ACCOUNTS", "PASSWORD", "load"]
