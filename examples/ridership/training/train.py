#!/usr/bin/env python3
"""Trains both versions of the ridership model and writes them as ONNX, with their errors on two held-out years.

    apt-get install python3-sklearn python3-onnx     (Debian 12: scikit-learn 1.2, onnx 1.12)
    /usr/bin/python3 train.py

Reads  ../data/chicago.csv
Writes ../models/baseline.onnx, ../models/boosted.onnx, ../models/report.json, ../function/reference.json
"""

import csv
import json
import sys
from datetime import date
from pathlib import Path

import numpy as np
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import LinearRegression

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "function-python"))

from features import NAMES, TEAMS, WEATHER, Reference, features_of  # noqa: E402
from to_onnx import linear_model, save, tree_model  # noqa: E402

COLUMNS = ["temp", "temp_max", "dew", "wind_max", "gust_max", "percip_max", "weather_rain", "weather_snow", "weather_cloud", "weather_storm"]
HELD_OUT_FROM = date(2014, 9, 1)
BASELINE = [f"weekday_{day}" for day in range(7)] + ["temperature", "lag_14"]


def read_days():
    with open(HERE.parent / "data" / "chicago.csv", newline="") as file:
        return list(csv.DictReader(file))


def record_of(row):
    """The raw record that a client would send for this day."""
    record = {name: float(row[column]) for name, column in zip(WEATHER, COLUMNS)}
    return {"date": row["date"], **record, "homeGames": [team for team in TEAMS if row[f"{team}_Home"] == "1"]}


def reference_of(rows):
    train = [row for row in rows if date.fromisoformat(row["date"]) < HELD_OUT_FROM]
    scaling = {}
    for name, column in zip(WEATHER, COLUMNS):
        values = np.array([float(row[column]) for row in train])
        scaling[name] = [round(float(values.mean()), 6), round(float(values.std()), 6)]
    return {
        "start": rows[0]["date"],
        "scaling": scaling,
        "ridership": [float(row["ridership"]) for row in rows],
        "weather": {name: [round(float(row[column]), 3) for row in rows] for name, column in zip(WEATHER, COLUMNS)},
    }


def errors(predicted, actual):
    difference = predicted - actual
    return {
        "rmse": round(float(np.sqrt((difference**2).mean())), 3),
        "mae": round(float(np.abs(difference).mean()), 3),
        "r2": round(float(1 - (difference**2).sum() / ((actual - actual.mean()) ** 2).sum()), 3),
    }


def main():
    rows = read_days()
    data = reference_of(rows)
    (HERE.parent / "function" / "reference.json").write_text(json.dumps(data, separators=(",", ":")) + "\n")
    reference = Reference(data)
    usable = rows[371 + 14 :]
    x = np.array([features_of(record_of(row), reference) for row in usable], dtype=np.float32)
    y = np.array([float(row["ridership"]) for row in usable])
    held_out = np.array([date.fromisoformat(row["date"]) >= HELD_OUT_FROM for row in usable])

    columns = [NAMES.index(name) for name in BASELINE]
    baseline = LinearRegression().fit(x[~held_out][:, columns], y[~held_out])
    boosted = GradientBoostingRegressor(
        n_estimators=300, max_depth=4, learning_rate=0.05, subsample=0.7, min_samples_leaf=10, loss="huber", random_state=7
    ).fit(x[~held_out], y[~held_out])

    save(linear_model(baseline, columns, len(NAMES)), HERE.parent / "models" / "baseline.onnx")
    save(tree_model(boosted, len(NAMES)), HERE.parent / "models" / "boosted.onnx")
    report = {
        "target": "entries at Clark/Lake a day, thousands",
        "trainedOnDays": int((~held_out).sum()),
        "heldOut": {"from": str(HELD_OUT_FROM), "to": rows[-1]["date"], "days": int(held_out.sum())},
        "baseline": errors(baseline.predict(x[held_out][:, columns]), y[held_out]),
        "boosted": errors(boosted.predict(x[held_out]), y[held_out]),
        "mostImportant": [NAMES[i] for i in np.argsort(-boosted.feature_importances_)[:8]],
    }
    (HERE.parent / "models" / "report.json").write_text(json.dumps(report, indent=2) + "\n")
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
