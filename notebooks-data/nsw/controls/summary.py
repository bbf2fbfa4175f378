#!/usr/bin/env python3
"""Prints a table of what the designs found: summary.py RESULTS_FOLDER …"""
import json
import sys
from pathlib import Path


def line(finding, question):
    effect = finding.get("effect")
    left = [abs(row["after"]["smd"]) for row in question.get("balance", []) if row["term"] != "distance"]
    number = f"{effect['estimate']:,.0f} ({effect['std_error']:,.0f})" if effect else "withheld"
    interval = f"{effect['low']:,.0f} to {effect['high']:,.0f}" if effect else ""
    worst = f"{max(left):.2f}" if left else ""
    claim = finding["claim"]
    return f"| {finding['question']} | {number} | {interval} | {worst} | {claim['verdict']} | {claim['rung']} |"


def main():
    for folder in map(Path, sys.argv[1:]):
        found = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
        questions = {question["id"]: question for question in found["questions"]}
        print(f"\n## {folder.name}\n\n| design | dollars (error) | 95 % | largest difference left | verdict | verb |\n|---|---|---|---|---|---|")
        for finding in found["findings"]:
            print(line(finding, questions[finding["question"]]))


if __name__ == "__main__":
    main()
