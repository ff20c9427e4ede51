"""How a word goes wrong: fingers, ears, alphabets, and the short forms people use."""
# ruff: noqa: E501 (tables of words)

from __future__ import annotations

import random
import unicodedata

_NEIGHBOURS = {
    "a": "qsz", "b": "vgn", "c": "xvd", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjn", "i": "uok", "j": "hkn",
    "k": "jli", "l": "kop", "m": "nj", "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf", "s": "adw", "t": "ryg",
    "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xas",
}  # fmt: skip
_SOUNDS = (
    ("ij", "ei"), ("ei", "ij"), ("ij", "y"), ("y", "ij"), ("ou", "au"), ("au", "ou"), ("c", "k"), ("k", "c"), ("dt", "t"),
    ("d", "t"), ("t", "d"), ("g", "ch"), ("ch", "g"), ("f", "v"), ("v", "f"), ("s", "z"), ("z", "s"), ("ph", "f"), ("th", "t"),
    ("ks", "x"), ("x", "ks"), ("ee", "e"), ("oo", "o"), ("aa", "a"), ("a", "aa"), ("nn", "n"), ("ss", "s"), ("s", "ss"),
    ("ll", "l"), ("tt", "t"), ("kk", "k"), ("oe", "u"), ("eu", "u"), ("ie", "i"), ("i", "ie"), ("sch", "sg"), ("qu", "kw"),
)  # fmt: skip
_ALPHABETS = {
    "marokkaans": (("ou", "u"), ("ou", "oe"), ("ch", "sh"), ("kh", "ch"), ("dj", "j"), ("i", "ie"), ("ss", "s"), ("a", "e"), ("mm", "m"), ("k", "q"), ("ai", "ei")),
    "syrisch": (("kh", "ch"), ("ou", "u"), ("a", "e"), ("ee", "i"), ("mm", "m"), ("sh", "sch"), ("q", "k"), ("y", "i"), ("h", ""), ("aa", "a"), ("u", "o")),
    "somalisch": (("mo", "mu"), ("kh", "q"), ("x", "h"), ("dd", "d"), ("ss", "s"), ("u", "o"), ("aa", "a"), ("y", "j"), ("ed", "ad"), ("c", "")),
    "eritrees": (("y", "i"), ("ay", "ai"), ("gh", "g"), ("ts", "s"), ("w", "v"), ("h", ""), ("ie", "i"), ("k", "q"), ("e", "a"), ("o", "oo")),
    "turks": (("ş", "sh"), ("ç", "ch"), ("ğ", ""), ("ü", "u"), ("ü", "ue"), ("ö", "o"), ("ö", "oe"), ("ı", "i"), ("c", "dj"), ("y", "j")),
    "pools": (("ł", "l"), ("sz", "s"), ("cz", "c"), ("w", "v"), ("ż", "z"), ("ó", "o"), ("ń", "n"), ("rz", "z"), ("ś", "s"), ("ski", "sky")),
    "surinaams": (("oe", "u"), ("sh", "sj"), ("dj", "j"), ("ie", "i"), ("tj", "ch"), ("dh", "d")),
}  # fmt: skip
# Official name -> what people call themselves. Kept apart from the engine's table, and only partly the same.
_CALLED = {
    "Johannes": "Jan Johan Hans Joop", "Jan": "Johan Jantje", "Cornelis": "Kees Cor Cees", "Hendrik": "Henk Hein Rik Hendri",
    "Willem": "Wim Pim Wil", "Pieter": "Piet Peter", "Petrus": "Peter Piet", "Gerardus": "Gerard Ger Sjra", "Jacobus": "Jaap Koos Jaco Sjaak",
    "Antonius": "Ton Toon Anton Twan", "Adrianus": "Arie Ad Adri Janus", "Dirk": "Dick Derk", "Theodorus": "Theo Dorus", "Nicolaas": "Klaas Nico Niek",
    "Albertus": "Bert Appie Albert", "Franciscus": "Frans Frank", "Josephus": "Jos Joep Sjef Jef", "Leonardus": "Leo Leon", "Martinus": "Martin Tinus Rinus",
    "Mattheus": "Thijs Mathieu", "Michael": "Michiel Mike Maikel", "Alexander": "Alex Sander Lex", "Robert": "Rob Bob Robbie", "Thomas": "Tom Tommie",
    "Frederik": "Frits Fred Freek", "Daniel": "Daan Danny", "Samuel": "Sam Sem", "Wilhelmus": "Wim Willem", "Bernardus": "Ben Bernard", "Abraham": "Bram",
    "Hermanus": "Herman Manus", "Rudolf": "Ruud Rudi", "Laurens": "Lau Rens", "Maria": "Marie Riet Mia Marijke Ria", "Johanna": "Jo Annie Hanna Joke",
    "Cornelia": "Corrie Nel Cokkie", "Elisabeth": "Els Bep Betty Lies Liesbeth", "Hendrika": "Hennie Riek Rika", "Wilhelmina": "Mien Willy Wil Mina",
    "Petronella": "Nel Nelly Petra", "Adriana": "Ada Jaantje Adri", "Catharina": "Trijn Toos Rina Ina", "Margaretha": "Greet Gré Margriet Marga",
    "Geertruida": "Truus Geertje Trudy", "Antonia": "Toos Tonnie", "Helena": "Leen Lena Ellen", "Theodora": "Dora Thea", "Francisca": "Cisca Francien",
    "Christina": "Stien Tina Chris", "Alexandra": "Sandra Alex", "Charlotte": "Lot Lotte", "Mohammed": "Mo Moh", "Mustafa": "Musti", "Abdullah": "Abdul",
    "Mohamed": "Mo Mohamud", "Abdirahman": "Abdi", "Krzysztof": "Krzys Kris", "Małgorzata": "Gosia", "Katarzyna": "Kasia Kate", "Agnieszka": "Aga",
    "Aleksandra": "Ola", "Stanisław": "Staszek", "Grzegorz": "Greg Grzes", "Wojciech": "Wojtek", "Tomasz": "Tomek", "Joanna": "Asia", "Süleyman": "Sülo",
    "Ibrahim": "Ibo", "Hüseyin": "Hüso", "Susanna": "Suus Suze", "Isabella": "Bella Isa", "Carolina": "Lien Carla", "Magdalena": "Magda Leen",
}  # fmt: skip
_SHORT_STREETS = (
    ("straat", "str"),
    ("straat", "str."),
    ("laan", "ln"),
    ("plein", "pln"),
    ("singel", "sngl"),
    ("weg", "wg"),
)


