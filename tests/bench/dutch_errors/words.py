"""What names, streets and towns are made of. Common words of the language, put together at random; nobody is meant."""

from __future__ import annotations

import random

# origin -> (share of people, share whose birth date is a registrar's 1 January or 1 July)
ORIGINS = {
    "nederlands": (0.70, 0.0),
    "marokkaans": (0.06, 0.12),
    "turks": (0.06, 0.06),
    "pools": (0.04, 0.0),
    "surinaams": (0.04, 0.01),
    "syrisch": (0.04, 0.20),
    "eritrees": (0.03, 0.35),
    "somalisch": (0.03, 0.45),
}

# Origins in which a person has an own name, the father's and the grandfather's, and no family name.
CHAIN_OF_NAMES = frozenset(("eritrees", "somalisch"))

_DUTCH_MEN = """Johannes Jan Cornelis Hendrik Willem Pieter Gerardus Jacobus Antonius Adrianus Dirk Theodorus Nicolaas
Albertus Franciscus Josephus Leonardus Martinus Mattheus Michael Alexander Robert Thomas Paulus Frederik Daniel Samuel
Simon Arnoldus Evert Rudolf Vincent David Abraham Hermanus Roelof Bernardus Petrus Wilhelmus Marinus Laurens Maarten Jeroen
Erik Mark Dennis Sander Bas Tim Ruben Lars Stefan Niels Jasper Rick Kevin Joost Wouter Sven Thijs Bram Luuk Daan Sem Finn
Levi Noah Milan Jesse Gijs Teun Hugo Floris Koen Rens Wessel Mees Tygo Siem Sjoerd Jelle Hidde Douwe Klaas Harm Geert Joris"""
_DUTCH_WOMEN = """Maria Johanna Cornelia Elisabeth Hendrika Wilhelmina Petronella Adriana Catharina Margaretha Anna Geertruida
Antonia Helena Jacoba Theodora Gerarda Alida Francisca Christina Susanna Magdalena Sara Judith Julia Esther Ingrid Monique
Astrid Marjolein Anneke Marieke Sandra Linda Esmee Femke Lotte Sanne Anouk Iris Eva Lisa Emma Sophie Julie Roos Fleur Isa
Noor Tess Lynn Saar Nina Zoe Mila Yara Evi Nora Maud Fenna Hanna Elin Vera Britt Wendy Chantal Nicole Ilse Renske Tineke
Froukje Jeltje Aaltje Grietje Trijntje Hilde Karin Yvonne Bianca Charlotte Louise Beatrix Carolina Isabella Victoria"""
_GIVEN = {
    "nederlands": (_DUTCH_MEN, _DUTCH_WOMEN),
    "marokkaans": (
        "Mohammed Ahmed Youssef Hassan Rachid Said Karim Mustafa Abdullah Omar Khalid Hamza Bilal Yassin Ali Abdelkader Driss "
        "Nordin Mounir Soufiane Ayoub Zakaria Anas Ilias Jamal Hicham Tarik Younes Redouan Brahim",
        "Fatima Khadija Aisha Naima Latifa Samira Malika Nadia Zohra Rachida Hanan Karima Saida Yasmina Loubna Ikram Salma "
        "Nora Amina Zineb Houda Souad Mina Siham Hafida Chaima Dounia Imane",
    ),
    "turks": (
        "Mehmet Mustafa Ahmet Ali Hasan Hüseyin Ibrahim Ismail Osman Murat Emre Yusuf Ömer Serkan Kemal Fatih Burak Hakan "
        "Süleyman Halil Ramazan Cem Volkan Orhan Erdal Deniz Kaan Yavuz",
        "Fatma Ayşe Emine Hatice Zeynep Elif Meryem Hülya Sevgi Gül Özlem Songül Yasemin Derya Esra Büşra Sibel Aysel Nuray "
        "Gülsüm Leyla Selma Dilek Tuğba Merve",
    ),
    "pools": (
        "Piotr Krzysztof Andrzej Tomasz Paweł Jan Michał Marcin Stanisław Jakub Adam Marek Łukasz Grzegorz Mateusz Wojciech "
        "Mariusz Dariusz Zbigniew Jerzy Rafał Robert Kamil Jacek Szymon",
        "Anna Maria Katarzyna Małgorzata Agnieszka Barbara Ewa Krystyna Magdalena Elżbieta Joanna Aleksandra Zofia Monika "
        "Teresa Danuta Natalia Karolina Marta Beata Dorota Justyna",
    ),
    "surinaams": (
        "Johannes Mohamed Radjesh Soeresh Ramon Wilfred Glenn Stanley Rudolf Henk Kenneth Marlon Dinesh Vinod Rakesh Eddy "
        "Humphrey Ricardo Clyde Anand Sherwin Romeo",
        "Maria Johanna Sandra Sharmila Anita Indra Shanti Mavis Yvonne Cheryl Lucia Rita Sherida Radha Soenita Melissa "
        "Jennifer Carmen Astrid Sieta Chandra",
    ),
    "syrisch": (
        "Mohammad Ahmad Mahmoud Khaled Omar Ali Hassan Hussein Ibrahim Youssef Abdulrahman Bashar Firas Samer Nizar Anas Bilal "
        "Majd Tarek Ziad Wael Fadi George Elias Rami Adnan",
        "Fatima Maryam Aisha Rana Hanan Nour Rima Layla Hala Zainab Amal Yasmin Samar Sahar Dalal Lina Ghada Mona Rasha Salma "
        "Iman Hiba",
    ),
    "eritrees": (
        "Tesfay Haile Yonas Mehari Kidane Tekle Gebre Berhane Solomon Filmon Samuel Daniel Abraham Mulugeta Dawit Yohannes "
        "Ghirmay Robel Merhawi Awet Isayas Biniam Habtom Fitsum Amanuel Kibrom Medhanie Michael Tsegay Weldu",
        "Selam Helen Rahel Semhar Feven Winta Saba Luwam Yordanos Senait Almaz Mebrat Letebrhan Bisrat Eden Miriam Abeba Lemlem "
        "Natsnet Rigbe Hiwet Mulu",
    ),
    "somalisch": (
        "Mohamed Abdi Ahmed Ali Hassan Abdullahi Omar Ibrahim Yusuf Osman Abdirahman Mahamed Farah Warsame Said Hussein Jama "
        "Nur Mohamud Abdulkadir Guled Liban Aden Dahir Salad Isse",
        "Fadumo Halimo Amina Asha Hodan Ifrah Sahra Nasra Maryan Khadra Hawa Ayan Deqa Ubah Zamzam Safiya Muna Faiza Idil "
        "Hamdi Sucaad Shukri",
    ),
}  # fmt: skip
_COMMON_DUTCH = """de|Jong van|Dijk de|Vries |Jansen van den|Berg |Bakker |Janssen |Visser |Smit |Meijer de|Boer |Mulder de|Groot
|Bos |Vos |Peters |Hendriks van|Leeuwen |Dekker |Brouwer de|Wit |Dijkstra |Smits de|Graaf van der|Meer van der|Linden |Kok |Jacobs
de|Haan |Vermeulen van den|Heuvel van der|Veen van den|Broek de|Bruijn de|Bruin van der|Heijden |Schouten van|Beek |Willems van|Vliet
van de|Ven |Hoekstra |Maas |Verhoeven |Koster van|Dam |Prins |Blom |Huisman |Peeters |Kuiper de|Lange |Veenstra |Postma |Bosch
|Gerritsen |Kramer van der|Wal |Koning |Martens |Willemsen |Schipper |Timmermans |Sanders |Jonker |Groen van|Wijk |Driessen
van der|Velden |Hermans |Molenaar |Evers |Bosman |Scholten van|Loon |Hofman |Wolters |Hoogland |Verbeek |Huizinga |Zijlstra |Ruiter
in 't|Veld ten|Brink te|Velde van|Rijn |Schmidt |Kuijpers |Wijnands |Theunissen |Coenen |Claassen |Snijders |Lijftogt |Quist"""
_STEMS = [
    "Hoog",
    "Laag",
    "Nieuw",
    "Oud",
    "Groen",
    "Zand",
    "Water",
    "Berg",
    "Bos",
    "Veld",
    "Molen",
    "Kerk",
    "Brug",
    "Dam",
    "Dijk",
    "Hof",
    "Land",
    "Meer",
    "Oost",
    "West",
    "Noord",
    "Zuid",
    "Berk",
    "Eik",
    "Els",
    "Linde",
    "Wilg",
    "Roos",
    "Hage",
    "Heer",
    "Konings",
    "Prinsen",
    "Ridder",
    "Smeden",
    "Wever",
    "Vis",
    "Haring",
    "Kaas",
    "Boter",
    "Hoorn",
    "Schaap",
    "Lam",
    "Os",
    "Paard",
    "Vogel",
    "Duif",
    "Kraai",
    "Zwaan",
    "Steen",
    "Klei",
    "Turf",
    "Rogge",
    "Haver",
    "Gerst",
    "Hoef",
    "Kamp",
    "Broek",
    "Maat",
    "Poel",
    "Ven",
    "Wiel",
    "Rijs",
    "Riet",
    "Laken",
    "Schaar",
    "Spijker",
    "Zwarte",
    "Witte",
    "Rode",
    "Gulden",
    "Zilver",
    "Lange",
    "Korte",
    "Brede",
    "Smalle",
    "Diepe",
    "Winter",
    "Zomer",
    "Avond",
    "Morgen",
    "Wind",
    "Storm",
    "Regen",
    "Donder",
    "Buiten",
    "Binnen",
    "Achter",
    "Voor",
    "Over",
    "Onder",
    "Wester",
    "Ooster",
]
_TAILS = [
    "man",
    "mans",
    "stra",
    "sma",
    "ma",
    "inga",
    "enga",
    "huis",
    "huizen",
    "veld",
    "velden",
    "kamp",
    "kampen",
    "hof",
    "horst",
    "broek",
    "berg",
    "bergen",
    "dijk",
    "dam",
    "daal",
    "donk",
    "wijk",
    "wold",
    "woud",
    "meer",
    "meulen",
    "graaf",
    "hout",
    "bosch",
    "beek",
    "burg",
    "land",
    "landen",
    "poort",
    "zand",
    "zijl",
    "hoek",
    "brink",
    "hoeve",
    "rode",
    "laar",
    "voort",
    "steeg",
    "steen",
    "waard",
    "akker",
]
_FOREIGN = {
    "marokkaans": "El_Amrani Bouali El_Idrissi Benali Bouzid Amrani El_Khattabi Bensaid Ouali El_Mansouri Boutaher Azzouzi "
    "El_Fassi Chaouki Aarab Benhaddou El_Yousfi Tahiri Lamrani Haddaoui El_Hamdaoui Boukhari Ait_Ali Ben_Moussa Zerouali",
    "turks": "Yılmaz Kaya Demir Şahin Çelik Yıldız Yıldırım Öztürk Aydın Özdemir Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan "
    "Şimşek Polat Korkmaz Çakır Erdoğan Güneş Bulut Taş Aksoy Karaca Ünal",
    "pools": "Nowak Kowalski Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowski "
    "Jankowski Mazur Kwiatkowski Krawczyk Piotrowski Grabowski Pawłowski Michalski Król Wieczorek Wróbel Jabłoński Stępień",
    "surinaams": "Ramdin Bhagwandin Kalloe Mohan Ramlal Jhinkoe Soekhai Pinas Sabajo Amatsoeman Wijngaarde Landveld Vrede Emanuels "
    "Mangal Gopal Biharie Somai Kartosen Redjosentono Tjon_A_Tsien Lieveld Fränkel Esajas Rozenblad",
    "syrisch": "Al_Hassan Al_Ahmad Al_Khalil Haddad Khoury Darwish Al_Masri Hamdan Al_Homsi Shami Nasser Al_Halabi Issa Saleh "
    "Mansour Al_Jasim Kassem Hamwi Othman Barakat Al_Abdullah Aziz Tawil Najjar Sabbagh",
}
_STREET_ENDS = [
    "straat",
    "laan",
    "weg",
    "plein",
    "hof",
    "dreef",
    "singel",
    "kade",
    "steeg",
    "pad",
    "baan",
    "plantsoen",
    "gracht",
    "markt",
]
_TOWN_ENDS = [
    "dorp",
    "stad",
    "hoven",
    "drecht",
    "kerk",
    "wijk",
    "veen",
    "burg",
    "dam",
    "zaal",
    "meer",
    "huizen",
    "loo",
    "rade",
]

