"""Who may use which address: the role table of the product, as data.

A cell is the status of the answer; `in` is a redirect to the page where people come in, `on` any other redirect. The
columns are the actors below. GET comes first, then a POST of the form in `FORMS`, sent in the phase that it needs.
Somebody of another consultation is nobody here, so the fourth column of a page reads as the first does.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

ACTORS = [
    "anonymous",
    "seated",
    "visitor",
    "foreigner",
    "rapporteur",
    "moderator",
    "organiser",
    "secretariat",
    "screen",
]

ADDRESSES = """
#                                  any sea vis for rap mod org sec scr  any sea vis for rap mod org sec scr
health                             200 200 200 200 200 200 200 200 200  405 405 405 405 405 405 405 405 405
home                               200 200 200 200 200 200 200 200 200  405 405 405 405 405 405 405 405 405
index                              200 200 200 200 200 200 200 200 200  405 405 405 405 405 405 405 405 405
me                                 in  200 200 in  200 200 200 200 in   405 405 405 405 405 405 405 405 405
organise                           in  403 403 in  403 403 200 200 in   405 405 405 405 405 405 405 405 405
outcomes:adopt                     405 405 405 405 405 405 405 405 405  403 403 403 403 403 403 on  on  403
outcomes:cell                      in  403 403 in  403 403 on  on  in   403 403 403 403 403 403 on  on  403
outcomes:lead                      200 200 200 200 200 200 200 200 200  422 422 422 422 422 422 422 422 422
outcomes:lead_link                 in  403 403 in  403 403 200 200 in   403 403 403 403 403 403 200 200 403
outcomes:lead_save                 405 405 405 405 405 405 405 405 405  403 403 403 403 403 403 403 403 403
outcomes:plan                      200 200 200 200 200 200 200 200 200  405 405 405 405 405 405 405 405 405
outcomes:plan_csv                  200 200 200 200 200 200 200 200 200  405 405 405 405 405 405 405 405 405
outcomes:plan_json                 200 200 200 200 200 200 200 200 200  405 405 405 405 405 405 405 405 405
outcomes:plan_xlsx                 200 200 200 200 200 200 200 200 200  405 405 405 405 405 405 405 405 405
participants:enter                 200 200 200 200 200 200 200 200 200  on  409 409 on  409 409 409 409 409
participants:leave                 405 405 405 405 405 405 405 405 405  on  on  on  on  on  on  on  on  on
participants:register              200 on  on  200 on  on  on  on  on   200 on  on  200 on  on  on  on  on
people                             in  403 403 in  403 403 200 200 in   405 405 405 405 405 405 405 405 405
recommendations:amend              405 405 405 405 405 405 405 405 405  403 on  404 403 404 404 404 404 403
recommendations:conduct            in  403 403 in  403 200 200 403 in   405 405 405 405 405 405 405 405 405
recommendations:consultation_state in  200 200 in  200 200 200 200 403  405 405 405 405 405 405 405 405 405
recommendations:desk               in  403 403 in  200 200 403 403 in   405 405 405 405 405 405 405 405 405
recommendations:desk_bring_back    405 405 405 405 405 405 405 405 405  403 403 403 403 on  on  403 403 403
recommendations:desk_floor         405 405 405 405 405 405 405 405 405  403 403 403 403 on  on  403 403 403
recommendations:desk_merge         405 405 405 405 405 405 405 405 405  403 403 403 403 on  on  403 403 403
recommendations:desk_place         405 405 405 405 405 405 405 405 405  403 403 403 403 on  on  403 403 403
recommendations:desk_preview       405 405 405 405 405 405 405 405 405  403 403 403 403 200 200 403 403 403
recommendations:desk_reword        405 405 405 405 405 405 405 405 405  403 403 403 403 on  on  403 403 403
recommendations:desk_set_aside     405 405 405 405 405 405 405 405 405  403 403 403 403 on  on  403 403 403
recommendations:desk_shortlist     405 405 405 405 405 405 405 405 405  403 403 403 403 on  on  403 403 403
recommendations:desk_undo          405 405 405 405 405 405 405 405 405  403 403 403 403 on  on  403 403 403
recommendations:desk_undo_merge    405 405 405 405 405 405 405 405 405  403 403 403 403 on  on  403 403 403
recommendations:desk_unshortlist   405 405 405 405 405 405 405 405 405  403 403 403 403 on  on  403 403 403
recommendations:lineage            in  200 200 in  200 200 200 200 in   405 405 405 405 405 405 405 405 405
recommendations:mine               in  200 200 in  200 200 200 200 in   405 405 405 405 405 405 405 405 405
recommendations:move_on            405 405 405 405 405 405 405 405 405  403 403 403 403 403 on  on  403 403
recommendations:priorities         200 200 200 200 200 200 200 200 200  405 405 405 405 405 405 405 405 405
recommendations:report             in  403 403 in  200 200 200 403 in   405 405 405 405 405 405 405 405 405
recommendations:report_docx        in  403 403 in  200 200 200 403 in   405 405 405 405 405 405 405 405 405
recommendations:room               in  200 200 in  200 200 200 200 in   405 405 405 405 405 405 405 405 405
recommendations:screen             in  403 403 in  403 403 200 200 200  405 405 405 405 405 405 405 405 405
recommendations:seat               405 405 405 405 405 405 405 405 405  403 409 on  403 on  on  on  on  403
recommendations:state              in  200 200 in  200 200 200 200 403  405 405 405 405 405 405 405 405 405
recommendations:submit             405 405 405 405 405 405 405 405 405  403 on  403 403 403 403 403 403 403
recommendations:vote               405 405 405 405 405 405 405 405 405  403 on  403 403 403 403 403 403 403
reissue                            405 405 405 405 405 405 405 405 405  403 403 403 403 403 403 200 403 403
sessions:agenda                    200 200 200 200 200 200 200 200 200  405 405 405 405 405 405 405 405 405
set_language                       on  on  on  on  on  on  on  on  on   on  on  on  on  on  on  on  on  on
start                              on  on  on  on  on  on  on  on  on   405 405 405 405 405 405 405 405 405
"""

# The lead of an action has a link and no account: nobody everywhere, but here.
LEAD = {
    "outcomes:lead": ("200", "422"),
    "outcomes:lead_save": ("405", "on"),
}

# Saying hello as an audience: to the breakout c, the one next door, or the consultation's feed alone; then a vote in c.
FRAMES = """
#      where         any  sea  vis  for  rap  mod  org  sec  scr
phone  here          4401 ok   ok   4401 ok   ok   ok   ok   4403
phone  next          4401 ok   ok   4401 ok   ok   ok   ok   4403
phone  consultation  4401 ok   ok   4401 ok   ok   ok   ok   4403
phone  deleted       4401 4403 4403 4401 4403 4403 4403 4403 4403
phone  huge          4401 4403 4403 4401 4403 4403 4403 4403 4403
desk   here          4401 4403 4403 4401 ok   ok   4403 4403 4403
desk   next          4401 4403 4403 4401 4403 4403 4403 4403 4403
desk   consultation  4401 4403 4403 4401 4403 4403 4403 4403 4403
screen here          4401 4403 4403 4401 4403 ok   ok   ok   ok
screen next          4401 4403 4403 4401 4403 4403 ok   ok   ok
screen consultation  4401 4403 4403 4401 4403 4403 ok   ok   ok
vote   here          refused ok refused refused refused refused refused refused refused
"""

Fields = Callable[[Any], dict[str, Any]]


class Form(NamedTuple):
    """What is sent to an address, and the phase of the breakout in which it is."""

    fields: Fields = lambda world: {}
    phase: str = "collecting"


RESEARCH = {"type": "research", "sdg_target": "4.3"}
FORMS: dict[str, Form] = {
    "set_language": Form(lambda w: {"language": "zh-hans"}),
    "participants:enter": Form(lambda w: {"code": w.code}),
    "participants:register": Form(
        lambda w: {"name": "Newcomer", "country": "PH", "group": "learners", "take_part": "on"}
    ),
    "recommendations:submit": Form(lambda w: RESEARCH | {"text": "Pay every teacher for redesigning courses."}),
    "recommendations:amend": Form(lambda w: {"text": "Give every teacher fifty paid hours a year."}),
    "recommendations:vote": Form(lambda w: {"ballot": w.ballot, "item": w.item, "choice": "support"}),
    "recommendations:move_on": Form(lambda w: {"seen": "collecting", "to": "curating", "reason": "Lunch waits."}),
    "recommendations:desk_floor": Form(
        lambda w: {"words": "Open the library on Sundays.", "kind": "research", "sdg_target": "4.3"}
    ),
    "recommendations:desk_reword": Form(
        lambda w: {"words": "Give each teacher forty paid hours a year.", "revision": 1}
    ),
    "recommendations:desk_preview": Form(lambda w: {"words": "Give each teacher forty paid hours a year."}),
    "recommendations:desk_merge": Form(lambda w: {"others": [w.said[1].number]}),
    "recommendations:desk_set_aside": Form(lambda w: {"reason": "Two countries do this already."}, "curating"),
    "recommendations:desk_shortlist": Form(phase="curating"),
    "recommendations:desk_unshortlist": Form(phase="curating"),
    "recommendations:desk_place": Form(lambda w: {"place": 1}, "curating"),
    "recommendations:desk_bring_back": Form(phase="curating"),
    "recommendations:desk_undo": Form(phase="curating"),
    "recommendations:desk_undo_merge": Form(phase="curating"),
    "outcomes:adopt": Form(phase="reported"),
    "outcomes:cell": Form(lambda w: {"value": "A university"}),
    "outcomes:lead": Form(lambda w: {"code": "guessed"}),
    "outcomes:lead_link": Form(lambda w: {"until": "2099-12-31"}),
    "outcomes:lead_save": Form(lambda w: {"status": "implementation"}),
}

# What stands in an address, where it is not the session c and its first recommendation.
PLACES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "reissue": lambda w: {"pk": w.people["visitor"].pk},
    "recommendations:screen": lambda w: {"pk": w.room.pk},
    "recommendations:desk_unshortlist": lambda w: {"number": w.said[1].number},
    "recommendations:desk_place": lambda w: {"number": w.said[1].number},
    "recommendations:desk_undo_merge": lambda w: {"number": w.said[1].number},
    "recommendations:desk_bring_back": lambda w: {"number": w.said[3].number},
    "outcomes:adopt": lambda w: {"number": w.said[1].number},
    "outcomes:cell": lambda w: {"number": "RAP-0001"},
    "outcomes:lead_link": lambda w: {"number": "RAP-0001"},
}


def rows() -> dict[str, tuple[list[str], list[str]]]:
    """The table by the address's name: the cells of GET and of POST."""
    table = {}
    for line in ADDRESSES.strip().splitlines():
        name, *cells = line.split()
        if name != "#":
            table[name] = (cells[: len(ACTORS)], cells[len(ACTORS) :])
    return table
