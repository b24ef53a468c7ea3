"""Write a BERT sentence encoder as one int8 ONNX graph, straight from its tensors.

Owns the graph: input_ids (batch, tokens), all rows of one length and unpadded, to sentence_embedding (batch, hidden),
mean pooled and of length 1. Weights are int8 for each output column; activations are int8 for each token, because one
scale for a whole text loses 1 to 2 points of recall to its few large values (docs/decisions/0003).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import onnx

    Array = NDArray[Any]

OPSET, IR_VERSION = 21, 10
FUSED = "com.microsoft"  # operators of onnxruntime beyond the standard
LARGEST_WEIGHT = 63  # 7 bits: products of 8 bits overflow on processors without VNNI instructions
BLOCK = 32
ROWS_AT_ONCE = 8192

TensorReader = Callable[[str], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """What the graph needs to know beside the tensors."""

    layers: int
    heads: int
    layer_norm_epsilon: float


def write_graph(read: TensorReader, config: EncoderConfig, target: Path) -> None:
    """Write the encoder's graph to one file.

    Args:
        read: Returns the tensor with a Hugging Face BERT name.
    """
    import onnx
    from onnx import helper

    graph = _Graph()
    states = _embed_tokens(graph, read, config)
    for layer in range(config.layers):
        states = _add_layer(graph, read, config, layer, states)
    mean = graph.add("ReduceMean", [states, graph.constant("tokens_axis", np.array([1]))], keepdims=0)
    graph.add("LpNormalization", [mean], output="sentence_embedding", axis=1, p=2)
    hidden = len(read("embeddings.LayerNorm.bias"))
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "sentence_encoder",
            [helper.make_tensor_value_info("input_ids", onnx.TensorProto.INT64, ["batch", "tokens"])],
            [helper.make_tensor_value_info("sentence_embedding", onnx.TensorProto.FLOAT, ["batch", hidden])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)],
        ir_version=IR_VERSION,
    )
    onnx.save(model, target)


class _Graph:
    """Nodes and constants in the order they were added; a node's result is named after its place."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: Array) -> str:
        """Add an array to the graph and return its name."""
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(values, name))
        return name

    def add(
        self, operator: str, inputs: Sequence[str], *, output: str = "", domain: str = "", **attributes: Any
    ) -> str:
        """Add a node with one output and return the output's name."""
        (name,) = self.add_many(operator, inputs, [output or f"{operator}_{len(self.nodes)}"], domain, **attributes)
        return name

    def add_many(
        self, operator: str, inputs: Sequence[str], outputs: list[str], domain: str = "", **attributes: Any
    ) -> list[str]:
        """Add a node and return the names of its outputs."""
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, outputs, domain=domain, **attributes))
        return outputs


def _embed_tokens(graph: _Graph, read: TensorReader, config: EncoderConfig) -> str:
    words = _look_up(graph, read("embeddings.word_embeddings.weight"))
    # Every token is of type 0, so its type's row is added to the positions once and for all.
    places = read("embeddings.position_embeddings.weight") + read("embeddings.token_type_embeddings.weight")[0]
    length = graph.add("Shape", ["input_ids"], start=1, end=2)
    inputs = [graph.constant("positions", places), graph.constant("first_position", np.array([0])), length]
    total = graph.add("Add", [words, graph.add("Slice", inputs)])
    norm = [graph.constant(f"embeddings.norm.{part}", read(f"embeddings.LayerNorm.{part}")) for part in _PARTS]
    return graph.add("LayerNormalization", [total, *norm], axis=-1, epsilon=config.layer_norm_epsilon)


def _look_up(graph: _Graph, table: NDArray[np.float32]) -> str:
    """Look the tokens' rows up in a table kept in 4 bits where that is exact, which it is for Q4_0 weights."""
    import onnx

    packed = _four_bit_blocks(table)
    if packed is None:
        return graph.add("Gather", [graph.constant("words", table), "input_ids"])
    halves, scales = packed
    stored = onnx.helper.make_tensor("words", onnx.TensorProto.INT4, table.shape, halves.tobytes(), raw=True)
    graph.constants.append(stored)
    inputs = ["words", "input_ids", graph.constant("words.scale", scales)]
    return graph.add("GatherBlockQuantized", inputs, domain=FUSED, gather_axis=0, quantize_axis=1, block_size=BLOCK)


