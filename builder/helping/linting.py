"""Help on what runs and is still wrong: the warnings and notes of the lint."""

LINTING = {
    "other_tokenizer": (
        "A tokenizer that the network was not trained with",
        (
            "A token is a number in a list of words, and each network was trained with its own list. Cut by another "
            "tokenizer, number 2003 may mean another word, and the network reads noise; nothing breaks, it is only "
            "bad. Use the tokenizer of the same name and commit as the network."
        ),
    ),
    "other_scaling": (
        "Pictures scaled in another way than in training",
        (
            "A network of the hub comes with a note on how its pictures were scaled: often by ImageNet's mean and "
            "spread, often to -1..1. Scaled differently, all colours are shifted for it, and its features get worse."
        ),
    ),
    "softmax_loss": (
        "A softmax in front of its loss",
        (
            "Cross-entropy takes scores and applies a softmax itself; bce does so with a sigmoid. Applied twice, ten "
            "scores can reach a loss of 1.461 at best instead of 0, and what is left of the gradient is small. Scores "
            "→ loss is right; scores → softmax → person is right; scores → softmax → loss is not."
        ),
    ),
    "logits_dropped": (
        "A dropout behind the last layer",
        (
            "Dropout hides features from the next layer, so that it does not rely on single ones. Behind the "
            "last layer "
            "there is no next layer: it hides the answers themselves. With p = 0.5 half of the scores are 0 in every "
            "training step, and a perfect classifier still shows a loss of 0.8. Put it in front: dropout → Linear."
        ),
    ),
    "logits_clipped": (
        "An activation behind the last layer",
        (
            "A loss reads scores of any size and sign. A ReLU makes all negative scores 0, and classes at 0 cannot be "
            "told apart and get no gradient. Hidden layers have activations, the last one has none: Linear → ReLU → "
            "Linear."
        ),
    ),
    "logits_named": (
        "Scores called probabilities",
        (
            "A layer gives scores such as -1.3 and 4.0. Probabilities lie between 0 and 1 and sum to 1; a "
            "softmax makes "
            "them: 0.005 and 0.995. Whoever reads the name would take the scores at their word."
        ),
    ),
    "padding_counted": (
        "A mean over padding",
        (
            "Texts of a batch are filled up to one length. Averaged over all places, good film becomes mostly padding "
            "beside a long neighbour, and its vector changes with whoever stands beside it. A masked mean adds up real "
            "tokens only and divides by their number."
        ),
    ),
    "mask_missing": (
        "Tokens without their mask",
        (
            "The mask says which tokens are real: 1 1 1 0 0. Without it, attention looks at padding and a recurrent "
            "layer reads on through it, so that a text's result depends on the longest text of its batch. Connect the "
            "mask of the input that the tokens come from."
        ),
    ),
    "single_token": (
        "Attention over one token",
        (
            "Attention shares 100 percent among the tokens of a sample. With one token, B × 1 × C, it gets all of it, "
            "whatever queries and keys say, so these learn nothing. Feed several: the 49 places of a map B × C × "
            "7 × 7, "
            "or the tokens of a text."
        ),
    ),
    "norm_one_sample": (
        "A batch of one in a BatchNorm",
        (
            "A BatchNorm takes mean and variance over the samples of a batch. One sample with one value for each "
            "channel has no variance, and PyTorch refuses to train it. Use batches of two or more, or a LayerNorm, "
            "which looks along the features of one sample."
        ),
    ),
    "norm_one_value": (
        "A group of one value",
        (
            "Normalising subtracts the mean of a group. A group of one value has that value as its mean, and "
            "nothing is "
            "left: 3.7 - 3.7 = 0. For B × 64, a GroupNorm with 64 groups gives zeros, and with 8 groups it compares 8 "
            "values each."
        ),
    ),
    "unused_node": (
        "A node that is never called",
        (
            "The network is what leads to an output. A module that is only named, and that no wire carries on, is not "
            "called, has no gradient and changes nothing, however many parameters it has. Put it between two others: "
            "map → squeeze and excitation → pool."
        ),
    ),
    "head_without_loss": (
        "A part that no loss reaches",
        (
            "Gradients flow from the loss back to what led there. A head whose output has no loss gets none, and keeps "
            "its random weights: an adapter that nothing compares with a target does not adapt. Give its output a "
            "target and a loss, or remove it."
        ),
    ),
    "statistics_move": (
        "Frozen layers with moving statistics",
        (
            "Freezing stops gradients. A BatchNorm also keeps a running mean and variance, which follow the data in "
            "training without any gradient. In 20 steps they can change what frozen convolutions give by more than "
            "half. Freeze the normalisation together with the layers around it."
        ),
    ),
    "huge_flatten": (
        "A very wide layer behind a map",
        (
            "Flattening B × 2048 × 7 × 7 gives 100,352 numbers, and a Linear layer to 256 learns 25,690,368 weights, "
            "more than the whole backbone. Pooled to B × 2048, the same head has 524,544, and the same answer no "
            "matter "
            "where in the picture the object is."
        ),
    ),
    "two_activations": (
        "Two activations in a row",
        (
            "An activation bends what a layer gives. Two without a layer between them bend it twice, and nothing in "
            "between could learn: ReLU → ReLU is one ReLU. Usually a layer was deleted and its activation stayed."
        ),
    ),
    "unscaled_fusion": (
        "Inputs of different scale",
        (
            "Side by side, 512 features around 0.5 and an income of 40,000 are not heard alike: the first steps of "
            "training see the large one only. In one measured case, image and numbers together were worse than the "
            "image alone (0.77), and clearly better once the numbers were scaled (0.90). Put a normalisation on the "
            "wire or behind the meeting."
        ),
    ),
    "stretched": (
        "One number for all features",
        (
            "B × 1 added to B × 256 runs: PyTorch uses the one number 256 times. As a bias for each sample that may be "
            "meant; as a fusion of two inputs it is not, since 256 features get one number of news. A Linear layer "
            "brings B × 1 to B × 256, and a Concat makes B × 257."
        ),
    ),
    "in_sample": (
        "Probabilities of one's own training rows",
        (
            "A head has seen its training rows and is nearly certain of them: 0.99. On new rows it says 0.6. A second "
            "stage that learns from the 0.99 takes it for the truth, and errs on new rows. Use shares for rows "
            "that the "
            "first stage was not trained on, such as out-of-fold ones. An estimator gathers those itself: with "
            "folds at 5 each row is judged by a model that was fitted on the other four parts."
        ),
    ),
    "edit_resized": (
        "An edit that changes the size of a map",
        (
            "The network runs on, since convolutions take any size, but everything behind the edit now works on a map "
            "of another height and width than it was trained for. A block that keeps 14 × 14 in the place of one that "
            "halves it makes the last stage four times as slow. Compare stride and padding with the old block."
        ),
    ),
    "edges_elsewhere": (
        "Edges or index of another graph",
        (
            "Edges are pairs of node numbers, and a number only means something in its own graph. Ten nodes are "
            "numbered 0 "
            "to 9; an edge to node 10 of a larger graph points at nothing, and an edge to node 3 at somebody "
            "else. Nodes, "
            "edges and the index of which graph a node is of have to come from one input."
        ),
    ),
}
