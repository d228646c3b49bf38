from benchmarks.table import Measured, benchmark
@benchmark("probe.a.postgresql", goal=0.4, unit="rows/s", peer="copy", seeds=[1])
def a(seed): return Measured(seed*1000, 3000)
@benchmark("probe.b.sqlite", goal=0.2, unit="rows/s", peer="copy", seeds=[1])
def b(seed): return Measured(seed*1000, 3000)