def _add_layer(graph: _Graph, read: TensorReader, config: EncoderConfig, layer: int, states: str) -> str:
    def tensors(name: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return read(f"encoder.layer.{layer}.{name}.weight"), read(f"encoder.layer.{layer}.{name}.bias")

    def add_and_norm(new: str, old: str, name: str) -> str:
        norm = [graph.constant(f"{layer}.{name}.{part}", t) for part, t in zip(_PARTS, tensors(name), strict=True)]
        epsilon = config.layer_norm_epsilon
        return graph.add("SkipLayerNormalization", [new, old, *norm], domain=FUSED, epsilon=epsilon)

    three = [tensors(f"attention.self.{part}") for part in ("query", "key", "value")]
    weight, bias = (np.concatenate(parts) for parts in zip(*three, strict=True))
    together = _add_dense(graph, f"{layer}.attention", states, weight, bias)
    parts = graph.add_many(
        "Split", [together], [f"{layer}.{p}" for p in ("query", "key", "value")], axis=-1, num_outputs=3
    )
    attended = graph.add("MultiHeadAttention", parts, domain=FUSED, num_heads=config.heads)
    attended = _add_dense(graph, f"{layer}.attention.output", attended, *tensors("attention.output.dense"))
    states = add_and_norm(attended, states, "attention.output.LayerNorm")
    wide = graph.add("Gelu", [_add_dense(graph, f"{layer}.wide", states, *tensors("intermediate.dense"))])
    narrow = _add_dense(graph, f"{layer}.narrow", wide, *tensors("output.dense"))
    return add_and_norm(narrow, states, "output.LayerNorm")


def _add_dense(graph: _Graph, name: str, states: str, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
    """Multiply in int8 after each token's row is brought to the same largest value, and undo that afterwards."""
    scale = np.maximum(np.abs(weight).max(axis=1), np.finfo(np.float32).tiny) / LARGEST_WEIGHT
    quantised = np.rint(weight / scale[:, None]).astype(np.int8).T.copy()
    last = graph.constant(f"{name}.last_axis", np.array([-1]))
    largest = graph.add("ReduceMax", [graph.add("Abs", [states]), last], keepdims=1)
    inputs = [
        graph.add("Div", [states, largest]),
        graph.constant(f"{name}.weight", quantised),
        graph.constant(f"{name}.scale", scale.astype(np.float32)),
        graph.constant(f"{name}.zero", np.zeros(len(scale), np.int8)),
    ]
    product = graph.add("DynamicQuantizeMatMul", inputs, domain=FUSED)
    return graph.add("Add", [graph.add("Mul", [product, largest]), graph.constant(f"{name}.bias", bias)])


def _four_bit_blocks(table: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float32]] | None:
    """Return the rows as four-bit values, two a byte, and a scale for each 32 of them; None if that loses anything."""
    if table.shape[1] % BLOCK:
        return None
    halves, scales = [], []
    for start in range(0, len(table), ROWS_AT_ONCE):
        blocks = table[start : start + ROWS_AT_ONCE].reshape(-1, table.shape[1] // BLOCK, BLOCK)
        widest = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=2, keepdims=True), axis=2)
        scale = widest / -8  # Q4_0 gives the value that is furthest from zero the code -8
        codes = np.rint(np.divide(blocks, scale, out=np.zeros_like(blocks), where=scale != 0))
        if codes.max() > 7 or not np.array_equal(codes * scale, blocks):
            return None
        nibbles = codes.astype(np.int8).view(np.uint8) & 15
        halves.append(nibbles[..., 0::2] | nibbles[..., 1::2] << 4)
        scales.append(scale[..., 0])
    return np.concatenate(halves), np.concatenate(scales)


_PARTS = ("weight", "bias")
