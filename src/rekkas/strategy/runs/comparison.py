"""Two networks under the same mail and the same luck: is the difference more than chance?"""

from collections.abc import Sequence

from postkit import simulation
from rekkas.strategy.choices import Doing
from rekkas.strategy.entries import Beside, Compared, ComparisonParams
from rekkas.strategy.runs import mail
from rekkas.strategy.runs.made import Made, ShouldStop, Table, Watch
from rekkas.strategy.runs.worlds import free_bytes, people_of, plan_of, world_of


def check(country: str, params: ComparisonParams) -> None:
    """Refuse a country without trips or people, and suppositions about what is not there."""
    mail.need_compiled()
    world = world_of(country)
    people_of(world)
    for texts in (params.set, params.other):
        mail.supposed(texts, plan_of(world), simulation.Settings(), params.first_day, params.days)


def check_size(country: str, params: ComparisonParams, free: int) -> None:
    mail.check_size(world_of(country), params, free)


def run(country: str, params: ComparisonParams, *, seed: int, watch: Watch, should_stop: ShouldStop) -> Made:
    """Send the same mail through both, as often as was asked, and compare run by run."""
    watch(Doing.READING, 0.0)
    world = world_of(country)
    runs = []
    for texts, span in ((params.set, (0.02, 0.49)), (params.other, (0.49, 0.97))):
        settings = mail.settings_of(params.disturbances)
        plan, settings = mail.supposed(texts, plan_of(world), settings, params.first_day, params.days)
        runs.append(
            mail.send_mail(
                world, plan, settings, params, seed=seed, watch=watch, should_stop=should_stop, span=span,
                free=free_bytes(),
            )
        )  # fmt: skip
    measures = beside(*runs)
    result = Compared(params=params, items=runs[0][0].items, currency=world.currency, measures=measures)
    return Made(result, [comparison_table(measures)])


def beside(first: Sequence[simulation.Report], second: Sequence[simulation.Report]) -> tuple[Beside, ...]:
    """Figure by figure, over paired runs."""
    found = simulation.compare(
        [simulation.figures(report) for report in first], [simulation.figures(report) for report in second]
    )
    return tuple(Beside(row.name, row.before, row.after, row.difference, row.low, row.high) for row in found)


def comparison_table(measures: Sequence[Beside]) -> Table:
    return Table(
        "comparison.csv", ["figure", "first", "second", "difference", "low", "high"],
        [[row.code, row.first, row.second, row.difference, row.low, row.high] for row in measures],
    )  # fmt: skip
