"""Fails with the text `message`."""


def failing_function(message):
    raise ValueError(message)


def run(context):
    failing_function(context.parameters["message"])
