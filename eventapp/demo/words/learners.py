"""Level d, youth and adult learners. The room: 1 MY, 2 PH, 3 NP, 4 KZ, 5 IN, 6 VN, 7 KH, 8 TH."""

from .proposal import Proposal

LEARNERS = (
    Proposal(
        "Ask students before every course redesign what helps them to learn, and report back to them within a month "
        "what was changed on their advice.",
        type="policy_practice",
        target="4.3",
        author=1,
        mood="loved",
        why="We answer surveys every term and never hear of them again.",
    ),
    Proposal(
        "Night and weekend tutoring by telephone would keep working adults in online degrees, since most of them study "
        "after ten in the evening.",
        type="policy_practice",
        target="4.4",
        author=2,
    ),
    Proposal(
        "Community learning centres in mountain villages should lend tablets with preloaded courses to girls who "
        "cannot travel to a campus.",
        type="policy_practice",
        target="4.3",
        author=3,
        mood="loved",
        why="The nearest campus is two days away, and a girl is not allowed to go alone.",
    ),
    Proposal(
        "Offer short bridging courses in reading academic English to rural school leavers, free of charge and before "
        "their first semester starts.",
        type="capacity_building",
        target="4.3",
        author=4,
        mood="mixed",
        doubted_in="VN MY",
    ),
    Proposal(
        "ग्रामीण युवाओं के लिए पंचायत भवनों में निःशुल्क डिजिटल अध्ययन केंद्र खोले जाएँ, जहाँ प्रशिक्षित स्वयंसेवक उन्हें ऑनलाइन "
        "पाठ्यक्रम चुनने और पूरा करने में सहायता दें।",
        type="capacity_building",
        target="both",
        author=5,
        language="hi",
    ),
    Proposal(
        "Interview learners who dropped out of MOOCs, in five languages, because surveys of those who stayed tell "
        "universities little about the rest.",
        type="research",
        target="4.3",
        author=6,
    ),
    Proposal(
        "សាកលវិទ្យាល័យគួរផ្តល់អាហារូបករណ៍ទិន្នន័យអ៊ីនធឺណិតដល់និស្សិតស្រីមកពីជនបទ ដើម្បីឱ្យពួកគេអាចរៀនតាមអនឡាញបានទៀងទាត់រហូតដល់បញ្ចប់ការសិក្សា។",
        type="policy_practice",
        target="4.3",
        author=7,
        language="km",
    ),
    Proposal(
        "Counting posts in online forums for a fifth of each mark would give shy students a voice and show teachers "
        "who needs help.",
        type="policy_practice",
        target="4.3",
        author=8,
        mood="split",
        doubted_in="MY NP VN",
    ),
    Proposal(
        "Pay student representatives a modest fee to sit, with a full vote, on the committees that choose learning "
        "software for their university.",
        type="policy_practice",
        target="other",
        author=1,
        mood="mixed",
        doubted_in="KZ IN",
    ),
    Proposal(
        "Girls far from any campus could study at home if village libraries lent out devices that already hold the "
        "lessons.",
        type="policy_practice",
        target="4.3",
        author=3,
        repeats=3,
    ),
    Proposal(
        "Build a network of mentors in which adult graduates of online degrees each accompany three newcomers through "
        "their first year.",
        type="network",
        target="4.4",
        author=2,
    ),
    Proposal(
        "Research with refugees and displaced youth how they study on a phone, and design two pilot courses with them "
        "and not only for them.",
        type="research",
        target="both",
        author=4,
        mood="unsure",
        why="They appear in every strategy and in hardly any study.",
    ),
)
