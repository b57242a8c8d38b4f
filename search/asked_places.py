"""Which places a question names, out of those that the reports of an index have.

A place that no report has stays in the question's text, where it may still be found as a word. So does a name that could mean
more than a filter can say: two counties compared, a county and a township elsewhere that share their name. Names of townships are
often words of every day (和平, 团结, 建设): such a name counts only in full, and where it surely begins a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from corpus.places.gazetteer import LONGEST
from corpus.places.names import ABBREVIATIONS, keeps_kind
from corpus.report import Level
from corpus.text.script import simplified
from indexer.rows import ReportFacts
from search.asked_known import LEVELS, Known, Named, agreeing, known_places, settle
from search.asked_pinyin import Romanised
from search.asked_scene import Scene, is_no_name, is_ordinary, is_word, provinces
from search.asked_text import Recognised

_TOWNSHIP = LEVELS.index(Level.TOWNSHIP)
_LATIN = re.compile("[a-z]{2}")
_EACH = re.compile("各(?:乡镇|镇街|街道|乡|镇|村)|(?:下辖|辖区)的?各?(?:乡镇|街道|镇)")
_HAN = re.compile("[\u3400-\u9fff]")
_BEGINS = re.compile(
    r"(?:^|[^\u3400-\u9fff]|[在于和与及对从是问像如的跟同了请找看查、到向给让由按比除是像]|关于|例如|比如)$"
)
_PARTS = re.compile(
    r"(?:乡[镇村风土音愁情亲贤]|镇[街村静定压]|县城|县[域级里委政区]|市[场民里级委政区域县]|区[域县级里委政划]|村[庄民级规干委里社居]|州[里级县]|省[里级市])"
)
"""Words that begin like the end of a name: 昭苏县城, 雁鸣乡镇."""
_KINDS = "省市区州盟县旗乡镇村"
_TOWNSHIP_ENDS = ("街道", "街道办事处", "苏木", "地区", "团", "林区")
"""Other ends of names that may stand alone; 林业局 and 农场 are places only after the place above."""
_OFFICE = re.compile(r"[省市区州盟县旗乡镇](?:党委|政府|人大|委|长|里|级|域|直|内|情|城)|(?:县|市|区)[城区]")
_SHARED = re.compile(
    r"[县镇乡市区州省旗](?:委(?![托员派])|长(?![期年效远久达])|里(?![程面])|级(?!别)|域|城(?![市镇乡管关])|内(?![部容外])|直(?![接属达到]))"
)
"""Words that share a name's last character: without 昭苏县, 昭苏县委 would be 委."""
_VILLAGE = re.compile("[乡镇]村[民委干规级庄里]")
_APART = re.compile(r"(?:除了?|不含|不包括|相比|[不区][同别]于|以外的|和|与|跟|像|同|比)$")
_OUT_OF_IT = re.compile(r"(?:除了?|不含|不包括|赴|前往|(?<!过)去)$")
_FROM_IT = re.compile(r"(?:省|县|乡|镇|市|州)?(?:[之以]?外(?![来出部卖地])|一样|相比|类似|那样|这样的)")
_NOT_IN = re.compile(
    r"\b(?:except|excluding|outside|besides|beyond|than|to|unlike|like|compared\s(?:with|to)|similar\sto)\s(?:for\s|in\s|of\s)?(?:the\s)?$"
)
"""Ways to name a place whose reports are not the ones wanted, or not the only ones."""
_OTHER_THING = re.compile(
    r"经验|模式|精神|式|路|大道|大学|学院|时间|话|人民广场|生产建设|会议|山|河|江|湖|水库|寺|煤|酒"
)


