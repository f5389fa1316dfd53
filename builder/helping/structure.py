"""Help on graphs: wires, names, parameters, and the page itself."""

STRUCTURE = {
    "unconnected": (
        "A wire is missing",
        (
            "This input needs something to compute with. Drag from an output on the right side of a node to "
            "this port. If nothing fits yet, take an input block from the palette, such as images or text."
        ),
    ),
    "unknown_place": (
        "Nothing is known of this wire",
        (
            "A place is written node.port, such as backbone.map, or node.path for a tap inside a backbone. It has "
            "a shape once everything in front of it fits. A wire that waits does so because of a problem further "
            "up; solve that one first."
        ),
    ),
    "unused_port": (
        "This port is not computed",
        (
            "A network only computes what something uses: a backbone whose vector has a wire and whose map has "
            "none stops at the vector. Draw a wire from the port that you want to look at, or look at another one."
        ),
    ),
    "guess": (
        "Write a shape",
        (
            "A shape is one size for each axis: B x 64 x 8 x 8, or b, 64, 8, 8, or [B, 64, 8, 8]. B stands for the "
            "batch, T for tokens, N for the nodes of a graph and E for its edges. The batch may be left out."
        ),
    ),
    "two_wires": (
        "Two wires on one port",
        (
            "Most inputs take one wire, since it would not be clear how two belong together. Say how: a "
            "Concat puts B × 512 and B × 10 beside each other, an Add sums two of one shape."
        ),
    ),
    "wire_kind": (
        "A wire of another kind",
        (
            "The colour of a port says what it carries: real numbers, token ids, masks, edges. Token ids "
            "cannot flow into a port for images, whatever their shape. Look for an output of the same colour, "
            "or a block that turns one into the other, as a text encoder turns ids into vectors."
        ),
    ),
    "cycle": (
        "A circle of wires",
        (
            "Each node waits for those in front of it, and in a circle they would wait for each other for "
            "ever. Data flows from the inputs to the outputs only. A residual connection is no circle: it "
            "leads past a block, forwards, into an Add."
        ),
    ),
    "no_output": (
        "Nothing comes out yet",
        (
            "An output says what the network is to give and what it learns from: a class with its "
            "cross-entropy, or a value with its error. Take one from Outputs in the palette and connect it to your "
            "head, for instance B × 10."
        ),
    ),
    "missing_node": (
        "A wire to a node that is gone",
        (
            "A wire names the two nodes it connects. One of them does not exist, probably because it was "
            "renamed or deleted in the file. Remove the wire, or correct the name."
        ),
    ),
    "duplicate_id": (
        "Two nodes with one name",
        (
            "A node's id is its name in the exported code, where self.head can only be one thing. Rename one "
            "of them, for instance to head_a and head_b."
        ),
    ),
    "unknown_block": (
        "A block that is not here",
        (
            "The document uses a block that this version of Netgraft does not have. Perhaps its name is "
            "misspelt, or the file was made with a newer version. The nearest names are listed."
        ),
    ),
    "unknown_port": (
        "A port that is not here",
        (
            "Ports have names, such as x and y, or map and pooled of a backbone. This wire uses a name that "
            "the block does not have; a tap that was removed leaves such a wire behind. Connect it to one of "
            "the listed ports."
        ),
    ),
    "unknown_parameter": (
        "A parameter that is not here",
        (
            "The document sets a parameter that this block does not know, and a setting that is silently "
            "ignored would be worse than an error. Check the spelling; the parameters of the block are "
            "listed."
        ),
    ),
    "parameter": (
        "A value out of range",
        (
            "Each parameter has a type and bounds: a dropout lies between 0 and 1, a width is a whole number "
            "from 1. A row such as 3, 3 gives one number for each axis, and a single 3 stands for all."
        ),
    ),
    "change": (
        "The fix came too late",
        (
            "A fix was worked out for the document as it was, and something has changed since: the node it "
            "speaks of was removed, or the wire was moved. The list of problems is always up to date; choose "
            "from it again."
        ),
    ),
    "request": (
        "The page and the program do not agree",
        (
            "The browser sent something that the program does not understand. This happens when the program "
            "was updated while the page stayed open. Save your document to a file if you can, and load the "
            "page again."
        ),
    ),
    "unknown_example": (
        "No such example",
        (
            "The gallery has no example of this name. It may have been renamed in a newer version; open the "
            "gallery to see all that are there."
        ),
    ),
    "shares": (
        "Weights that cannot be shared",
        (
            "Two nodes that share weights are one module that is called twice, as in a Siamese network: the "
            "same block with the same parameters, on inputs of the same width. A Linear from B × 512 to 10 has "
            "no use for the weights of one from B × 256. Freezing is set where the weights are."
        ),
    ),
    "group": (
        "These nodes cannot be a group",
        (
            "A group is a part of the graph between the inputs and the outputs of the network. It can be taken "
            "apart again as long as nothing hangs on it as a whole: edits, taps, freezing in part or shared "
            "weights belong to the group's node and would be lost."
        ),
    ),
    "group_path": (
        "A path leaves the group and comes back",
        (
            "A group computes all at once: it needs everything that arrives before it starts. Here something "
            "inside waits for a node outside, which itself waits for the group. Select the nodes in between as "
            "well, as with the convolution in the middle of a residual block."
        ),
    ),
    "group_port": (
        "A port in the wrong place",
        (
            "Inside a group, group inputs and group outputs say what arrives and what leaves; outside, the "
            "network has inputs with data, such as images, and outputs with a loss. The two cannot stand in for "
            "each other."
        ),
    ),
    "group_name": (
        "A name that is taken",
        (
            "Groups are chosen by their names like blocks, so each needs a name that no block and no other "
            "group has. A group called linear would leave it open which of the two a node means."
        ),
    ),
    "group_circle": (
        "A group inside itself",
        (
            "A group may hold other groups, but not itself, neither directly nor by way of others: it would "
            "never end. If you want the same step several times, place the group several times in a row, with "
            "shared weights if you like."
        ),
    ),
    "group_size": (
        "Groups that grow too large",
        (
            "Every use of a group counts with all that is inside it. Ten groups that hold each other ten times "
            "would be ten billion nodes, so a document has a limit for what it stands for in all."
        ),
    ),
}
