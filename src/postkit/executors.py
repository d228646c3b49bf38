"""One task over many inputs: in this thread, in several threads, in processes, or on Ray; the results are the same.

Idea: planning a country is the same task for many offices, days or seeds. Which machine does it must not show.
So results come back in the order of the inputs, and each task is given a seed of its own that derives from the
caller's seed and from what the input is: its position, or the name that ``identity`` gives it. No worker, no
order of completion and no number of workers enters.

A task is a function of a module, ``task(input, seed)``; where the executor was opened with ``shared``, it is
``task(input, seed, shared)``. What is shared is sent to each worker once, not with each task: the place for large
arrays, which no task changes. Threads serve tasks that spend their time in compiled loops without the
interpreter's lock (`postkit.compiled`); processes and Ray serve any task. Processes are started afresh (spawn),
because compiled code does not survive a fork: a script that opens them keeps its own start under
``if __name__ == "__main__"``.

Errors: TaskFailed names the input whose task raised, and carries what it said. WorkerDied names the inputs that
were being worked on when a worker went away. Stopped where ``should_stop`` said so. Whatever ends a map, no
further task is begun, and those under way are waited for.

>>> def add(number, seed):
...     return number + 1
>>> with Threads(2) as workers:
...     workers.map(add, [1, 2, 3], seed=7)
[2, 3, 4]
>>> seed_of(7, 0) == seed_of(7, 0) != seed_of(7, 1)
True
"""

import importlib
import importlib.util
import multiprocessing
import os
import pickle
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

import numpy as np

Given = TypeVar("Given")
Made = TypeVar("Made")
Progress = Callable[[int, int], None]  # done, of how many
LOOK_EVERY_S = 0.1  # how long a wait lasts before should_stop is asked again


class TaskFailed(Exception):
    """The task of one input raised. ``index`` is the input's position, ``details`` the worker's traceback."""

    def __init__(self, index: int, reason: str, details: str = "") -> None:
        super().__init__(f"task {index} failed: {reason}")
        self.index, self.reason, self.details = index, reason, details
        if details:
            self.add_note(details)

    def __reduce__(self) -> Any:
        return TaskFailed, (self.index, self.reason, self.details)


class WorkerDied(Exception):
    """A worker went away without an answer: killed, or out of memory."""

    def __init__(self, indices: Sequence[int]) -> None:
        named = ", ".join(map(str, indices)) or "none"
        super().__init__(f"a worker died; tasks under way: {named}. Give it less at once, or more memory")
        self.indices = tuple(indices)

    def __reduce__(self) -> Any:
        return WorkerDied, (self.indices,)


class Stopped(Exception):
    """The caller asked to stop before all was done."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__(f"stopped after {done} of {total} tasks")
        self.done, self.total = done, total

    def __reduce__(self) -> Any:
        return Stopped, (self.done, self.total)


class Executor(Protocol):
    """Whatever can map a task over inputs. `Serial`, `Threads`, `Processes` and `Ray` can."""

    @property
    def workers(self) -> int: ...

    def map(
        self,
        task: Callable[..., Made],
        inputs: Sequence[Given],
        *,
        seed: int,
        identity: Callable[[Given], int | str] | None = None,
        progress: Progress | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> list[Made]: ...


def seed_of(seed: int, identity: int | str) -> int:
    """The seed of one task: 63 bits from the caller's seed and from what the input is called."""
    name = (identity,) if isinstance(identity, int) and identity >= 0 else tuple(repr(identity).encode())
    words = np.random.SeedSequence(seed, spawn_key=name).generate_state(1, np.uint64)
    return int(words[0]) >> 1


@dataclass(frozen=True)
class _Failure:
    """What a task said when it raised: as text, since not every exception survives the way to another process."""

    reason: str
    details: str


def _attempt(task: Callable[..., Any], given: Any, seed: int, shared: tuple[Any, ...]) -> Any:
    try:
        return task(given, seed, *shared)
    except Exception as error:
        return _Failure(f"{type(error).__name__}: {error}", traceback.format_exc())


