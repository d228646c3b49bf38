"""``python -m tests.messages update|compile|check``: texts for people, from the sources to the catalogues.

English is the key. Catalogues hold no line numbers and no dates: a change of theirs is a change of words.
"""

import ast
import re
import sys
import textwrap
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from postkit import iban
from postkit.iso20022 import REASONS
from postkit.pack.reasons import ENGLISH

SOURCES = Path(__file__).resolve().parents[1] / "src" / "rekkas"
LOCALE = SOURCES / "locale"
LANGUAGES = ("ar", "fr", "zgh")
# Catalogues that hold the texts of public pages only: what the views of these modules say, with the modules of their
# part of the house on which they stand, and the templates that all of these name.
PUBLIC_LANGUAGES = frozenset({"zgh"})
PUBLIC_VIEWS = ("web/views.py", "counter/views/queue.py", "design/formats.py")
PUBLIC_PART = "web"
IMPORTED = re.compile(rf"from rekkas\.{PUBLIC_PART}(?:\.(\w+))? import (.+)")
PUBLIC_CLASSES = {"mail/choices.py": ("Status",), "network/choices.py": ("OfficeKind", "Carriage")}
PUBLIC_ANYWAY = ("403.html", "403_csrf.html", "404.html", "429.html", "500.html", "design/refused.html")
NOT_PUBLIC = "design/desk.html"  # a page in this frame is for staff, whoever renders it
TEMPLATE = re.compile(r"""["']([\w/]+\.html)["']""")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
BREAKS = re.compile(
    r" [:;?!»](?=[\s<]|$)|« "
)  # French binds these to their word, or a line would begin with one
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def messages_of(path: Path) -> list[tuple[str | tuple[str, ...], str | None]]:
    """The texts for people in one source, each with its context."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        from django.utils.translation.template import templatize

        # What is left of a template is Python but for its margins.
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    return _texts_in(source)


def _texts_in(source: str) -> list[tuple[str | tuple[str, ...], str | None]]:
    found = extract("python", BytesIO(source.encode()), keywords=KEYWORDS)
    return [(text, context) for _line, text, _comments, context in found if text]


def template_of_sources() -> Catalog:
    template = Catalog()
    for path in sorted([*SOURCES.rglob("*.py"), *SOURCES.rglob("*.html")]):
        if "migrations" not in path.parts:
            for text, context in messages_of(path):
                template.add(text, context=context)
    for text in [
        *ENGLISH.values(),
        *REASONS.values(),
        *iban.REASONS.values(),
    ]:  # what postkit says of files: it knows no gettext
        template.add(text)
    return template


def public_template() -> Catalog:
    """The texts that stand on public pages."""
    template = Catalog()
    modules = _public_modules()
    named = {*PUBLIC_ANYWAY, *(name for module in modules for name in _templates_in(module))}
    for path in [*modules, *_public_pages(named)]:
        for text, context in messages_of(path):
            template.add(text, context=context)
    for name, classes in PUBLIC_CLASSES.items():
        source = (SOURCES / name).read_text(encoding="utf-8")
        for part in ast.parse(source).body:
            if isinstance(part, ast.ClassDef) and part.name in classes:
                for text, context in _texts_in(textwrap.dedent(ast.get_source_segment(source, part) or "")):
                    template.add(text, context=context)
    return template


def _public_modules() -> list[Path]:
    """The modules of the public views, and those of the same part that they import, and so on."""
    found, left = set[Path](), {SOURCES / name for name in PUBLIC_VIEWS}
    while left:
        one = left.pop()
        found.add(one)
        for module, names in IMPORTED.findall(one.read_text(encoding="utf-8")):
            for name in [module] if module else re.findall(r"\w+", names):
                path = SOURCES / PUBLIC_PART / f"{name}.py"
                left |= {path} - found if path.exists() else set()
    return sorted(found)


def _templates_in(path: Path) -> set[str]:
    return set(TEMPLATE.findall(path.read_text(encoding="utf-8")))


def _public_pages(named: set[str]) -> list[Path]:
    """The templates of these names and all that they stand on or take in, but for pages of staff."""
    where = {
        path.relative_to(folder).as_posix(): path
        for folder in SOURCES.glob("*/templates")
        for path in folder.rglob("*.html")
    }
    found: set[str] = set()
    for name in named & where.keys():
        whole, left = set[str](), {name}
        while left:
            one = left.pop()
            whole.add(one)
            left |= (_templates_in(where[one]) & where.keys()) - whole
        if NOT_PUBLIC not in whole:
            found |= whole
    return [where[name] for name in sorted(found)]


def template_for(language: str) -> Catalog:
    return public_template() if language in PUBLIC_LANGUAGES else template_of_sources()


def update() -> list[str]:
    """Bring the catalogues up to the sources: new texts come in untranslated, those no longer used go."""
    for language in LANGUAGES:
        catalogue = read_catalogue(language)
        catalogue.update(template_for(language), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        buffer = BytesIO(HEADER.format(language=language, plurals=catalogue.plural_forms).encode())
        buffer.seek(0, 2)
        write_po(buffer, catalogue, width=100, no_location=True, omit_header=True, sort_output=True)
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(buffer.getvalue().rstrip() + b"\n")
    return []


def compile_all() -> list[str]:
    from rekkas.design.messages import compiled_catalogue

    for language in LANGUAGES:
        source = catalogue_path(language)
        source.with_suffix(".mo").write_bytes(compiled_catalogue(source))
    return []


def check() -> list[str]:
    """What is missing: a text of the sources without its translation, a placeholder lost on the way."""
    return [problem for language in LANGUAGES for problem in _problems(template_for(language), language)]


def _problems(template: Catalog, language: str) -> list[str]:
    catalogue, problems = read_catalogue(language), []
    for message in template:
        if not message.id:
            continue
        kept = catalogue.get(message.id, message.context)
        texts = _texts(kept.string) if kept else []
        said = f"{language}: {_texts(message.id)[0]!r}"
        if kept is None:
            problems.append(f"{said} is not in the catalogue: make messages")
        elif not texts or not all(texts):
            problems.append(f"{said} is not translated")
        elif kept.fuzzy:
            problems.append(f"{said} is marked as a guess")
        elif not _same_placeholders(_texts(message.id), texts):
            problems.append(f"{said} has other placeholders than its translation")
        elif language == "fr" and any(BREAKS.search(text) for text in texts):
            problems.append(f"{said} has a plain space before a sign: a no-break space belongs there")
    used = {(_texts(message.id)[0], message.context) for message in template if message.id}
    stale = [m for m in catalogue if m.id and (_texts(m.id)[0], m.context) not in used]
    return problems + [f"{language}: {_texts(m.id)[0]!r} is used nowhere: make messages" for m in stale]


def _texts(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def _same_placeholders(source: list[str], translated: list[str]) -> bool:
    """A form for one or two may leave the number out in words; no form may bring in what is not given."""
    given = [sorted(PLACEHOLDER.findall(text)) for text in source]
    if len(source) == 1:
        return sorted(PLACEHOLDER.findall(translated[0])) == given[0]
    known = {name for names in given for name in names}
    return known == {name for text in translated for name in PLACEHOLDER.findall(text)}


def main() -> int:
    verb = {"update": update, "compile": compile_all, "check": check}.get(*sys.argv[1:2] or ["check"])
    if verb is None:
        print(__doc__)
        return 2
    problems = verb()
    for problem in problems:
        print(problem)
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
