"""Gives back `value` unchanged, whatever kind it is."""


def run(context):
    return {"value": context.inputs["value"]}
