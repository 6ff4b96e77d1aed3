"""From the syntax tree of a formula to a function over fractions, with every type checked."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from lark import Token, Tree

from service.scoring.formula_fault import FormulaError
from service.scoring.formula_names import (
    ENTERED,
    FUNCTIONS,
    SHARE,
    Name,
    all_names,
    nearest,
    quantity_parts,
    share_of,
    spoken_quantities,
)
from service.scoring.formula_pieces import (
    Known,
    Number,
    Type,
    Values,
    constant,
    extreme,
    named,
    product,
    quotient,
)

if TYPE_CHECKING:
    from celpy.celparser import CELParser

Kind = Literal["points", "condition"]
Node = Tree[Token]

DEEPEST = 30
NEVER = frozenset("\"'`\\")
WHOLE_DIGITS, BROKEN_DIGITS = 9, 6
ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "relation_lt": operator.lt,
    "relation_le": operator.le,
    "relation_gt": operator.gt,
    "relation_ge": operator.ge,
    "relation_eq": operator.eq,
    "relation_ne": operator.ne,
}
EITHER_TYPE = ("relation_eq", "relation_ne")
SUMS = {"addition_add": operator.add, "addition_sub": operator.sub}
JOINS: Mapping[str, Callable[[Any], bool]] = {"conditionalor": any, "conditionaland": all}


@cache
def _parser() -> CELParser:
    # a third of a second that only those pay who read a formula
    from celpy.celparser import CELParser

    return CELParser()


def syntax_of(text: str) -> Node:
    """The syntax tree of CEL; raises FormulaError where the text is none."""
    _refuse_texts(text)
    parser = _parser()
    from celpy.celparser import CELParseError

    try:
        tree: Node = parser.parse(text)
    except CELParseError as error:
        line, column = error.line, error.column
        at = (int(line), int(column)) if line and column and int(line) > 0 else _end(text)
        raise FormulaError("not_understood", *at) from None
    return tree


def _refuse_texts(text: str) -> None:
    """No quotes: formulas hold no texts, and the library's rule for them can be made to hang."""
    for number, line in enumerate(text.split("\n"), start=1):
        for column, character in enumerate(line, start=1):
            if character in NEVER:
                raise FormulaError("not_allowed", number, column, what=character)


def _end(text: str) -> tuple[int, int]:
    lines = text.splitlines() or [""]
    return len(lines), len(lines[-1]) + 1


def _children(node: Node) -> list[Node]:
    return [child for child in node.children if isinstance(child, Tree)]


def _tokens(node: Node) -> list[Token]:
    return [child for child in node.children if isinstance(child, Token)]


def _place(node: Node | Token) -> tuple[int, int]:
    meta = node.meta if isinstance(node, Tree) else node
    return getattr(meta, "line", None) or 1, getattr(meta, "column", None) or 1


def _spine(node: Node) -> tuple[Node, list[tuple[str, Node]]]:
    """The leftmost operand of a chain, and every further one with the operator before it."""
    rest: list[tuple[str, Node]] = []
    while len(node.children) == 2:
        marker, operand = _children(node)
        rest.append((marker.data, operand))
        node = _children(marker)[0]
    return node, rest[::-1]


