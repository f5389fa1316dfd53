"""Help on what a task asks for: routing, pictures, boxes and worlds to act in."""

TASKS = {
    "no_world": (
        "No world to act in",
        (
            "An agent learns by trying: it takes an action, sees what comes of it, and remembers. That takes a "
            "world to try things in, with gymnasium's interface. The grid world comes along; data such as digits "
            "has none. Choose other data, or let the values match those of a part that already knows them."
        ),
    ),
    "stage_node": (
        "A stage that names what is not there",
        (
            "A training in stages says for each stage which nodes learn and which outputs teach them: first a "
            "policy from places, then an adapter from pictures. Each name must be the id of a node."
        ),
    ),
    "match_shapes": (
        "Values of different shapes",
        (
            "To become like another value, number by number, a value needs the same shape. A teacher that gives "
            "B × 128 can only teach a student that gives B × 128. Set the width of the student's last layer."
        ),
    ),
    "match_wire": (
        "Values to match, and a loss that matches",
        (
            "An output whose loss is match compares what arrives at values with what arrives at like: it needs "
            "both wires. With another loss the second wire would be ignored, which is hardly what was meant."
        ),
    ),
    "box_numbers": (
        "Four numbers make a box",
        (
            "At each cell of a map a box head gives how far the middle of a box lies to the right and below, and "
            "the logarithms of its width and height: four numbers, so four channels. Scores for the classes come "
            "from a head of their own."
        ),
    ),
    "detection_cells": (
        "Boxes and scores on different grids",
        (
            "A detector says two things at each cell: where a box is and what it holds. They are paired cell by "
            "cell, so a map of boxes with 7 × 7 cells needs scores on the same 7 × 7. Let both heads read the "
            "same map."
        ),
    ),
    "detection_background": (
        "No score for background",
        (
            "Most cells of a picture hold nothing. A detector has to be able to say so, which takes one score "
            "more than there are classes: the first is for background. To find one kind of thing the class head "
            "has 2 channels."
        ),
    ),
    "picture_channels": (
        "Not a picture",
        (
            "A picture has three channels, red, green and blue, or a single one when it is grey. A decoder that "
            "ends with 128 channels still gives a feature map. Let its last layer give 3."
        ),
    ),
    "picture_size": (
        "A picture of another size",
        (
            "A transposed convolution gives (size - 1) × stride - 2 × padding + kernel + output padding. With "
            "kernel 3, stride 2 and no padding that is twice the size and one more, so three of them lead from "
            "4 to 9, 19 and 39. With kernel 4, stride 2 and padding 1 it is exactly twice: 4, 8, 16, 32. A "
            "reconstruction is compared pixel by pixel, so its size must be the one that is promised."
        ),
    ),
    "picture_range": (
        "Two ranges that do not fit",
        (
            "A sigmoid gives numbers from 0 to 1, a tanh from -1 to 1, and a picture that was scaled for a "
            "pre-trained network reaches from about -2.1 to 2.6, which neither can give. The output says in "
            "which range it compares; the target is brought there, and some losses only make sense from 0 to 1."
        ),
    ),
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
