"""Who works at Alder & Pine, and who buys there. Everyone is made up."""

from datetime import datetime, timedelta

from simulator.records import Customer, StaffMember

STAFF = (
    StaffMember(70001, "Maya", "Lindqvist", "maya@alderandpine.example", owner=True),
    StaffMember(70002, "Jonas", "Weber", "jonas@alderandpine.example"),
    StaffMember(70003, "Priya", "Nair", "priya@alderandpine.example"),
)

# id, first name, last name, phone, language, address: street | city | province | code | country | code | zip
PEOPLE = (
    (
        601001,
        "Elena",
        "Petrova",
        "+16135550117",
        "en",
        "42 Fern Avenue | Ottawa | Ontario | ON | Canada | CA | K1S 2T4",
    ),
    (601002, "Marcus", "Hale", None, "en", "9 Alder Lane | Montpelier | Vermont | VT | United States | US | 05602"),
    (
        601003,
        "Sofia",
        "Reyes",
        "+15055550164",
        "en",
        "310 Mesa Rd | Santa Fe | New Mexico | NM | United States | US | 87501",
    ),
    (601004, "Tariq", "Aziz", None, "en", "77 Lake St | Chicago | Illinois | IL | United States | US | 60601"),
    (
        601005,
        "Amélie",
        "Gagnon",
        "+15145550139",
        "fr",
        "1204 rue Rachel | Montréal | Québec | QC | Canada | CA | H2J 2J8",
    ),
    (601006, "Noah", "Whitfield", None, "en", "5 Harbor View | Portland | Maine | ME | United States | US | 04101"),
    (601007, "Hana", "Sato", None, "ja", "3-14-2 Kitazawa | Tokyo | Tōkyō | JP-13 | Japan | JP | 155-0031"),
    (
        601008,
        "Oliver",
        "Bennett",
        "+442079460018",
        "en",
        "18 Mill Road | Cambridge | | | United Kingdom | GB | CB1 2AD",
    ),
    (601009, "Camille", "Durand", None, "fr", "6 rue des Lilas | Lyon | | | France | FR | 69003"),
    (601010, "Grace", "Okoye", None, "en", "2210 Peach St | Atlanta | Georgia | GA | United States | US | 30309"),
    (601011, "Liam", "O'Rourke", None, "en", "61 Beacon St | Boston | Massachusetts | MA | United States | US | 02108"),
    (
        601012,
        "Wei",
        "Chen",
        "+16045550187",
        "en",
        "880 Commercial Dr | Vancouver | British Columbia | BC | Canada | CA | V5L 3W8",
    ),
    (601013, "Ingrid", "Solberg", None, "en", "Storgata 12 | Tromsø | | | Norway | NO | 9008"),
    (601014, "Daniel", "Kowalski", None, "en", "455 Elm St | Ann Arbor | Michigan | MI | United States | US | 48104"),
    (
        601015,
        "Ruth",
        "Abernathy",
        "+18025550171",
        "en",
        "3 Orchard Hill | Stowe | Vermont | VT | United States | US | 05672",
    ),
    (601016, "Jonas", "Keller", None, "de", "Lindenstr. 8 | Freiburg | | | Germany | DE | 79098"),
    (601017, "Aaliyah", "Brooks", None, "en", "19 Bay St | Oakland | California | CA | United States | US | 94607"),
    (601018, "Peter", "Novak", None, "en", "700 Grand Ave | Denver | Colorado | CO | United States | US | 80203"),
)


def email(first: str, last: str) -> str:
    plain = f"{first}.{last}".lower().replace("'", "").replace("é", "e")
    return f"{plain}@example.com"


def customers(now: datetime) -> list[Customer]:
    return [
        Customer(number, first, last, email(first, last), now - timedelta(days=500 - 17 * place), phone, language)
        for place, (number, first, last, phone, language, _) in enumerate(PEOPLE)
    ]
