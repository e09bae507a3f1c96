"""Reports progress step by step."""


def run(context):
    steps = context.parameters["steps"]
    for step in range(1, steps + 1):
        context.progress(step / steps, f"step {step}")
    return {"value": steps}
