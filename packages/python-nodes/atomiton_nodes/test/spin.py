"""Logs `spinning`, then computes for ever."""


def run(context):
    context.log("spinning")
    number = 0
    while True:
        number = (number * 31 + 7) % 1_000_003
