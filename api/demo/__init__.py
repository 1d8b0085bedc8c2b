"""A fictional Welsh force to try Dolen on, and the truth about it to measure Dolen by."""

from api.demo.force import Force, ForceFiles, generate, write_force
from api.demo.table import PREMISES_KINDS
from api.demo.truth import Truth, read_truth

__all__ = ["PREMISES_KINDS", "Force", "ForceFiles", "Truth", "generate", "read_truth", "write_force"]
