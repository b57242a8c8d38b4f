"""Three legs become one order: what each adds, what is taken back when it is left out, and what is asked for comes first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.report import Role
from embeddings.centring import centred
from errors import QueryError
from indexer.index import ROLES
from search.bridge import Carried
from search.engine import Engine, Leg
from search.filters import Filters
from search.question import parse_question
from search.ranking import CANDIDATES, FIGURE, FOREIGN_WORDS_WEIGHT, encode_query, full_score, known_share, rank
from search.relevance import word_share
from search.reranking import RERANKED
from search.settings import Part, Settings
from search.understanding import LIGHT, SINGLE_WEIGHT, concept_of, understand

QUESTION = "执法人员力量薄弱"


def everything(engine: Engine) -> NDArray[np.bool_]:
    return np.ones(len(engine.index.report_of), dtype=np.bool_)


def test_the_late_leg_is_maxsim_over_the_candidates(hashing_engine: Engine) -> None:
    index, encoder = hashing_engine.index, hashing_engine.encoder
    understood = understand(parse_question(QUESTION), index, Settings())
    query = encode_query(understood, index, encoder, Settings())
    ranking = rank(index, query, everything(hashing_engine))
    assert index.tokens is not None
    encoded = encoder.encode_query_tokens([QUESTION])  # type: ignore[attr-defined]
    own = centred(encoded.tokens[0], index.tokens.means.questions["zh"])
    for place in (0, 5, len(ranking.positions) - 1):
        passage = index.tokens.vectors(int(ranking.positions[place]))
        assert ranking.late[place] == pytest.approx((own @ passage.T).max(axis=1).mean(), abs=1e-4)


def test_scores_are_standard_deviations_of_the_legs_added(hashing_engine: Engine) -> None:
    index = hashing_engine.index
    understood = understand(parse_question(QUESTION), index, Settings())
    query = encode_query(understood, index, hashing_engine.encoder, Settings.without([Part.WORDS, Part.FEEDBACK]))
    ranking = rank(index, query, everything(hashing_engine))
    best = np.sort(ranking.late)[-CANDIDATES:]
    assert np.allclose(ranking.scores, (ranking.late - best.mean()) / best.std(), atol=1e-4)


def test_words_carried_over_one_by_one_weigh_less(hashing_engine: Engine) -> None:
    index, encoder = hashing_engine.index, hashing_engine.encoder
    found = {}
    for asked in ("disputes", "shortage of enforcement officers", "纠纷"):
        found[asked] = encode_query(understand(parse_question(asked), index, Settings()), index, encoder, Settings())
    assert [query.foreign for query in found.values()] == [True, False, False]
    foreign = replace(found["disputes"], feedback=False)
    share = known_share(index, foreign.concepts)
    ranking = rank(index, foreign, everything(hashing_engine))
    late, words = (
        (scores - own.mean()) / own.std()
        for scores, own in (
            (ranking.late, np.sort(ranking.late)[-CANDIDATES:]),
            (ranking.words, np.sort(ranking.words)[::-1][:CANDIDATES]),
        )
    )
    weight = FOREIGN_WORDS_WEIGHT * share
    assert np.allclose(ranking.scores, (1 - weight) * late + weight * words, atol=1e-3)


def test_a_single_words_wordings_of_the_field_weigh_less_beside_the_dictionary() -> None:
    alone = concept_of(Carried("disputes", ("纠纷",)))
    beside = concept_of(Carried("disputes", ("纠纷",)), lambda word: False)
    of_several = concept_of(Carried("land disputes", ("纠纷",)), lambda word: False)
    assert (alone[0]["纠纷"], beside[0]["纠纷"], of_several[0]["纠纷"]) == (1.0, SINGLE_WEIGHT, 1.0)


@pytest.mark.parametrize("part", [Part.LATE, Part.DENSE, Part.WORDS])
def test_a_leg_left_out_has_no_ranks(hashing_engine: Engine, part: Part) -> None:
    engine = replace(hashing_engine, settings=Settings.without([part]))
    hits = engine.search(QUESTION).hits
    ranks = {
        Part.LATE: [hit.why.late_rank for hit in hits],
        Part.DENSE: [hit.why.dense_rank for hit in hits],
        Part.WORDS: [hit.why.words_rank for hit in hits],
    }
    assert hits
    assert not any(ranks[part])
    assert all(any(values) for other, values in ranks.items() if other is not part)


def test_the_role_asked_for_comes_first_but_is_no_wall(hashing_engine: Engine) -> None:
    asked = hashing_engine.search("执法人员力量不足，各地怎么解决")
    without = replace(hashing_engine, settings=Settings.without([Part.ROLE])).search("执法人员力量不足，各地怎么解决")
    assert asked.role is Role.PRACTICE
    assert asked.role_cue
    assert _practices(asked.hits) > _practices(without.hits)
    walled = hashing_engine.search(QUESTION, Filters(role=Role.PROBLEM))
    assert {hit.passage.role for hit in walled.hits} == {Role.PROBLEM}


def _practices(hits: Sequence[object]) -> int:
    return sum(hit.passage.role is Role.PRACTICE for hit in hits)  # type: ignore[attr-defined]


def test_figures_come_first_where_a_number_is_asked_for(hashing_engine: Engine) -> None:
    asked = hashing_engine.search("调解矛盾纠纷多少件")
    without = replace(hashing_engine, settings=Settings.without([Part.FIGURES])).search("调解矛盾纠纷多少件")
    counted = [sum(FIGURE.search(hit.passage.text) is not None for hit in answer.hits) for answer in (asked, without)]
    assert counted[0] >= counted[1]
    assert counted[0] == len(asked.hits)


@pytest.mark.parametrize(
    ("text", "counts"),
    [("化解纠纷168件", True), ("成功率98.5%", True), ("52.17万元", True), ("2024年", False), ("12345热线", False)],
)
def test_a_figure_counts_something(text: str, counts: bool) -> None:
    assert (FIGURE.search(text) is not None) is counts


def test_what_the_question_names_becomes_a_filter_and_can_be_taken_back(hashing_engine: Engine) -> None:
    answer = hashing_engine.search("2023年北麓梁乡的草场纠纷")
    assert {(found.kind, found.value) for found in answer.recognised} == {("year", "2023"), ("township", "北麓梁乡")}
    assert {(hit.report.year, hit.report.place.township) for hit in answer.hits} == {(2023, "北麓梁乡")}
    freed = hashing_engine.search("2023年北麓梁乡的草场纠纷", as_written=["year"])
    assert {found.kind for found in freed.recognised} == {"township"}
    assert len({hit.report.year for hit in freed.hits}) > 1
    assert not hashing_engine.search("2023年北麓梁乡的草场纠纷", as_written=["all"]).recognised


def test_what_no_report_fits_hides_nothing_and_is_told(hashing_engine: Engine) -> None:
    answer = hashing_engine.search("2031年的草场纠纷")
    assert answer.hits
    assert not answer.recognised
    assert answer.message is not None
    assert "2031年" in answer.message


def test_a_filter_given_wins_over_the_question(hashing_engine: Engine) -> None:
    answer = hashing_engine.search("2023年的草场纠纷", Filters(years=(2022, 2022)))
    assert {hit.report.year for hit in answer.hits} == {2022}
    assert not answer.recognised


def test_synonyms_find_what_is_called_otherwise(hashing_engine: Engine) -> None:
    answer = hashing_engine.search("民法典宣传", leg=Leg.WORDS)
    assert answer.hits
    told = hashing_engine.search("人手不够")
    assert any("力量薄弱" in term.chinese for term in told.carried)
    assert any("力量" in word for hit in told.hits for word in hit.why.matched)
    silent = replace(hashing_engine, settings=Settings.without([Part.SYNONYMS])).search("人手不够")
    assert not silent.carried


def test_a_concept_has_its_other_wordings_beside_the_one_written(hashing_engine: Engine) -> None:
    concepts = understand(parse_question("人手不够"), hashing_engine.index, Settings()).concepts
    [concept] = [concept for concept in concepts if len(concept) > 1]
    assert "人手" in concept[0]
    assert any("薄弱" in wording for wording in concept[1:])


def test_words_that_say_nothing_weigh_little_token_by_token(hashing_engine: Engine) -> None:
    understood = understand(parse_question("执法的人"), hashing_engine.index, Settings())
    query = encode_query(understood, hashing_engine.index, hashing_engine.encoder, Settings())
    assert query.tokens[0].weights.tolist() == pytest.approx([1, 1, LIGHT, 1])


def test_shares_of_a_question(hashing_engine: Engine) -> None:
    index = hashing_engine.index
    known, unknown = ({"执法": 1.0},), ({"鑫龘": 1.0},)
    assert known_share(index, [known]) == 1
    assert known_share(index, [unknown]) == 0
    assert 0 < known_share(index, [known, unknown]) < 1
    assert known_share(index, []) == 0
    assert full_score(index, [known, unknown]) == pytest.approx(index.words.idf("执法"))


def test_no_passage_scores_more_than_it_could(hashing_engine: Engine) -> None:
    index = hashing_engine.index
    understood = understand(parse_question(QUESTION), index, Settings())
    query = encode_query(understood, index, hashing_engine.encoder, Settings())
    share = word_share(index, query, rank(index, query, everything(hashing_engine)))
    assert 0 < share.max() <= 1


def test_similar_passages_are_never_of_the_same_report_and_other_authorities_come_first(hashing_engine: Engine) -> None:
    hit = hashing_engine.search(QUESTION).hits[0]
    answer = hashing_engine.similar(hit.passage.id, top=1000)
    assert answer.hits
    assert all(other.report.id != hit.report.id for other in answer.hits)
    own = [other.report.authority == hit.report.authority for other in answer.hits]
    assert own == sorted(own)
    with pytest.raises(QueryError, match="no passage"):
        hashing_engine.similar("0" * 16)


class Backwards:
    """A reranker that likes long passages."""

    identity = "backwards"

    def score(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        assert question
        return np.array([len(passage) for passage in passages], dtype=np.float32)


def test_a_reranker_has_the_last_word_on_the_best_and_loses_none(hashing_engine: Engine) -> None:
    engine = replace(hashing_engine, settings=Settings.without([Part.FOLD]))
    before = [hit.passage.id for hit in engine.search(QUESTION, top=100).hits]
    read = replace(engine, reranker=Backwards()).search(QUESTION, top=100).hits
    assert {hit.passage.id for hit in read[:RERANKED]} == set(before[:RERANKED])
    assert [hit.passage.id for hit in read[RERANKED:]] == before[RERANKED:]
    assert [hit.passage.id for hit in read] != before
    first, last = (np.mean([len(hit.passage.text) for hit in part]) for part in (read[:10], read[40:RERANKED]))
    assert first > last


def test_roles_are_stored_as_they_are_named(hashing_engine: Engine) -> None:
    assert set(np.unique(hashing_engine.index.role_of)) <= set(range(len(ROLES)))
