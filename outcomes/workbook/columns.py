"""The columns of the workbook as data: what they are called, who fills them, and what they accept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache


class Edit(StrEnum):
    """What happens to a cell on the way back."""

    KEY = "K"  # import matches on it
    EDITABLE = "E"  # read back
    CALCULATED = "C"  # ignored, a change is reported
    SNAPSHOT = "S"  # a value of the application, ignored


class Group(StrEnum):
    """The outline groups; only the plan stands open."""

    PLAN = "Plan"
    KEYS = "Keys"
    MONEY = "Money"
    TRACE = "Trace"


class Kind(StrEnum):
    TEXT = "text"
    PICK = "pick"
    CODE = "code"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    SHARE = "share"
    SCORE = "score"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: `key` is its name in a row, `name` its header and identity in the file."""

    key: str
    name: str
    edit: Edit
    kind: Kind = Kind.TEXT
    group: Group = Group.PLAN
    width: int = 14
    help: str
    list_name: str = ""
    shortest: int = 0
    longest: int = 0
    formula: str = ""
    style: str = ""
    required: bool = False
    private: bool = False  # leads and money: not in the public file
    hidden: bool = False  # also when its group is opened

    @property
    def is_open(self) -> bool:
        return self.group is Group.PLAN

    @property
    def is_editable(self) -> bool:
        return self.edit is Edit.EDITABLE


def _e(key: str, name: str, **more: object) -> Column:
    return Column(key=key, name=name, edit=Edit.EDITABLE, **more)  # type: ignore[arg-type]


KEYS = (
    Column(key="row_id", name="Row ID", edit=Edit.KEY, kind=Kind.CODE, group=Group.KEYS, width=12, longest=12,
           help="Identity of the row. Leave it as it is; leave it empty in a row that you add."),
    Column(key="row_version", name="Row version", edit=Edit.KEY, kind=Kind.INTEGER, group=Group.KEYS, width=8,
           hidden=True, help="Tells whether the row changed in the application since this file was made."),
    Column(key="ref", name="Ref", edit=Edit.CALCULATED, kind=Kind.INTEGER, width=5, style="rp_ref",
           help="Rank in the level when this file was made, by the support that the room gave."),
)  # fmt: skip
WHAT = (
    _e("type", "Priority type", kind=Kind.PICK, list_name="lstType", width=14, required=True,
       help="Research, capacity building, policy or practice, or network."),
    _e("activity", "Priority action", width=48, shortest=5, longest=200, style="rp_strong", required=True,
       help="What is to be done, in one sentence."),
    _e("question", "Research question / objective", width=48, longest=600,
       help="The question that the research answers, or what the action is for."),
    _e("output", "Expected output", width=36, longest=500, help="What will exist when it is done."),
    _e("sdg_target", "SDG target", kind=Kind.PICK, list_name="lstSDG", width=12,
       help="4.3 (access to higher education), 4.4 (skills), both, or other."),
)  # fmt: skip
WHO = (
    _e("lead", "Lead organisation", width=20, longest=200, required=True, private=True,
       help="The one organisation that answers for the action."),
    _e("partners", "Partners", width=20, longest=600, private=True, help="Organisations, with a semicolon between."),
    _e("lead_agreed", "Lead agreed", kind=Kind.PICK, list_name="lstAgreed", width=12, private=True,
       help="Whether the lead was proposed by others, volunteered, or has confirmed."),
)  # fmt: skip
WHEN = (
    _e("start", "Start", kind=Kind.DATE, width=11, required=True, help="First day, as yyyy-mm-dd."),
    _e("end", "End", kind=Kind.DATE, width=11, required=True, help="Last day, not before the start."),
)
RESULT = (
    _e("indicator", "Indicator", width=36, longest=300, required=True, help="How one will see that it is done."),
    _e("target", "Target", kind=Kind.NUMBER, width=9, help="The value of the indicator to reach, as a number."),
)
STATUS = _e("status", "Status", kind=Kind.PICK, list_name="lstStatus", width=15,
            help="Pipeline, implementation, finalisation, closed, cancelled or suspended.")  # fmt: skip
TRACE = Column(key="recommendations", name="Recommendations", edit=Edit.SNAPSHOT, group=Group.TRACE, width=18,
               help="The numbers of the recommendations behind this row, as they were spoken in the room.")  # fmt: skip
CHECK = Column(key="check", name="Check", edit=Edit.CALCULATED, width=15,
               help="OK, or what is missing.")  # fmt: skip


def budget(years: Sequence[int]) -> tuple[Column, ...]:
    """The money: one column for each year of the plan, and their total."""
    each = tuple(
        _e(f"budget_y{n}", f"Budget Y{n}", kind=Kind.MONEY, group=Group.MONEY, width=12, private=True,
           help=f"Amount for {year}, 0 or more.")
        for n, year in enumerate(years, 1)
    )  # fmt: skip
    if not each:
        return ()
    total = Column(key="budget_total", name="Budget total", edit=Edit.CALCULATED, kind=Kind.MONEY, width=13,
                   formula=f"=SUM([{each[0].name}]:[{each[-1].name}])", private=True,
                   help="The sum of the years.")  # fmt: skip
    return (*each, total)


def check(columns: Sequence[Column]) -> Column:
    """The last column, which says what a row still needs."""
    empty = "+".join(f"COUNTBLANK([{column.name}])" for column in columns if column.required)
    late = 'AND(ISNUMBER([End]),[End]<TODAY(),[Status]<>"Closed",[Status]<>"Cancelled")'
    formula = (
        '=IF(AND([Row ID]="",[Priority action]=""),"",'
        'IF(COUNTIF(tbl_x[Row ID],[Row ID])>1,"Duplicate ID",'
        f'IF({empty}>0,({empty})&" required fields empty",IF({late},"Past its end","OK"))))'
    )
    return replace(CHECK, formula=formula)


@cache
def level_columns(years: tuple[int, ...] = (), *, is_public: bool = False) -> tuple[Column, ...]:
    """The columns of every level's table; the years of the plan are part of the schema."""
    columns = (*KEYS, *WHAT, *WHO, *WHEN, *RESULT, *budget(years), STATUS, TRACE)
    shown = tuple(column for column in columns if not (is_public and column.private))
    return (*shown, check(shown))