class PlaceNames:
    """The names of an index' places, made once an index and filled at the first question."""

    def __init__(self, reports: Sequence[ReportFacts]) -> None:
        self._reports = reports

    @cached_property
    def _known(self) -> tuple[Known, ...]:
        return known_places(self._reports)

    @cached_property
    def _names(self) -> Mapping[str, tuple[Known, ...]]:
        """Full and short name → places; the short name of a province is no other place's."""
        names: dict[str, list[Known]] = {}
        for known in self._known:
            for form in known.forms:
                if known.depth == 0 or form == known.name or form not in provinces():
                    names.setdefault(simplified(form), []).append(known)
        return {form: tuple(places) for form, places in names.items()}

    @cached_property
    def _romanised(self) -> Romanised:
        return Romanised(self._known)

    def named(self, text: str, reading: str) -> tuple[Named, ...]:
        """Places that a question names and that can be asked for at once, in order.

        Args:
            text: The question.
            reading: The same, legible.
        """
        found = list(self._chinese(reading)) if _HAN.search(reading) else []
        if _LATIN.search(reading):
            found.extend(self._romanised.find(text, reading))
        if any(_is_apart(reading, item) for item in found):
            return ()
        return tuple(sorted(agreeing(found, self._known), key=lambda item: item.start))

    def _chinese(self, reading: str) -> Iterator[Named]:
        scene = Scene.of(reading)
        above: Named | None = None
        place = 0
        while place < len(reading):
            named = self._starting_at(scene, place, above if above and above.end == place else None)
            if named:
                yield named
                above = named
            place = named.end if named else place + 1

    def _starting_at(self, scene: Scene, start: int, above: Named | None) -> Named | None:
        """The longest name that begins here; ``above`` is a place named right before."""
        for end in range(min(start + LONGEST, len(scene.text)), start + 1, -1):
            form = scene.text[start:end]
            fitting = self._names.get(form, ())
            if not fitting:
                continue
            if above and all(known.depth > above.depth for known in fitting):
                fitting = tuple(known for known in fitting if above.holds(known))
            fitting = tuple(known for known in fitting if above or not scene.foreign(start, known))
            if _EACH.match(scene.text, end):
                # Only what lies above townships has several of them.
                fitting = tuple(known for known in fitting if known.depth < _TOWNSHIP)
            settled = settle(fitting, form)
            if settled and _stands(scene, start, end, settled[1], above):
                shared = end - start > 2 and _SHARED.match(scene.text, end - 1)
                return Named(start, end - 1 if shared else end, *settled)
        return None


def _is_apart(reading: str, named: Named) -> bool:
    """Whether the place is named to leave it out or to compare with it."""
    before = reading[max(0, named.start - 24) : named.start]
    if _NOT_IN.search(before) or _OUT_OF_IT.search(before):
        return True
    return _APART.search(before) is not None and _FROM_IT.match(reading, named.end) is not None


def _stands(scene: Scene, start: int, end: int, known: Sequence[Known], above: Named | None) -> bool:
    """Whether the name of these places is no part of another word."""
    form = scene.text[start:end]
    part, office = _PARTS.match(scene.text, end - 1), _OFFICE.match(scene.text, end - 1)
    if scene.within_place(start, end) or (not above and scene.torn(start)):
        return False
    if not any(form == place.name or keeps_kind(form, place.name) for place in known):
        return _stem_stands(scene, start, end, known, above)
    after = scene.torn(end)
    stem_is_word = is_ordinary(form[:-1])
    if (part or after) and not office and (stem_is_word or not _VILLAGE.match(scene.text, end - 1)):
        return False
    if above:
        return True
    begins = _BEGINS.search(scene.text, max(0, start - 4), start) is not None
    if form[-1] not in _KINDS and not form.endswith(_TOWNSHIP_ENDS):
        return False
    doubtful = (len(form) == 2 and form not in ABBREVIATIONS) or stem_is_word
    return not is_ordinary(form) and (begins or not doubtful)


def _stem_stands(scene: Scene, start: int, end: int, known: Sequence[Known], above: Named | None) -> bool:
    """Whether a name without its kind (昭苏, 新疆) is meant as a place."""
    text, form, depth = scene.text, scene.text[start:end], known[0].depth
    another = text[end : end + 1] in _KINDS or text.startswith("街道", end)
    if (
        (end < len(text) and another and not _PARTS.match(text, end))
        or scene.torn(end)
        or scene.within_word(start, end)
    ):
        return False
    if depth == 0:
        return not _OTHER_THING.match(text, end) or text.startswith(("经验", "模式", "式"), end)
    if _OTHER_THING.match(text, end):
        return False
    if is_word(form) if above else is_ordinary(form):
        # 和平各乡镇 can only be a county's.
        return depth < _TOWNSHIP and _BEGINS.search(text, 0, start) is not None and _EACH.match(text, end) is not None
    if depth < _TOWNSHIP or above:
        return True
    return len(form) > 2 and not is_no_name(form) and not scene.composed(start, end)


def find_places(text: str, reading: str, names: PlaceNames) -> tuple[Mapping[str, str], tuple[Recognised, ...]]:
    """What the filters of place hold, by level, and where each was read."""
    named = names.named(text, reading)
    found = tuple(
        Recognised(LEVELS[item.depth].value, item.value, text[item.start : item.end], item.start, item.end)
        for item in named
    )
    return {item.kind: item.value for item in found}, found
