"""ES modules joined into one text: each once, in order, and refused when they could not share one scope."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from useit_eval.coder.joining import FRONT, join_modules, read_style
from useit_eval.ground.errors import WorkFailed


def write(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, "utf-8")
    return folder


def test_what_is_imported_comes_first_and_only_once(tmp_path):
    folder = write(
        tmp_path,
        entry='import { a } from "./a.js";\nimport { b } from "./b.js";\nexport function go() { return a + b; }\n',
        a='import { b } from "./b.js";\nexport const a = b + 1;\n',
        b="export const b = 1;\n",
    )
    joined = join_modules("entry.js", folder=folder)
    assert joined.count("const b = 1") == joined.count("const a = b + 1") == 1
    assert joined.index("const b") < joined.index("const a") < joined.index("function go")
    assert "import" not in joined
    assert "export function go" in joined and "export const" not in joined


def test_an_import_over_several_lines_is_taken_out(tmp_path):
    folder = write(tmp_path, entry='import {\n  a,\n  b,\n} from "./a.js";\na(b);\n', a="export const a = 1, b = 2;\n")
    with pytest.raises(WorkFailed, match="imports b, which a.js does not export"):
        join_modules("entry.js", folder=folder)
    write(tmp_path, a="export const a = 1;\nexport const b = 2;\n")
    assert "import" not in join_modules("entry.js", folder=folder)


def test_words_that_look_like_imports_within_a_line_stay(tmp_path):
    folder = write(tmp_path, entry='const told = "export this; import that";\nexport default { told };\n')
    assert "export this; import that" in join_modules("entry.js", folder=folder)
    assert "export default { told };" in join_modules("entry.js", folder=folder)


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        ({"entry": 'import { a } from "./a.js";\n', "a": 'import { b } from "./entry.js";\nexport const a = 1;\n'}, "circle"),
        ({"entry": 'import { a } from "./a.js";\nfunction twice() {}\n', "a": "const twice = 1;\nexport const a = 1;\n"},
         "both declare twice"),
        ({"entry": 'import { a as b } from "./a.js";\n', "a": "export const a = 1;\n"}, "plain names"),
        ({"entry": 'import * as all from "./a.js";\n', "a": "export const a = 1;\n"}, "plain names"),
        ({"entry": 'import "./a.js";\n', "a": "export const a = 1;\n"}, "plain names"),
        ({"entry": 'import { c } from "./a.js";\n', "a": "const c = 1;\n"}, "does not export"),
        ({"entry": 'import { a } from "https://elsewhere.example/a.js";\n'}, "only files beside it"),
        ({"entry": 'import { a } from "../a.js";\n'}, "only files beside it"),
        ({"entry": 'import { a } from "./nowhere.js";\n'}, "no file nowhere.js"),
    ],
    ids=["circle", "doubled", "renamed", "star", "bare", "unexported", "network", "outside", "missing"],
)  # fmt: skip
def test_modules_that_cannot_be_joined_are_refused_in_one_sentence(tmp_path, modules, said):
    with pytest.raises(WorkFailed, match=said):
        join_modules("entry.js", folder=write(tmp_path, **modules))


def test_names_inside_functions_may_be_the_same_in_two_modules(tmp_path):
    folder = write(
        tmp_path,
        entry='import { a } from "./a.js";\nexport function go() {\n  const x = a();\n  return x;\n}\n',
        a="export function a() {\n  const x = 1;\n  return x;\n}\n",
    )
    assert join_modules("entry.js", folder=folder).count("const x") == 2


def test_the_front_end_joins_and_asks_for_nothing_elsewhere():
    joined = join_modules("app.js")
    assert "export function render" in joined
    for word in ("fetch(", "XMLHttpRequest", "WebSocket", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write",
                 "eval(", "new Function", "import(", "http:", "https:"):  # fmt: skip
        assert word not in joined
    assert "url(" not in read_style() and "@import" not in read_style()


def test_every_rule_of_the_style_stands_under_the_coders_own_class():
    bare = re.sub(r"/\*.*?\*/", "", read_style(), flags=re.DOTALL)
    heads = [head.strip() for head in re.findall(r"([^{};]+)\{", bare)]
    selectors = [one.strip() for head in heads if not head.startswith("@") for one in re.split(r",(?![^(]*\))", head)]
    assert len(selectors) > 100
    assert [one for one in selectors if not re.match(r"\.useit-coder(?![\w-])", one)] == []


def test_no_module_of_the_front_end_has_more_than_350_lines():
    long = {
        path.name: count for path in FRONT.glob("*.js") if (count := len(path.read_text("utf-8").splitlines())) > 350
    }
    assert long == {}
