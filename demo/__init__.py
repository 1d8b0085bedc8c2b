"""A fictional Welsh force to try Dolen on, and the truth about it to measure Dolen by."""

from demo.force import Force, ForceFiles, generate, write_force
from demo.table import PREMISES_KINDS
from demo.truth import Truth, read_truth

__all__ = ["PREMISES_KINDS", "Force", "ForceFiles", "Truth", "generate", "read_truth", "write_force"]
