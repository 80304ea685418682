import math
import re
from collections import Counter
import torch

translation = "The cat the cat sat on the mat."
references = ["The cat sat on the mat.",
              "There was a cat on the mat."]

def marks_apart(line):  # as sacrebleu's TokenizerRegexp
    line = re.sub(r"([\{-\~\[-\` -\&\(-\+\:-\@\/])", r" \1 ", line)
    line = re.sub(r"([^0-9])([\.,])", r"\1 \2 ", line)
    line = re.sub(r"([\.,])([^0-9])", r" \1 \2", line)
    return re.sub(r"([0-9])(-)", r"\1 \2 ", line).split()
def cut(line):  # "13a"
    line = line.replace("<skipped>", "")
    for entity, mark in [("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">")]:
        line = line.replace(entity, mark)
    return marks_apart(f" {line} ")
def grams(words, n):
    return Counter(tuple(words[i:i + n]) for i in range(len(words) - n + 1))

words, others = cut(translation), [cut(reference) for reference in references]
matches, totals = [], []
for n in range(1, 5):
    here, most = grams(words, n), Counter()
    for other in others:
        most |= grams(other, n)  # of several references the one that has it most often
    matches.append(sum((here & most).values()))  # clipped: no more often than there
    totals.append(sum(here.values()))
precisions, half = [0.0] * 4, 1
for n, (right, total) in enumerate(zip(matches, totals)):
    if right == 0 and total > 0:
        half *= 2  # exponential smoothing: half a match, a quarter …
    if total > 0 and any(matches):
        precisions[n] = 100 * right / total if right else 100 / (half * total)

length = len(words)
reference = min((len(other) for other in others), key=lambda r: (abs(r - length), r))
brevity = 1.0 if length >= reference else math.exp(1 - reference / length) if length else 0.0
orders = max(1, sum(t > 0 for t in totals))
score = 0.0
if all(p > 0 for p in precisions[:orders]):
    score = brevity * math.exp(sum(math.log(p) for p in precisions[:orders]) / orders)
matches, totals, precisions = [torch.tensor(t).double() for t in [matches, totals, precisions]]
bleu = torch.tensor([score, brevity, length, reference]).double()
print(matches, totals, precisions, bleu)

# The same of the reference implementation (pip install sacrebleu):
# from sacrebleu.metrics import BLEU
# print(BLEU(tokenize="13a", effective_order=True).sentence_score(translation, references))
