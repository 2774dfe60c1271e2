from .consultation import Consultation, Level, Organisation
from .credential import Credential, SignOut
from .participant import Grant, Group, Participant
from .person import Person

__all__ = ["Consultation", "Credential", "Grant", "Group", "Level", "Organisation", "Participant", "Person", "SignOut"]
