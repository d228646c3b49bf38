"""The delivery promise: when does an item handed over here, now, arrive there, and by which way?"""

from postkit.promise.weekly import *  # noqa: F403
from postkit.promise.weekly import Leg, Timetable, Ride, Arrival, WEEK, delivery_day, earliest, path  # noqa: F401
