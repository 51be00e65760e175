"""What a stop decided, and who does what until when."""

from django.utils.translation import gettext_lazy as _

from meetings.admin.decisions import adopting, listing, one, promises
from meetings.admin.tabs import Tab, register

register(
    Tab(
        "decisions",
        _("Keputusan & RTL"),
        60,
        listing.page,
        paths=(
            ("new/", "new", one.new),
            ("adopt/", "adopt", adopting.preview),
            ("<int:decision>/", "one", one.page),
            ("<int:decision>/revoke/", "revoke", adopting.revoke),
            ("<int:decision>/promises/", "promises", promises.add),
            ("promise/<int:follow_up>/", "promise", promises.edit),
        ),
    )
)
