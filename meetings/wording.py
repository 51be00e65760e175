"""Numbers and days in Indonesian words, as berita acara write them; pure."""

from datetime import date

_ONES = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh",
    "sebelas",
)  # fmt: skip
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "November", "Desember",
)  # fmt: skip


def in_words(number: int) -> str:
    """A number from 0 to 9999: "dua ribu dua puluh tiga". Raises ValueError beyond that."""
    if not 0 <= number <= 9999:
        raise ValueError(f"{number} is not between 0 and 9999")
    if number < 12:
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    if number < 100:
        return _joined(f"{_ONES[number // 10]} puluh", number % 10)
    if number < 200:
        return _joined("seratus", number - 100)
    if number < 1000:
        return _joined(f"{_ONES[number // 100]} ratus", number % 100)
    if number < 2000:
        return _joined("seribu", number - 1000)
    return _joined(f"{_ONES[number // 1000]} ribu", number % 1000)


def _joined(head: str, rest: int) -> str:
    return f"{head} {in_words(rest)}" if rest else head


def day_in_words(day: date) -> str:
    """ "Kamis tanggal dua puluh bulan Juli tahun dua ribu dua puluh tiga"."""
    return (
        f"{_DAYS[day.weekday()]} tanggal {in_words(day.day)} bulan {_MONTHS[day.month - 1]} "
        f"tahun {in_words(day.year)}"
    )
