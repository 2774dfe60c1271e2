"""Level e, partnerships. The room: 1 PK, 2 CN, 3 LK, 4 VN, 5 ID, 6 IN, 7 BD, 8 KZ."""

from .proposal import Proposal

PARTNERS = (
    Proposal(
        "A regional fund in which EdTech firms match public money should finance pilots at universities that have "
        "never had a partner.",
        type="policy_practice",
        target="both",
        author=1,
        mood="mixed",
        doubted_in="BD LK",
    ),
    Proposal(
        "建议由高校、企业和社区共同编写开放的职业技能课程，企业提供真实案例和实习岗位，高校负责质量与学分，优先面向失业青年和返乡务工人员开放。",
        type="network",
        target="4.4",
        author=2,
        mood="loved",
        language="zh-Hans",
    ),
    Proposal(
        "Write a model contract for universities that deal with vendors, covering data ownership, price and exit, and "
        "translate it into ten languages.",
        type="policy_practice",
        target="other",
        author=3,
        mood="loved",
        why="A small university signs whatever it is given.",
    ),
    Proposal(
        "Invite employers in tourism and farming to teach short online courses with us, so that young people in small "
        "towns see where skills lead.",
        type="policy_practice",
        target="4.4",
        author=4,
    ),
    Proposal(
        "Telecom operators should stop charging for traffic to university addresses, a step that ministries could "
        "agree with them country by country.",
        type="policy_practice",
        target="4.3",
        author=5,
        mood="split",
        doubted_in="IN KZ VN",
        why="Data for one week of lectures costs more than the bus to campus.",
    ),
    Proposal(
        "Document twenty partnerships between universities and non-profits that lasted over five years, and find out "
        "what kept them alive.",
        type="research",
        target="both",
        author=6,
    ),
    Proposal(
        "Garment workers' associations and universities could run evening certificates together, taught in the factory "
        "canteen and online.",
        type="capacity_building",
        target="4.4",
        author=7,
        mood="loved",
    ),
    Proposal(
        "Form an alliance of registrars in Central and South Asia who recognise one another's micro-credentials for "
        "workers who cross borders.",
        type="network",
        target="4.4",
        author=8,
    ),
    Proposal(
        "Universities that sign with software companies lack lawyers: give them a standard agreement on data, fees and "
        "leaving, in local languages.",
        type="policy_practice",
        target="other",
        author=7,
        repeats=3,
    ),
    Proposal(
        "Perguruan tinggi dan balai latihan kerja perlu menyusun kursus daring bersama agar pekerja informal "
        "memperoleh sertifikat yang diakui industri.",
        type="capacity_building",
        target="4.4",
        author=5,
        language="id",
    ),
    Proposal(
        "Share laboratories online between neighbours: remote experiments booked by the hour would serve students of "
        "colleges without equipment.",
        type="network",
        target="4.3",
        author=4,
        mood="unsure",
        doubted_in="PK CN",
    ),
    Proposal(
        "Train university partnership offices to negotiate, measure and end cooperation, using cases from health, "
        "banking and agriculture.",
        type="capacity_building",
        target="other",
        author=6,
        mood="mixed",
        doubted_in="LK ID",
    ),
)
