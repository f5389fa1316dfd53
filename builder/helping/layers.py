"""Help on the settings of layers: windows, groups, paddings, masks and graphs."""

LAYERS = {
    "kernel": (
        "The window is larger than the input",
        (
            "A convolution or a pooling needs at least one full window. On a map of 2 × 2 a kernel of 3 finds "
            "no place; with a padding of 1 the map counts as 4 × 4 and it does. A deep stack shrinks small "
            "images quickly: 96 pixels leave 3 × 3 behind a ResNet. Use a smaller kernel, padding, larger "
            "images, or an earlier layer of the backbone."
        ),
    ),
    "spatial_size": (
        "Too few positions are left",
        (
            "Every stride and pooling makes a map smaller, and at some point nothing is left: 7 → 3 → 1 → 0. "
            "Some layers also need more than one position, such as InstanceNorm, which takes a variance over "
            "them. Feed larger images, leave out a pooling, or take the map from an earlier layer."
        ),
    ),
    "padding": (
        "A padding that does not work out",
        (
            "Padding surrounds a map before a window slides over it. A mirror or circular padding copies from "
            "the map, so it cannot be wider than the map: 3 × 3 has room for a mirror of 2. A pooling takes "
            "at most half of its window, and only an odd kernel has a padding that keeps the size: kernel 3 "
            "with padding 1, kernel 5 with padding 2."
        ),
    ),
    "output_padding": (
        "More output padding than a stride allows",
        (
            "With stride 2, maps of 7 and of 8 both shrink to 4, so the way back is not unique. "
            "output_padding picks one of these sizes and therefore stays below the stride: with stride 2, "
            "kernel 3 and padding 1, a map of 4 becomes 7 with output_padding 0 and 8 with 1."
        ),
    ),
    "groups": (
        "Groups of unequal size",
        (
            "Groups and heads share the channels equally, so their number has to divide it. 256 channels can "
            "form 8 groups of 32, but not 6 groups; tokens 384 wide can have 6 or 8 heads, but not 10. Choose "
            "a divisor, or change the width with a Linear layer or a 1x1 convolution first."
        ),
    ),
    "bounds": (
        "Bounds in the wrong order",
        (
            "One of these settings has to be below the other: a lower bound below an upper one, a projection "
            "narrower than what it is made from. With min_val -1 and max_val 1, everything is cut off at -1 "
            "and 1."
        ),
    ),
    "fold": (
        "Columns that do not fill the map",
        (
            "Fold undoes Unfold: each column is one window of the map. A map of 8 × 8 with windows of 3 and "
            "stride 1 has 6 · 6 = 36 windows, so Fold needs B × C·9 × 36. Give Fold the kernel, stride, "
            "padding and dilation of the Unfold, and the size of its input."
        ),
    ),
    "resize": (
        "Settings of a resize that contradict each other",
        (
            "An upsample either repeats the nearest value or blends neighbours, and its settings go with one "
            "or the other. size has one number for all axes or one for each: 14, or 14, 14 for B × C × 7 × 7. "
            "align_corners only means something when values are blended."
        ),
    ),
    "mask_direction": (
        "No exact last state",
        (
            "Texts of a batch are filled up with padding at the end. Read forwards, the last real step is "
            "easy to find. Read backwards, the padding comes first and has changed the state already, so that "
            "the result would depend on the longest text of the batch. Use the output sequence with a masked "
            "mean, or read in one direction."
        ),
    ),
    "needs_tokens": (
        "One vector has nothing to attend to",
        (
            "Attention lets several vectors of one sample look at each other: B × T × C. A pooled B × 512 "
            "holds one vector for each sample, and treating the batch as tokens would mix samples, which runs "
            "and is wrong. Tap the feature map B × 512 × 7 × 7, turn it into B × 49 × 512 with Map to tokens, "
            "and attend over the 49 places."
        ),
    ),
    "edge_form": (
        "Edges as two rows",
        (
            "An edge index is 2 × E: the first row says where each edge starts, the second where it ends. The "
            "edges 0-1 and 1-2 read 0, 1 over 1, 2. A list of pairs, E × 2, has to be swapped around."
        ),
    ),
    "edge_dtype": (
        "Edges are whole numbers",
        (
            "An edge names nodes by their number, and a number of a node is whole: 0, 1, 2. Edge lists that "
            "were read from a table often come as 0.0, 1.0. Connect the edges of a graph input, which "
            "converts them to int64."
        ),
    ),
    "edge_range": (
        "An edge to a node that is not there",
        (
            "Nodes are counted from 0, so a graph of 34 nodes has the nodes 0 to 33. Lists that count from 1 "
            "name node 34, which does not exist: subtract 1 everywhere. An edge to a node that was dropped "
            "has to be dropped too."
        ),
    ),
    "index_form": (
        "A graph index has an entry for each node",
        (
            "When many small graphs are laid into one large one, the graph index says of each node which "
            "graph it belongs to: 0, 0, 0, 1, 1 for graphs of three and two nodes. It is N whole numbers "
            "long. Connect the index that comes from the same graph batch input as the nodes."
        ),
    ),
}
