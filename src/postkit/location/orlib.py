"""The p-median files of OR-Library: a first line ``nodes edges p``, then an edge ``i j cost`` a line, from 1 on.

Every node is a customer of weight 1 and a candidate; the distance is that of the shortest way. Where an edge is
written twice the last line holds: keeping the smaller would be another problem, with values below the optima.

Source: Beasley, "A note on solving large p-median problems", European Journal of Operational Research 21 (1985).
Needs scipy. Errors: ValueError.

>>> read("3 3 1  1 2 9  2 3 1  1 2 4").distance.tolist()
[[0.0, 4.0, 5.0], [4.0, 0.0, 1.0], [5.0, 1.0, 0.0]]
"""

import numpy as np

from postkit.location.model import Question


def read(text: str) -> Question:
    """The question that a file asks."""
    from scipy.sparse.csgraph import csgraph_from_dense, shortest_path

    numbers = [int(word) for word in text.split()]
    if len(numbers) < 3 or len(numbers) < 3 + 3 * numbers[1]:
        raise ValueError("the file holds fewer edges than its first line announces")
    nodes, edges, p = numbers[:3]
    direct = np.full((nodes, nodes), np.inf)
    for at in range(3, 3 + 3 * edges, 3):
        one, other, cost = numbers[at : at + 3]
        if not (1 <= one <= nodes and 1 <= other <= nodes):
            raise ValueError(f"edge {one} {other}: nodes are 1 to {nodes}")
        direct[one - 1, other - 1] = direct[other - 1, one - 1] = cost
    return Question(shortest_path(csgraph_from_dense(direct, null_value=np.inf), directed=False), p)