_GIVEN_LISTS = {origin: tuple(text.split() for text in both) for origin, both in _GIVEN.items()}


def _split_common() -> list[tuple[str, str]]:
    """Return (prefix, name) of the common Dutch surnames; prefixes may hold spaces."""
    found: list[tuple[str, str]] = []
    prefix: list[str] = []
    for word in _COMMON_DUTCH.split():
        before, bar, name = word.partition("|")
        prefix.append(before)
        if bar:
            found.append((" ".join(part for part in prefix if part), name))
            prefix = []
    return found


COMMON_SURNAMES = _split_common()
_PREFIXES = ("van", "van der", "van den", "de", "van de", "ter", "ten", "van 't", "den", "op de")


def given_name(chance: random.Random, origin: str, sex: str) -> str:
    """Return a given name; the first of a list are the most common, as names are in life."""
    names = _GIVEN_LISTS[origin][0 if sex == "m" else 1]
    return names[min(int(chance.expovariate(3.2 / len(names))), len(names) - 1)]


def surname(chance: random.Random, origin: str) -> tuple[str, str]:
    """Return prefix and surname. Half of the Dutch have a common one, the others one of some ten thousand."""
    if origin == "nederlands":
        if chance.random() < 0.45:
            return COMMON_SURNAMES[min(int(chance.expovariate(3.5 / len(COMMON_SURNAMES))), len(COMMON_SURNAMES) - 1)]
        prefix = chance.choice(_PREFIXES) if chance.random() < 0.25 else ""
        return prefix, chance.choice(_STEMS) + chance.choice(_TAILS)
    if origin in CHAIN_OF_NAMES:
        return "", f"{given_name(chance, origin, 'm')} {given_name(chance, origin, 'm')}"
    return "", chance.choice(_FOREIGN[origin].split()).replace("_", " ")


def street(chance: random.Random) -> str:
    """Return a made-up street name."""
    return chance.choice(_STEMS) + chance.choice(("", "er", "en")) + chance.choice(_STREET_ENDS)


def towns() -> list[tuple[str, int, int]]:
    """Return made-up towns with their first postcode number and how many they have; the same on every call."""
    chance = random.Random("towns")
    names = sorted({chance.choice(_STEMS) + chance.choice(_TOWN_ENDS) for _ in range(420)})
    chance.shuffle(names)
    result, first = [], 1011
    for place, name in enumerate(names):
        width = max(1, int(90 / (1 + place * 0.12)))
        if first + width > 9990:
            break
        result.append((name, first, width))
        first += width
    return result
