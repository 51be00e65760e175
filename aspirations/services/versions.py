"""What a page showed of a report when it was opened, so that nothing is overwritten unseen."""

import hashlib

from aspirations.models import Aspiration


def status_version(report: Aspiration) -> str:
    """Changes with each step."""
    return report.status_since.isoformat()


def holder_version(report: Aspiration) -> str:
    """Changes with who holds it."""
    return f"{report.assigned_to_id} {report.unit_id}"


def place_version(report: Aspiration) -> str:
    """Changes with a correction."""
    return f"{report.kind} {report.category_id} {report.village_id} {report.weight}"


def publication_version(report: Aspiration) -> str:
    """Changes with the status and with anything that the public reads or sees."""
    photos = sorted(photo.uuid.hex for photo in report.photos.all() if photo.is_public)
    parts = [
        report.status_since.isoformat(),
        report.publication,
        report.public_title,
        report.public_text,
        report.public_place,
        str(report.point_is_public),
        *photos,
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def references_version(report: Aspiration) -> str:
    """Changes with a number in another system."""
    numbers = [f"{one.system_id} {one.number}" for one in report.references.all()]
    return hashlib.sha256("\0".join(sorted(numbers)).encode()).hexdigest()[:32]
