"""Help on shapes: how many axes, how wide, and how shapes meet."""

SHAPES = {
    "rank": (
        "The number of axes does not fit",
        (
            "Each block expects a certain number of axes. Images and feature maps have four (B × C × H × W), "
            "tokens three (B × T × C), vectors two (B × C). The usual case: a convolution fed with the pooled "
            "vector B × 2048 of a backbone. Tap the backbone before its pooling, and the map B × 2048 × 7 × 7 "
            "arrives. The other way round, a Linear head behind a map needs a global average pool or a "
            "flatten in front."
        ),
    ),
    "channels": (
        "The number of channels does not fit",
        (
            "Channels stand on axis 1 of a map. A convolution with in_channels 64 takes B × 64 × H × W and "
            "nothing else, and a BatchNorm2d of 1024 cannot normalise 512 channels. Clear the parameter, so "
            "that it follows from the input, or put a 1x1 convolution in front that brings the map to the "
            "width you want."
        ),
    ),
    "features": (
        "The number of features does not fit",
        (
            "Features stand on the last axis. A Linear layer with in_features 25088 takes … × 25088; fed with "
            "B × 512 it fails. This often comes from counting by hand after a pooling was added further up. "
            "Clear the parameter, so that it follows from the input, or put a Linear layer in front."
        ),
    ),
    "symbolic_size": (
        "A width that changes from batch to batch",
        (
            "Learnt weights have a fixed size, so the axis that a layer multiplies has to be a number. "
            "Letters stand for sizes that vary: B is the batch, T the tokens, N the nodes, E the edges. "
            "Flattening B × T × 384 gives B × 384*T, which no Linear layer can take; pool the tokens to B × "
            "384 instead."
        ),
    ),
    "mismatch": (
        "Two sizes that should be equal differ",
        (
            "Inside this block two tensors are put together, and a size that has to be equal is not. A "
            "residual block that halves the map, for example, adds B × 256 × 14 × 14 to B × 128 × 28 × 28 "
            "unless its shortcut is projected too. Bring both to one shape first."
        ),
    ),
    "add": (
        "Shapes that do not combine element by element",
        (
            "Adding, multiplying and comparing go element by element, so the shapes have to agree: B × 256 "
            "and B × 256. An axis of size 1 is stretched, so that a gate B × 256 × 1 × 1 weighs a map B × 256 "
            "× 14 × 14. For other shapes use a Linear layer or a 1x1 convolution to change the width, a "
            "pooling or an upsample to change height and width, or a Concat, which only puts things beside "
            "each other."
        ),
    ),
    "broadcast": (
        "A silent stretch of every input",
        (
            "PyTorch stretches axes of size 1 without a word. B × 5 plus B × 1 × 5 gives B × B × 5: every "
            "sample is mixed with every other, nothing fails, and the network learns nonsense. When the "
            "result has the shape of none of the inputs, we stop and ask. Bring the inputs to one shape, for "
            "instance with a squeeze or an unsqueeze."
        ),
    ),
    "concat": (
        "Inputs that cannot stand beside each other",
        (
            "A Concat adds up sizes along one axis and needs all other axes to agree: B × 512 and B × 10 "
            "become B × 522 along axis 1. Maps of 7 × 7 and 14 × 14 do not fit until one of them is resized; "
            "a map and a vector do not fit until the map is pooled."
        ),
    ),
    "stack": (
        "Inputs that cannot be stacked",
        (
            "A Stack puts inputs of exactly one shape side by side on a new axis: two of B × 256 become B × 2 "
            "× 256, for instance as two tokens for an attention. Inputs of different widths go through Linear "
            "layers first, or are joined by a Concat."
        ),
    ),
    "matrix": (
        "Matrices that do not meet",
        (
            "A product of matrices needs one common size: B × T × 64 times B × 64 × S gives B × T × S, and "
            "the samples are taken pair by pair. If b comes as B × S × 64, as the keys of an attention do, "
            "its last two axes have to be swapped first."
        ),
    ),
    "reshape": (
        "Numbers that do not fill the new shape",
        (
            "A reshape loses and invents nothing: 8192 numbers fill 512 × 4 × 4, and 4096 do not, since 512 · "
            "4 · 4 = 8192. Multiply the sizes you ask for, and make the layer in front that wide. One size "
            "may be -1; it is worked out from the others."
        ),
    ),
    "axis": (
        "An axis that is not there",
        (
            "Axes are counted from 0, which is the batch; negative numbers count from the end, so -1 is the "
            "last. B × C × H × W has the axes 0 to 3, or -4 to -1. A vector B × C has no axis 2: perhaps the "
            "block in front pooled it away."
        ),
    ),
    "batch_axis": (
        "The batch is left alone",
        (
            "Axis 0 holds the samples of a batch, which have nothing to do with each other. Joining, "
            "averaging or removing that axis would let the result of one sample depend on its neighbours, and "
            "change from batch to batch. Choose axis 1 or later: for B × T × C, axis 1 is the tokens and axis "
            "2 the features."
        ),
    ),
    "batch": (
        "Not the same number of samples",
        (
            "Where two inputs meet, sample 1 of one belongs to sample 1 of the other. B × 49 × 256 and 2*B × "
            "10 × 256 come from batches of different size. Usually a reshape further up has folded the batch "
            "into another axis; look for the first wire on which the batch no longer reads B."
        ),
    ),
    "squeeze": (
        "An axis that is not of size 1",
        (
            "Only an axis of size 1 can go away without losing numbers: B × 256 × 1 × 1 becomes B × 256 × 1. "
            "PyTorch leaves any other axis silently as it is, and the error appears somewhere else. Pool the "
            "axis to 1 first, or flatten it."
        ),
    ),
    "permutation": (
        "An order that does not name each axis once",
        (
            "A permute lists the old number of every new axis. For B × T × C, the order 0, 2, 1 gives B × C × "
            "T. Each number stands once, there are as many as there are axes, and 0 comes first, since the "
            "batch stays in front."
        ),
    ),
    "index": (
        "An entry that is not there",
        (
            "Entries are counted from 0. An axis of 49 tokens has the entries 0 to 48; -1 is the last one. "
            "Look at the wire to see how long the axis is."
        ),
    ),
    "range": (
        "A number outside the table",
        (
            "An embedding or an edge list looks things up by number. A table of 1000 rows has the rows 0 to "
            "999, and an id of 1000 is outside. Make the table larger, or use the tokenizer that belongs to "
            "it."
        ),
    ),
    "dtype": (
        "Another kind of numbers",
        (
            "Layers compute with real numbers (float32), and lookups need whole ones (int64). Token ids such "
            "as 101, 2023 are names rather than quantities: an Embedding turns B × T ids into B × T × 64 real "
            "numbers. Features that are already real numbers go into a Linear layer, not into an Embedding."
        ),
    ),
    "mask": (
        "A mask that belongs to other tokens",
        (
            "A mask has one number for each token, 1 for real ones and 0 for padding. For tokens B × T × 384 "
            "it is B × T. Connect the mask of the same text input that the tokens come from."
        ),
    ),
    "mask_form": (
        "A mask of another form",
        (
            "A mask has one number for each token, 1 for real ones and 0 for padding, so it has the first two "
            "axes of the tokens: B × T for B × T × 384. Connect the mask of the input that the tokens come "
            "from, without a reshape in between."
        ),
    ),
}