def typing(chance: random.Random, word: str) -> str:
    """Return the word with one slip of the fingers; very short words stay."""
    if len(word) < 3:
        return word
    place = chance.randrange(1, len(word) - 1) if chance.random() < 0.85 else 0
    slip = chance.random()
    if slip < 0.3:
        near = _NEIGHBOURS.get(word[place].lower())
        return word if near is None else word[:place] + chance.choice(near) + word[place + 1 :]
    if slip < 0.55:
        return word[:place] + word[place + 1 :]
    if slip < 0.75:
        return word[:place] + word[place] + word[place:]
    if slip < 0.9:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + chance.choice("aeiourstnl") + word[place:]


def hearing(chance: random.Random, word: str) -> str:
    """Return the word as another clerk would write it by ear."""
    return _swap(chance, word, _SOUNDS)


def alphabet(chance: random.Random, word: str, origin: str) -> str:
    """Return the word as another office transliterated it."""
    table = _ALPHABETS.get(origin)
    return word if table is None else _swap(chance, word, table)


def _swap(chance: random.Random, word: str, table: tuple[tuple[str, str], ...]) -> str:
    lower = word.lower()
    possible = [(old, new) for old, new in table if old in lower]
    if not possible:
        return word
    old, new = chance.choice(possible)
    place = lower.index(old)
    changed = lower[:place] + new + lower[place + len(old) :]
    return changed.title() if len(changed) > 1 else word


def plain(word: str) -> str:
    """Return the word in a system that knows no marks."""
    word = word.replace("ł", "l").replace("Ł", "L").replace("ı", "i")
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


def mangled(word: str) -> str:
    """Return the word as it comes out of a system that read it in the wrong encoding."""
    return word.encode("utf-8").decode("latin-1")


def called(chance: random.Random, name: str) -> str:
    """Return a familiar form of an official name, or the name itself."""
    forms = _CALLED.get(name)
    return chance.choice(forms.split()) if forms else name


def short_street(chance: random.Random, street: str) -> str:
    """Return the street with its ending cut short."""
    for long, short in chance.sample(_SHORT_STREETS, len(_SHORT_STREETS)):
        if street.endswith(long):
            return street[: -len(long)] + short
    return street


def digit(chance: random.Random, number: str) -> str:
    """Return digits with one wrong, or two neighbours swapped."""
    places = [place for place, letter in enumerate(number) if letter.isdigit()]
    if not places:
        return number
    place = chance.choice(places)
    if chance.random() < 0.4 and place + 1 < len(number) and number[place + 1].isdigit():
        return number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    return number[:place] + chance.choice("0123456789".replace(number[place], "")) + number[place + 1 :]