class _Workers(ABC):
    """What all executors do alike: begin as many tasks as there are workers, and one more as each ends."""

    def __init__(self, workers: int, shared: Any = None) -> None:
        if workers < 1:
            raise ValueError(f"{workers} workers do no work: one at least")
        self._count = workers
        self._shared: tuple[Any, ...] = () if shared is None else (shared,)

    @property
    def workers(self) -> int:
        return self._count

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def map(
        self,
        task: Callable[..., Made],
        inputs: Sequence[Given],
        *,
        seed: int,
        identity: Callable[[Given], int | str] | None = None,
        progress: Progress | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> list[Made]:
        """The task's result for each input, in the order of the inputs."""
        given = list(inputs)
        results: list[Any] = [None] * len(given)
        under_way: dict[Any, int] = {}
        begun = done = 0
        try:
            while done < len(given):
                if should_stop is not None and should_stop():
                    raise Stopped(done, len(given))
                while begun < len(given) and len(under_way) < self._count:
                    named = seed_of(seed, begun if identity is None else identity(given[begun]))
                    under_way[self._begin(task, given[begun], named, under_way)] = begun
                    begun += 1
                for handle in self._ended(list(under_way)):
                    index = under_way[handle]
                    results[index] = self._result(handle, index, under_way)
                    del under_way[handle]
                    done += 1
                    if progress is not None:
                        progress(done, len(given))
        finally:
            self._wait_for(list(under_way))
        return results

    def _result(self, handle: Any, index: int, under_way: dict[Any, int]) -> Any:
        answer = self._answer(handle, index, under_way)
        if isinstance(answer, _Failure):
            raise TaskFailed(index, answer.reason, answer.details)
        return answer

    def close(self) -> None:  # noqa: B027 - a worker that is this thread has nothing to close
        """Give the workers back."""

    @abstractmethod
    def _begin(self, task: Any, given: Any, seed: int, under_way: dict[Any, int]) -> Any: ...

    @abstractmethod
    def _ended(self, handles: list[Any]) -> list[Any]:
        """Those that have ended, after a short wait at most."""

    @abstractmethod
    def _answer(self, handle: Any, index: int, under_way: dict[Any, int]) -> Any: ...

    @abstractmethod
    def _wait_for(self, handles: list[Any]) -> None: ...


class Serial(_Workers):
    """One task after the other, here. The measure for all others."""

    def __init__(self, shared: Any = None) -> None:
        super().__init__(1, shared)

    def _begin(self, task: Any, given: Any, seed: int, under_way: dict[Any, int]) -> Any:
        future: Future[Any] = Future()
        future.set_result(_attempt(task, given, seed, self._shared))
        return future

    def _ended(self, handles: list[Any]) -> list[Any]:
        return handles

    def _answer(self, handle: Any, index: int, under_way: dict[Any, int]) -> Any:
        return handle.result()

    def _wait_for(self, handles: list[Any]) -> None:
        return


class Threads(_Workers):
    """Threads of this process: nothing is copied, and compiled loops run side by side."""

    def __init__(self, workers: int, shared: Any = None) -> None:
        super().__init__(workers, shared)
        self._pool = ThreadPoolExecutor(workers)

    def close(self) -> None:
        self._pool.shutdown()

    def _begin(self, task: Any, given: Any, seed: int, under_way: dict[Any, int]) -> Any:
        return self._pool.submit(_attempt, task, given, seed, self._shared)

    def _ended(self, handles: list[Any]) -> list[Any]:
        return list(wait(handles, timeout=LOOK_EVERY_S, return_when=FIRST_COMPLETED).done)

    def _answer(self, handle: Any, index: int, under_way: dict[Any, int]) -> Any:
        return handle.result()

    def _wait_for(self, handles: list[Any]) -> None:
        wait(handles)


_of_this_process: tuple[Any, ...] = ()


def _settle_in(shared: bytes, threads: int) -> None:
    """A worker process begins: it takes what is shared, and its part of the cores."""
    global _of_this_process
    os.environ.setdefault("NUMBA_NUM_THREADS", str(threads))
    _of_this_process = pickle.loads(shared)  # noqa: S301 - from the process that started this one


def _attempt_here(task: Callable[..., Any], given: Any, seed: int) -> Any:
    return _attempt(task, given, seed, _of_this_process)


class Processes(_Workers):
    """Processes of this machine, begun with the first map and kept until the executor closes."""

    def __init__(self, workers: int, shared: Any = None) -> None:
        super().__init__(workers, shared)
        self._pool: ProcessPoolExecutor | None = None

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None

    def _begin(self, task: Any, given: Any, seed: int, under_way: dict[Any, int]) -> Any:
        if not under_way:
            _check_travels(task)
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._count,
                mp_context=multiprocessing.get_context("spawn"),
                initializer=_settle_in,
                initargs=(
                    pickle.dumps(self._shared, protocol=5),
                    max(1, (os.cpu_count() or 1) // self._count),
                ),
            )
        try:
            return self._pool.submit(_attempt_here, task, given, seed)
        except BrokenProcessPool:
            raise self._died(under_way) from None

    def _died(self, under_way: dict[Any, int]) -> WorkerDied:
        self.close()  # the next map begins with new processes
        return WorkerDied(sorted(under_way.values()))

    def _ended(self, handles: list[Any]) -> list[Any]:
        return list(wait(handles, timeout=LOOK_EVERY_S, return_when=FIRST_COMPLETED).done)

    def _answer(self, handle: Any, index: int, under_way: dict[Any, int]) -> Any:
        try:
            return handle.result()
        except BrokenProcessPool:
            raise self._died(under_way) from None
        except Exception as error:  # what it was given or made cannot be sent
            raise TaskFailed(index, f"{type(error).__name__}: {error}") from error

    def _wait_for(self, handles: list[Any]) -> None:
        wait(handles)


class Ray(_Workers):
    """The workers of a Ray cluster (extra ``ray``): ``address`` names it; None starts one on this machine.

    A task takes one CPU of the cluster. A Ray that already runs in this process is used and left running.
    """

    def __init__(self, workers: int | None = None, address: str | None = None, shared: Any = None) -> None:
        if importlib.util.find_spec("ray") is None:
            raise ImportError("Ray is not installed: install the extra ray, or use threads or processes")
        ray: Any = importlib.import_module("ray")
        self._ray = ray
        self._is_ours = not ray.is_initialized()
        if self._is_ours:
            os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody
            here = {} if address else {"num_cpus": workers, "include_dashboard": False}
            ray.init(address=address, log_to_driver=False, **here)
        super().__init__(workers or max(1, int(ray.cluster_resources().get("CPU", 1))), shared)
        self._shared = tuple(ray.put(thing) for thing in self._shared)
        self._remote = ray.remote(num_cpus=1, max_retries=0)(_attempt_on_ray)

    def close(self) -> None:
        if self._is_ours:
            self._ray.shutdown()

    def _begin(self, task: Any, given: Any, seed: int, under_way: dict[Any, int]) -> Any:
        return self._remote.remote(task, given, seed, *self._shared)

    def _ended(self, handles: list[Any]) -> list[Any]:
        ended, _ = self._ray.wait(handles, num_returns=1, timeout=LOOK_EVERY_S)
        return list(ended)

    def _answer(self, handle: Any, index: int, under_way: dict[Any, int]) -> Any:
        try:
            return self._ray.get(handle)
        except self._ray.exceptions.RayTaskError as error:
            raise TaskFailed(index, str(error)) from error
        except self._ray.exceptions.RayError:
            raise WorkerDied([index]) from None

    def _wait_for(self, handles: list[Any]) -> None:
        if handles:
            self._ray.wait(handles, num_returns=len(handles))


def _attempt_on_ray(task: Callable[..., Any], given: Any, seed: int, *shared: Any) -> Any:
    return _attempt(task, given, seed, shared)


def _check_travels(task: Any) -> None:
    """Processes find a task by the name its module has for it."""
    try:
        pickle.dumps(task)
    except Exception as error:
        raise ValueError(
            f"{task!r} cannot be sent to another process: a task is a function of a module"
        ) from error


def executor(kind: str, workers: int, shared: Any = None) -> Serial | Threads | Processes | Ray:
    """The executor that is called so: serial, threads, processes or ray."""
    if kind == "serial":
        return Serial(shared)
    if kind == "threads":
        return Threads(workers, shared)
    if kind == "processes":
        return Processes(workers, shared)
    if kind == "ray":
        return Ray(workers, shared=shared)
    raise ValueError(f"an executor is serial, threads, processes or ray, not {kind!r}")
