"""Receipts, read back however people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aspirations import receipts
from aspirations.receipts import Receipt
from notifications import sealing

tokens = st.text("ABCDEFabcdef0123456789_-", min_size=22, max_size=64)
noise = st.sampled_from(["", " ", "-", " - ", "\t", "."])
prefixes = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=4)


def misread(character: str, choice: int) -> str:
    """What a person may write for the character."""
    wrong = {"0": "0Oo", "1": "1IiLl"}.get(character, character + character.lower())
    return wrong[choice % len(wrong)]


@given(
    tokens, st.lists(noise, min_size=16, max_size=16), st.lists(st.integers(0, 4), min_size=16, max_size=16)
)
def test_secret_is_read_however_it_is_typed(token, between, choices):
    secret = receipts.secret_for(token)
    typed = "".join(misread(c, n) + gap for c, n, gap in zip(secret, choices, between, strict=True))
    assert receipts.read_secret(typed) == secret
    assert receipts.matches(typed, receipts.digest(secret))


@given(tokens, st.integers(0, 15))
def test_one_wrong_character_does_not_match(token, position):
    secret = receipts.secret_for(token)
    wrong = "A" if secret[position] != "A" else "B"
    changed = secret[:position] + wrong + secret[position + 1 :]
    assert not receipts.matches(changed, receipts.digest(secret))


@given(
    prefixes, st.integers(2000, 2099), st.integers(1, 9_999_999), st.sampled_from(["-", " ", "", " - ", "–"])
)
def test_number_is_read_however_it_is_typed(prefix, year, last, gap):
    typed = f"  {prefix.lower()}{gap}{year}{gap}{last:05d} "
    assert receipts.read_number(typed) == f"{prefix}-{year}-{last:05d}"


@pytest.mark.parametrize("typed", ["AS-2026-412", "as 2026 0412", "AS202600412", "AS.2026.00412"])
def test_leading_zeros_may_be_left_out(typed):
    assert receipts.read_number(typed) == "AS-2026-00412"


@pytest.mark.parametrize(
    "typed", ["", "AS", "2026-00412", "A-2026-1", "ABCDE-2026-1", "AS-26-1", "AS-2026-x", "\0"]
)
def test_what_is_no_number_is_nothing(typed):
    assert receipts.read_number(typed) == ""


@given(st.text(max_size=100))
def test_any_text_is_read_without_an_error(text):
    assert receipts.read_number(receipts.read_number(text)) == receipts.read_number(text)
    assert len(receipts.read_secret(text)) <= 240
    assert not receipts.matches(text, receipts.digest("no secret of ours"))


def test_secret_holds_eighty_bits_in_letters_nobody_misreads():
    assert len(sealing.ALPHABET) == 32
    assert len(set(sealing.ALPHABET)) == 32
    assert not set("ILOU") & set(sealing.ALPHABET)
    assert sealing.SECRET_LENGTH * 5 == 80


def test_secret_depends_on_the_token_and_on_the_secret_key(settings):
    token = receipts.new_token()
    ours = receipts.secret_for(token)
    assert receipts.secret_for(token) == ours
    assert receipts.secret_for(receipts.new_token()) != ours
    settings.SECRET_KEY = "another"
    assert receipts.secret_for(token) != ours


def test_tokens_are_told_from_other_text():
    assert receipts.is_token(receipts.new_token())
    for value in ("", "short", "x" * 65, "ä" * 30, "a b" * 10, receipts.new_token() + "\n"):
        assert not receipts.is_token(value)


def test_receipt_is_printed_in_groups_and_carried_in_a_fragment():
    receipt = Receipt("AS-2026-00412", "K7QM3XWD9R2FTB4H")
    assert receipt.spaced_secret == "K7QM-3XWD-9R2F-TB4H"
    assert receipt.fragment == "AS-2026-00412.K7QM3XWD9R2FTB4H"
