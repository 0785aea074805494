"""Features of a day from its raw record and the history before it.

The same arithmetic, line by line, as ../function/features.ts; ../function/features.test.ts holds the two together.
"""

import math
from datetime import date, timedelta

HORIZON = 14  # a day is predicted from what was known two weeks before
ANALOGS = 20
SEASON_DAYS = 60  # analogs are looked for within so many days of the same day of earlier years
WEATHER = ["temperature", "temperatureMax", "dewPoint", "wind", "gust", "precipitation", "rain", "snow", "cloud", "storm"]
TEAMS = ["Blackhawks", "Bulls", "Bears", "WhiteSox", "Cubs"]
LAGS = [14, 21, 28, 35, 364, 371]

NAMES = (
    [f"weekday_{day}" for day in range(7)]
    + ["holiday", "daysToHoliday", "years"]
    + [f"season_{part}_{k}" for k in (1, 2, 3) for part in ("sin", "cos")]
    + WEATHER
    + [f"home_{team}" for team in TEAMS]
    + [f"lag_{lag}" for lag in LAGS]
    + ["level", "spread", "sameWeekdayMean", "sameWeekdayTrend", "yearOnYear", "analogMean", "analogSpread"]
)


class Reference:
    """The history: daily ridership (thousands) and weather, and how the weather is scaled."""

    def __init__(self, data):
        self.start = date.fromisoformat(data["start"])
        self.ridership = data["ridership"]
        self.scaling = data["scaling"]
        self.typical = [self.scaling[name][0] for name in WEATHER]
        days = len(self.ridership)
        self.weather = [[self.scale(name, data["weather"][name][day]) for name in WEATHER] for day in range(days)]
        sums = [0.0]
        for value in self.ridership:
            sums.append(sums[-1] + value)
        self.sums = sums
        self.kinds = [kind_of(self.start + timedelta(days=day)) for day in range(days)]
        self.seasons = [season(self.start + timedelta(days=day), 1) for day in range(days)]

    def scale(self, name, value):
        mean, deviation = self.scaling[name]
        return (value - mean) / deviation

    def level(self, end):
        """Mean ridership of the 28 days up to and with day `end`."""
        first = max(0, end - 27)
        return (self.sums[end + 1] - self.sums[first]) / (end + 1 - first)


def features_of(record, reference):
    """The feature vector of one record, in the order of NAMES. Raises ValueError in words for the caller."""
    try:
        day = date.fromisoformat(record["date"])
    except (TypeError, ValueError):
        raise ValueError(f"date {record.get('date')!r} is not a day such as 2016-08-28") from None
    index = (day - reference.start).days
    known = min(index - HORIZON, len(reference.ridership) - 1)
    if known < 371:
        raise ValueError(f"{day} is too early: predictions need a year of history, which begins on {reference.start}")
    weather = [
        reference.scale(name, record.get(name, reference.typical[position])) for position, name in enumerate(WEATHER)
    ]
    return (
        calendar(day)
        + weather
        + [1.0 if team in record.get("homeGames", []) else 0.0 for team in TEAMS]
        + history(index, known, reference)
        + analogs(day, weather, known, reference)
    )


def calendar(day):
    weekday = day.isoweekday() - 1
    values = [1.0 if weekday == other else 0.0 for other in range(7)]
    distance = days_to_holiday(day)
    values += [1.0 if distance == 0 else 0.0, float(distance), day.year + day_of_year(day) / 366 - 2001]
    for k in (1, 2, 3):
        values += season(day, k)
    return values


def season(day, k):
    angle = 2 * math.pi * k * day_of_year(day) / 366
    return [math.sin(angle), math.cos(angle)]


def day_of_year(day):
    return (day - date(day.year, 1, 1)).days


def holidays(year):
    """Days on which the Loop stands still: federal holidays, and the days around Thanksgiving and Christmas."""
    thanksgiving = nth_weekday(year, 11, 3, 4)
    return {
        date(year, 1, 1),
        nth_weekday(year, 1, 0, 3),
        nth_weekday(year, 2, 0, 3),
        last_monday_of_may(year),
        date(year, 7, 4),
        nth_weekday(year, 9, 0, 1),
        thanksgiving,
        thanksgiving + timedelta(days=1),
        date(year, 12, 24),
        date(year, 12, 25),
        date(year, 12, 31),
    }


def nth_weekday(year, month, weekday, nth):
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def last_monday_of_may(year):
    end = date(year, 5, 31)
    return end - timedelta(days=end.weekday())


def days_to_holiday(day):
    """Days to the nearest holiday before or after, at most 7."""
    for distance in range(7):
        for other in (day - timedelta(days=distance), day + timedelta(days=distance)):
            if other in holidays(other.year):
                return distance
    return 7


def kind_of(day):
    """Days compare with their kind: working day, Saturday, Sunday or holiday."""
    if day in holidays(day.year) or day.weekday() == 6:
        return 2
    return 1 if day.weekday() == 5 else 0


def history(index, known, reference):
    """Lagged values and how level, spread and trend stood when last known."""
    rides = reference.ridership
    values = []
    for lag in LAGS:
        at = index - lag
        while at > known:
            at -= 7
        values.append(rides[at])
    level = reference.level(known)
    spread = math.sqrt(sum((rides[at] - level) ** 2 for at in range(known - 27, known + 1)) / 28)
    latest = known - (known - index) % 7
    weeks = [rides[latest - 7 * week] for week in range(8)]
    trend = weeks[7]
    for week in range(6, -1, -1):
        trend = 0.7 * trend + 0.3 * weeks[week]
    return values + [level, spread, sum(weeks) / 8, trend, level / reference.level(known - 364)]


def candidates(index, known):
    """Known days of about the same time of the year, of this year and all before."""
    for years in range((index + SEASON_DAYS) // 365 + 1):
        middle = index - math.floor(365.25 * years + 0.5)
        yield from range(max(28 + HORIZON, middle - SEASON_DAYS), min(known, middle + SEASON_DAYS) + 1)


def analogs(day, weather, known, reference):
    """How the days most like this one (kind, season, weather) went, relative to the level of their time."""
    kind = kind_of(day)
    sine, cosine = season(day, 1)
    index = (day - reference.start).days
    nearest = []
    for at in candidates(index, known):
        if reference.kinds[at] != kind:
            continue
        past = reference.seasons[at]
        distance = 4 * ((past[0] - sine) ** 2 + (past[1] - cosine) ** 2)
        past_weather = reference.weather[at]
        for position in range(len(weather)):
            difference = past_weather[position] - weather[position]
            distance += difference * difference
        nearest.append((distance, at))
    nearest.sort()
    ratios = [reference.ridership[at] / reference.level(at - HORIZON) for _, at in nearest[:ANALOGS]]
    mean = sum(ratios) / len(ratios)
    spread = math.sqrt(sum((ratio - mean) ** 2 for ratio in ratios) / len(ratios))
    level = reference.level(known)
    return [mean * level, spread * level]
