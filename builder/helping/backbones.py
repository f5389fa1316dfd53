"""Help on backbones: what they take, their insides, the edits in them, and where they come from."""

BACKBONES = {
    "image_size": (
        "This network takes other image sizes",
        (
            "A network that cuts images into patches or shrinks them many times works only for certain sizes: "
            "a ViT with patches of 16 made for 224 × 224 takes exactly that, and some networks need at least "
            "75 pixels. Set the size of the image input to what is named here."
        ),
    ),
    "no_map": (
        "This network has no feature map",
        (
            "Convolutional networks end in a map such as B × 2048 × 7 × 7. Transformers work on tokens, B × "
            "197 × 768, which are places of the image in a row with a class token in front. Choose a network "
            "with a map, or tap the tokens."
        ),
    ),
    "no_such_output": (
        "This network lacks an output",
        (
            "A block for many networks has the outputs that most of them have. Some have fewer: LRASPP gives "
            "no auxiliary scores, and detectors differ in how many feature maps they have, from three to six. "
            "Take another output, or choose another network."
        ),
    ),
    "sound_length": (
        "Too little sound",
        (
            "A sound is a row of samples, 16000 for each second. Networks such as wav2vec 2.0 shorten it 320 "
            "times before the first attention, so 16000 samples become 49 vectors and 200 become none. Give "
            "at least 1000 samples, better a second or more."
        ),
    ),
    "no_edits": (
        "Nothing is changed inside",
        (
            "The difference that edits make is measured by running a network twice on the same input, once "
            "with them and once without. An SE block that begins with gates of 1 gives a difference of 0. "
            "This node has no edit that is switched on."
        ),
    ),
    "no_pooled": (
        "This encoder does not pool",
        (
            "Some text encoders end in an extra layer that turns the first token into one vector; this one "
            "only gives its tokens, B × T × 384. Pool them yourself: a masked mean or the CLS token both give "
            "B × 384."
        ),
    ),
    "tap": (
        "Nothing to tap here",
        (
            "A tap turns a place inside a network into an output port, such as layer3 of a ResNet with B × "
            "1024 × 14 × 14. Only networks with an inside have such places. A single layer has nothing but "
            "its own output."
        ),
    ),
    "tap_not_run": (
        "A part that never runs as a whole",
        (
            "Some parts of a network only hold others, such as a list of blocks that a loop walks through. "
            "They have a name and are never called, so no value ever leaves them. Tap the last part inside, "
            "or the one around it."
        ),
    ),
    "unknown_path": (
        "No such place in this network",
        (
            "Places inside a network have paths: layer4 is a stage, layer4.0 its first block, layer4.0.bn2 a "
            "normalisation inside. Paths differ from network to network, so a tap or a freezing made for one "
            "may not fit another. Choose from the list that the network shows."
        ),
    ),
    "freeze": (
        "Nothing to freeze",
        (
            "Freezing keeps learnt weights as they are. Inputs and outputs have none. Freeze the backbone or "
            "the layers between them instead."
        ),
    ),
    "revision": (
        "A hub name needs its commit",
        (
            "What a name on the hub stands for can change any day. With the commit, a row of 40 letters and "
            "digits, a network and its tokenizer stay what they were when you saved the document. The page of "
            "the model lists its commits."
        ),
    ),
    "heads": (
        "Heads that do not share the width evenly",
        (
            "Several attention heads split the width between them, so their number has to divide it: 64 "
            "features and 4 heads give 16 for each, while 64 and 5 do not work out. Choose a multiple of the "
            "number of heads, or one head."
        ),
    ),
    "edit_shape": (
        "An edit that changes what follows",
        (
            "The rest of the network goes on from where you edited it, and expects the shape that stood there "
            "before. A block put in place of layer4.0 has to turn B × 1024 × 14 × 14 into B × 2048 × 7 × 7, "
            "as the old one did. Give it the same channels and stride, or edit what follows as well."
        ),
    ),
    "edit_inside": (
        "No inside to edit",
        (
            "An edit works inside a network that has parts with names, such as a ResNet with its stages "
            "layer1 to layer4. A single layer has none; change its parameters, or put another block on the "
            "wire."
        ),
    ),
    "edit_block": (
        "An edit needs a block with one input and one output",
        (
            "What is put inside a network stands on one wire there: something arrives, something leaves. A "
            "convolution, a dropout or a squeeze-and-excitation block fits; a concat, which wants two wires, "
            "does not."
        ),
    ),
    "edit_row": (
        "A row has no side",
        (
            "A row of modules runs its items one after the other, and holds nothing else: a module that is put "
            "into layer3 becomes its next step, behind layer3.0 and layer3.1. To add a branch on the same input, "
            "put it beside one of the items, for instance layer3.1, or insert it after the whole row."
        ),
    ),
    "never_called": (
        "Nothing runs at this place",
        (
            "A module can have a name in a network and still never be called, such as a list that only holds "
            "others. Whatever is put there would look trained and do nothing: its weights never get a "
            "gradient. Choose a module that runs, such as one of its children."
        ),
    ),
    "timm_name": (
        "Not a network of timm",
        (
            "timm calls its networks by short names such as resnet50, convnext_tiny or vit_tiny_patch16_224, with a "
            "tag behind a dot where there are several trained versions, such as resnet50.a1_in1k. Its list is what "
            "timm.list_models() prints."
        ),
    ),
    "taps_beside": (
        "A port that does not go with taps",
        (
            "With taps, the network runs as a whole and each tapped module is listened to. The map between its two "
            "halves has no module of its own there. Tap the last module that gives a map, and use that port."
        ),
    ),
    "no_types": (
        "A network that knows no first and second text",
        (
            "BERT and its kin get a number with each token that says which of two texts it belongs to. RoBERTa, "
            "DistilBERT, GPT and others have no place for it: they find the border by the separator between the two "
            "texts. Leave the port open there."
        ),
    ),
    "hub_unreachable": (
        "No way to the hub",
        (
            "Networks, tokenizers and image processors of the hub are fetched once and then kept on this machine. "
            "This one is not here yet, and the hub did not answer within a few seconds; the answer is remembered "
            "for ten minutes, so that nothing waits for it again. With the name cleared, the same architecture is "
            "built untrained, and the page says so."
        ),
    ),
    "lora_layer": (
        "LoRA follows one layer",
        (
            "LoRA learns a product of two narrow matrices beside the one matrix of a linear layer, or of an "
            "ordinary convolution, on the same input. A block of several layers has no such matrix, and a "
            "convolution in groups would get more parameters than it has. Choose a layer such as an attention's "
            "query or value, or insert a bottleneck adapter."
        ),
    ),
    "hub_name": (
        "Not a name on the hub",
        (
            "A name on the hub is an owner and a model with a slash between them, such as "
            "google-bert/bert-base-uncased, in letters, digits, dots, dashes and underscores. Addresses and "
            "paths on this machine are not taken, so that opening a document never reads a file it should not."
        ),
    ),
}
