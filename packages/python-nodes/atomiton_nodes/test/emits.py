"""Emits `value` = 0, 1, … count - 1."""


def run(context):
    for value in range(context.parameters["count"]):
        context.emit(value=value)
