"""Help on what a task asks for: routing, pictures, boxes and worlds to act in."""

TASKS = {
    "branch_shapes": (
        "Branches of different shapes",
        (
            "A routed sample takes one branch, and the layer behind must not have to care which. A branch "
            "that gives B × 5 and one that gives B × 10 cannot stand for each other. Give the last layer of "
            "each branch the same width; what lies before it may differ."
        ),
    ),
    "branch_names": (
        "Names that do not fit the branches",
        (
            "Each wire that arrives at a routing stands for one case of its condition: with the cases day and "
            "night, the first wire answers for day and the second for night. Connect one branch for each name, "
            "in the same order, and name only cases that the condition has."
        ),
    ),
    "no_branch": (
        "A case that leads nowhere",
        (
            "The condition may take a value that no branch is for. Plain code with an if for each case would "
            "then quietly hand out the features themselves, 512 numbers where 5 scores are expected. Add a "
            "branch for the case, take the case out of the condition, or say in otherwise which branch takes "
            "whatever is left."
        ),
    ),
}
