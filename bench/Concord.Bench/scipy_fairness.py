# What a data scientist writes by hand: selection rate, TPR and FPR by group of two attributes and their intersection, with 95 % intervals. Prints how many figures it made.
import sys
import numpy as np
import pandas as pd
from scipy import stats

log = pd.read_csv(sys.argv[1], usecols=["cat0", "cat1", "decision", "label"])
z = stats.norm.ppf(0.975)


def wilson(hits, n):
    rate = hits / n
    middle, half = rate + z * z / (2 * n), z * np.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    return rate, (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


figures = 0
for attribute in (["cat0"], ["cat1"], ["cat0", "cat1"]):
    groups = log.groupby(attribute)
    selected = wilson(groups["decision"].sum(), groups["decision"].count())
    positives, negatives = (log[log["label"] == label].groupby(attribute)["decision"] for label in (1, 0))
    tpr, fpr = (wilson(part.sum(), part.count()) for part in (positives, negatives))
    largest = groups["decision"].count().idxmax()
    ratio, difference = selected[0] / selected[0][largest], tpr[0] - tpr[0][largest]
    error = np.sqrt((1 / groups["decision"].sum() - 1 / groups["decision"].count()) + (1 / groups["decision"].sum()[largest] - 1 / groups["decision"].count()[largest]))
    low, high = ratio * np.exp(-z * error), ratio * np.exp(z * error)
    figures += sum(len(series) for triple in (selected, tpr, fpr) for series in triple) + 4 * len(low)
print(figures)
