"""Turn weights into an ordinary sentence-transformers directory, and that into a quantised ONNX file.

Owns the two formats on disk. Everything here runs once, when a model is prepared; serving needs none of it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.e5_weights import BertShape, E5Weights, Pieces
from index.onnx_graph import EncoderConfig, write_graph
from index.unigram import write_pieces

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MAX_TOKENS = 512
ONNX_FILE = "onnx/model_int8.onnx"
PIECES_FILE = "onnx/pieces.npz"
QUERY_PREFIX, PASSAGE_PREFIX = "query: ", "passage: "

MODULES = (
    ("", "sentence_transformers.models.Transformer"),
    ("1_Pooling", "sentence_transformers.models.Pooling"),
    ("2_Normalize", "sentence_transformers.models.Normalize"),
)


def write_sentence_transformer(weights: E5Weights, directory: Path) -> None:
    """Write weights as a sentence-transformers directory: mean pooling, normalised, with E5's two prompts."""
    from safetensors.numpy import save_file

    shape, pieces = weights.shape, weights.pieces
    (directory / "1_Pooling").mkdir(parents=True)
    (directory / "2_Normalize").mkdir()
    (directory / PIECES_FILE).parent.mkdir()
    write_pieces(pieces, directory / PIECES_FILE)
    save_file(dict(weights.tensors()), directory / "model.safetensors", metadata={"format": "pt"})
    (directory / "model.safetensors").chmod(0o644)  # the library lets only its owner read it
    build_tokenizer(pieces).save(str(directory / "tokenizer.json"))
    modules = [{"idx": n, "name": str(n), "path": path, "type": kind} for n, (path, kind) in enumerate(MODULES)]
    pooling = {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True}
    prompts = {"query": QUERY_PREFIX, "document": PASSAGE_PREFIX, "passage": PASSAGE_PREFIX}
    for name, content in {
        "config.json": _bert_config(shape, pieces),
        "tokenizer_config.json": _tokenizer_config(pieces),
        "modules.json": modules,
        "sentence_bert_config.json": {
            "max_seq_length": min(MAX_TOKENS, shape.positions),
            "do_lower_case": False,
            # The weights have no pooler, and mean pooling needs none.
            "model_kwargs": {"add_pooling_layer": False},
        },
        "1_Pooling/config.json": pooling,
        "config_sentence_transformers.json": {"prompts": prompts, "default_prompt_name": None},
    }.items():
        (directory / name).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def build_tokenizer(pieces: Pieces) -> Tokenizer:
    """Return the Unigram tokenizer that the pieces describe, in XLM-R's manner."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors

    scored = list(zip(pieces.texts, pieces.scores.tolist(), strict=True))
    tokenizer = Tokenizer(models.Unigram(scored, unk_id=pieces.unknown, byte_fallback=False))
    tokenizer.normalizer = _normalizer(pieces)
    words = [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")]
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(words)
    tokenizer.decoder = decoders.Metaspace()
    begin, end = pieces.texts[pieces.begin], pieces.texts[pieces.end]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, pieces.begin), (end, pieces.end)],
    )
    tokenizer.add_special_tokens([pieces.texts[i] for i in (pieces.begin, pieces.padding, pieces.end, pieces.unknown)])
    return tokenizer


def export_onnx(directory: Path) -> None:
    """Export a sentence-transformers directory of the BERT kind to one int8 ONNX file inside it."""
    from safetensors import safe_open

    config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
    encoder = EncoderConfig(config["num_hidden_layers"], config["num_attention_heads"], config["layer_norm_eps"])
    target = directory / ONNX_FILE
    target.parent.mkdir(exist_ok=True)
    with safe_open(directory / "model.safetensors", framework="numpy") as tensors:
        write_graph(tensors.get_tensor, encoder, target)


def _normalizer(pieces: Pieces) -> Any:
    """Return NFKC, preceded by the replacements of the pieces' own table that NFKC does not make."""
    from tokenizers import Regex, normalizers

    removed = "".join(re.escape(c) for c, to in pieces.normalisations.items() if to == "")
    spaced = "".join(re.escape(c) for c, to in pieces.normalisations.items() if to == " ")
    steps = [(f"[{removed}]", "")] * bool(removed) + [(f"[{spaced}]", " ")] * bool(spaced)
    return normalizers.Sequence(
        [*(normalizers.Replace(Regex(pattern), to) for pattern, to in steps), normalizers.NFKC()]
    )


def _bert_config(shape: BertShape, pieces: Pieces) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_act": "gelu",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types,
        "layer_norm_eps": shape.layer_norm_epsilon,
        "pad_token_id": pieces.padding,
        "tie_word_embeddings": False,
        "dtype": "float32",
    }


def _tokenizer_config(pieces: Pieces) -> dict[str, Any]:
    begin, end = pieces.texts[pieces.begin], pieces.texts[pieces.end]
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": MAX_TOKENS,
        "bos_token": begin,
        "cls_token": begin,
        "eos_token": end,
        "sep_token": end,
        "pad_token": pieces.texts[pieces.padding],
        "unk_token": pieces.texts[pieces.unknown],
    }
