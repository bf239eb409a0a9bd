# What a data scientist writes by hand: scores of a labelled reference calibrated by pooling adjacent violators, then the expected accuracy and AUC of a log
# without labels. Prints both.
import sys
import numpy as np
import pandas as pd

reference, current = (pd.read_csv(path, usecols=["score", "decision", "label"]) for path in sys.argv[1:3])
known = reference.groupby("score")["label"].agg(["sum", "count"]).sort_index()
blocks = []
for score, hits, rows in zip(known.index, known["sum"], known["count"]):
    blocks.append([score, score, hits, rows])
    while len(blocks) > 1 and blocks[-2][2] * blocks[-1][3] >= blocks[-1][2] * blocks[-2][3]:
        last = blocks.pop()
        blocks[-1] = [blocks[-1][0], last[1], blocks[-1][2] + last[2], blocks[-1][3] + last[3]]
x = np.array([edge for block in blocks for edge in block[:2]])
y = np.repeat([block[2] / block[3] for block in blocks], 2)
p = np.interp(current["score"], x, y)
accuracy = np.where(current["decision"] == 1, p, 1 - p).mean()
order = np.argsort(current["score"].to_numpy(), kind="stable")
p = p[order]
auc = (p * np.concatenate(([0], np.cumsum(1 - p)[:-1]))).sum() / (p.sum() * (1 - p).sum())
print(accuracy, auc)
