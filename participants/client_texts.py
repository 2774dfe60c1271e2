from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

# What the scripts of a page say; {name} is filled in on the phone, which takes name_one where {n} is one.
TEXTS = {
    "not_answered": _("Not answered yet"),
    "kept": _("Kept on this phone. It will be sent when the network is back."),
    "kept_open": _("Kept while this page stays open: this browser stores nothing."),
    "sent": _("Sent. Waiting for the count."),
    "counted": _("Counted {time}"),
    "withdrawn": _("Withdrawn {time}"),
    "again": _("Counted for the earlier wording. The words have changed: you can answer again."),
    "refused": _("This was not accepted."),
    "answered": _("{n} of {total} answered"),
    "offline": _("No network. Kept on this phone: {n}. Go on, nothing is lost."),
    "offline_open": _("No network. Waiting in this page: {n}. Leave it open, this browser stores nothing."),
    "signed_out": _("You are no longer signed in here. What you answered is kept on this phone."),
    "not_yours": _("You cannot see this any more."),
    "come_in": _("Come in again"),
    "stale": _("As it was {n} seconds ago. Looking for the room."),
    "stale_minutes": _("As it was {n} minutes ago. Looking for the room."),
    "left": ngettext_lazy("{n} character left", "{n} characters left", 2),
    "left_one": ngettext_lazy("{n} character left", "{n} characters left", 1),
    "over": ngettext_lazy("{n} character too many", "{n} characters too many", 2),
    "over_one": ngettext_lazy("{n} character too many", "{n} characters too many", 1),
    "draft": _("Draft kept"),
    "text_kept": _("Kept on this phone. It will be sent when the network is back."),
    "text_sent": _("Sent. Waiting for its number."),
    "text_in": _("{number} is in"),
    "minutes": _("{n} min left"),
    "last_minute": _("Less than a minute left"),
    "time_up": _("Time is up"),
    "alike": _("Looks like {list}. You can support those instead."),
}
