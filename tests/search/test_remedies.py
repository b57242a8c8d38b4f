"""What is lacking, turned round: the table's own examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from corpus.report import Role
from search.answer import Hit
from search.engine import Engine
from search.filters import Filters
from search.question import parse_question
from search.ranking import REMEDY_WEIGHT, encode_query, rank
from search.remedies import lacks_in, remedies_told
from search.remedy_table import LACKS
from search.settings import Part, Settings
from search.understanding import understand

EXAMPLES = [(lack, text) for lack in LACKS for text in lack.examples]
COUNTEREXAMPLES = [(lack, text) for lack in LACKS for text in lack.counterexamples]


@pytest.mark.parametrize(("lack", "text"), EXAMPLES, ids=[text for _, text in EXAMPLES])
def test_examples(lack: object, text: str) -> None:
    assert lack in lacks_in(text)


@pytest.mark.parametrize(("lack", "text"), COUNTEREXAMPLES, ids=[text for _, text in COUNTEREXAMPLES])
def test_counterexamples(lack: object, text: str) -> None:
    assert lack not in lacks_in(text)


def test_the_table_is_sound() -> None:
    words = Counter(word for lack in LACKS for word in lack.words.split())
    assert max(words.values()) == 1, words.most_common(1)
    for lack in LACKS:
        assert len(lack.examples) >= 2 and lack.remedies
        every = (*lack.words.split(), *lack.remedies.split(), *lack.unless.split())
        assert min(map(len, every)) >= 2
        assert len(set(lack.remedies.split())) == len(lack.remedies.split())
        assert bool(lack.unless) == bool(lack.counterexamples)
        assert all(any(word in other for word in lack.words.split()) for other in lack.unless.split())


def test_traditional_characters_are_understood() -> None:
    assert lacks_in("執法人員不足，設備老化，宣傳形式單一") == lacks_in("执法人员不足，设备老化，宣传形式单一") != ()


def test_what_helps_is_told_by_practices(hashing_engine: Engine) -> None:
    index = hashing_engine.index
    told = remedies_told(index, lacks_in("执法人员不足"), np.arange(index.manifest.passages))
    assert told.shape == (index.manifest.passages,)
    best = index.catalogue.passages([int(told.argmax())])[0].text
    assert any(word in best for word in lacks_in("不足")[0].remedies.split())
    assert not remedies_told(index, lacks_in("群众满意"), np.arange(index.manifest.passages)).any()


def test_passages_with_what_helps_come_first_where_practices_are_asked_for(hashing_engine: Engine) -> None:
    index, encoder = hashing_engine.index, hashing_engine.encoder
    everything = np.ones(len(index.report_of), dtype=np.bool_)
    found = {}
    for role in (Role.PRACTICE, Role.PLAN):
        for parts in ((), (Part.REMEDIES,)):
            settings = Settings.without([*parts, Part.FEEDBACK])
            understood = understand(parse_question("执法人员不足"), index, settings)
            ranking = rank(index, encode_query(understood, index, encoder, settings, role), everything)
            found[role, bool(parts)] = dict(zip(ranking.positions.tolist(), ranking.scores.tolist(), strict=True))
    told = remedies_told(index, lacks_in("执法人员不足"), np.arange(index.manifest.passages))
    for position, score in found[Role.PRACTICE, False].items():
        assert score == pytest.approx(found[Role.PRACTICE, True][position] + REMEDY_WEIGHT * told[position], abs=1e-4)
    assert any(told[position] for position in found[Role.PRACTICE, False])
    assert found[Role.PLAN, False] == found[Role.PLAN, True]


def test_the_usual_wording_of_an_english_want_is_turned_round(hashing_engine: Engine) -> None:
    understood = understand(parse_question("shortage of enforcement staff"), hashing_engine.index, Settings())
    assert understood.lacks == lacks_in("执法人员不足")


def test_filtering_by_practices_asks_for_them(hashing_engine: Engine) -> None:
    filters = Filters(role=Role.PRACTICE)
    hits = hashing_engine.search("执法人员不足", filters, top=50).hits
    plainly = (
        replace(hashing_engine, settings=Settings.without([Part.REMEDIES])).search("执法人员不足", filters, top=50).hits
    )
    every = np.arange(hashing_engine.index.manifest.passages)
    told = remedies_told(hashing_engine.index, lacks_in("执法人员不足"), every)
    catalogue = hashing_engine.index.catalogue

    def helped(some: Sequence[Hit]) -> float:
        return float(sum(told[catalogue.position_of(hit.passage.id) or 0] for hit in some[:5]))

    assert helped(hits) > helped(plainly)