class Reader:
    """Reads the pieces of one formula; `entries` are the keys that `given.` may name."""

    def __init__(self, entries: Collection[str]) -> None:
        self._entries = entries
        self._depth = 0

    def known(self, tree: Node, kind: Kind) -> Known:
        """The whole formula, of the type its kind asks for."""
        return self._typed(tree, "number" if kind == "points" else "truth")

    def _typed(self, node: Node, wanted: Type) -> Known:
        found = self._piece(node)
        if found.type != wanted:
            raise FormulaError("wrong_type", *_place(node), wanted=wanted, found=found.type)
        return found

    def _piece(self, node: Node) -> Known:
        node = _core(node)
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormulaError("too_deep", *_place(node), most=DEEPEST)
        try:
            read = getattr(self, f"_{node.data}", None)
            if read is None:
                raise FormulaError("not_allowed", *_place(node), what=str(node.data))
            found: Known = read(node)
            return found
        finally:
            self._depth -= 1

    # -- choices and conditions ---------------------------------------------------

    def _expr(self, node: Node) -> Known:
        asked, then, otherwise = _children(node)
        condition = self._typed(asked, "truth")
        yes = self._piece(then)
        no = self._typed(otherwise, yes.type)
        ask, one, other = condition.work, yes.work, no.work
        return Known(yes.type, lambda v: one(v) if ask(v) else other(v), condition, yes, no)

    def _conditionalor(self, node: Node) -> Known:
        return self._joined(node)

    def _conditionaland(self, node: Node) -> Known:
        return self._joined(node)

    def _joined(self, node: Node) -> Known:
        join = JOINS[node.data]
        operands: list[Node] = []
        here: Node = node
        while here.data == node.data and len(here.children) == 2:
            here, operand = _children(here)
            operands.append(operand)
        pieces = [self._typed(each, "truth") for each in (here, *reversed(operands))]
        works = [piece.work for piece in pieces]
        return Known("truth", lambda v: join(work(v) for work in works), *pieces)

    def _relation(self, node: Node) -> Known:
        marker, right_node = _children(node)
        if marker.data not in ORDER:
            raise FormulaError("not_allowed", *_place(marker), what=str(marker.data))
        compare = ORDER[marker.data]
        left = self._piece(_children(marker)[0])
        if left.type != "number" and marker.data not in EITHER_TYPE:
            raise FormulaError("wrong_type", *_place(marker), wanted="number", found=left.type)
        right = self._typed(right_node, left.type)
        one, other = left.work, right.work
        both = Known("truth", lambda v: compare(one(v), other(v)), left, right)
        rising = marker.data in ("relation_lt", "relation_le")
        return both.measured(*((right, left) if rising else (left, right)), divides=False)

    # -- arithmetic ---------------------------------------------------------------

    def _addition(self, node: Node) -> Known:
        first_node, rest = _spine(node)
        first = self._typed(first_node, "number")
        others = [(SUMS[marker], self._typed(each, "number")) for marker, each in rest]
        steps = [(apply, piece.work) for apply, piece in others]
        start = first.work

        def work(values: Values) -> Number:
            total: Number = start(values)
            for apply, operand in steps:
                total = apply(total, operand(values))
            return total

        return Known("number", work, first, *(piece for _, piece in others))

    def _multiplication(self, node: Node) -> Known:
        first_node, rest = _spine(node)
        found = self._typed(first_node, "number")
        for marker, each in rest:
            operand = self._typed(each, "number")
            if marker == "multiplication_mul":
                found = product(found, operand)
            elif marker == "multiplication_div":
                found = quotient(found, operand, _place(each))
            else:
                raise FormulaError("not_allowed", *_place(each), what="%")
        return found

    def _unary(self, node: Node) -> Known:
        sign, operand = _children(node)
        if sign.data == "unary_not":
            truth = self._typed(operand, "truth")
            held = truth.work
            return Known("truth", lambda v: not held(v), truth)
        number = self._typed(operand, "number")
        work = number.work
        return Known("number", lambda v: -work(v), number)

    # -- names, functions, numbers ------------------------------------------------

    def _member_dot(self, node: Node) -> Known:
        owner = _core(_children(node)[0])
        part = str(_tokens(node)[0])
        if owner.data != "ident":
            raise FormulaError("not_allowed", *_place(owner), what="member")
        spoken = str(_tokens(owner)[0])
        if spoken == ENTERED and part in self._entries:
            return named(Name(ENTERED, part), _place(owner), "no_entry")
        code = spoken_quantities().get(spoken)
        if code is None or part not in quantity_parts(code):
            raise self._unknown(f"{spoken}.{part}", owner)
        if part == SHARE:
            reached, owed = (named(each, _place(owner), "no_value") for each in share_of(code))
            return quotient(reached, owed, _place(owner))
        return named(Name(code, part), _place(owner), "no_value")

    def _ident(self, node: Node) -> Known:
        raise self._unknown(str(_tokens(node)[0]), node)

    def _unknown(self, said: str, node: Node) -> FormulaError:
        near = nearest(said, all_names(self._entries))
        return FormulaError("unknown_name", *_place(node), name=said, nearest=near)

    def _ident_arg(self, node: Node) -> Known:
        token = _tokens(node)[0]
        name = str(token)
        if name not in FUNCTIONS:
            near = nearest(name, FUNCTIONS)
            raise FormulaError("unknown_function", *_place(token), name=name, nearest=near)
        lists = _children(node)
        given = _children(lists[0]) if lists else []
        if not _fits(name, len(given)):
            raise FormulaError("wrong_count", *_place(token), name=name, found=len(given))
        if name == "has":
            return self._has(given[0])
        pieces = [self._typed(each, "number") for each in given]
        if name in ("min", "max"):
            return extreme(min if name == "min" else max, pieces)
        share = quotient(pieces[0], pieces[1], _place(given[1]))
        return share if name == "share" else product(share, constant(100))

    def _has(self, node: Node) -> Known:
        piece = self._typed(node, "number")
        if _core(node).data != "member_dot":
            raise FormulaError("not_allowed", *_place(node), what="has")
        names = tuple(piece.names)
        return Known("truth", lambda v: all(v.get(name) is not None for name in names), piece)

    def _literal(self, node: Node) -> Known:
        token = _tokens(node)[0]
        if token.type == "BOOL_LIT":
            truth = str(token) == "true"
            return Known("truth", lambda _: truth)
        if token.type not in ("INT_LIT", "FLOAT_LIT") or not set(token) <= set("-.0123456789"):
            raise FormulaError("not_allowed", *_place(token), what=str(token.type))
        whole, _, broken = str(token).lstrip("-").partition(".")
        if len(whole) > WHOLE_DIGITS or len(broken) > BROKEN_DIGITS:
            raise FormulaError("number_too_long", *_place(token), most=WHOLE_DIGITS)
        return constant(Fraction(str(token)))


def _core(node: Node) -> Node:
    """A node below the layers of the grammar that say nothing of their own."""
    while (
        len(node.children) == 1 and isinstance(node.children[0], Tree) and node.data != "list_lit"
    ):
        node = node.children[0]
    return node


def _fits(name: str, count: int) -> bool:
    if name == "has":
        return count == 1
    return count >= 2 if name in ("min", "max") else count == 2
