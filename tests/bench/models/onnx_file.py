"""A graph as an .onnx file, for ONNX Runtime."""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Writer:
    def __init__(self, graph):
        self.graph, self.nodes, self.constants = graph, [], {}

    def make(self, kind, inputs, outputs, **attrs):
        self.nodes.append(helper.make_node(kind, inputs, outputs, name=f"n{len(self.nodes)}", **attrs))

    def constant(self, values, dtype):
        name = f"c{len(self.constants)}"
        self.constants[name] = np.array(values, dtype=dtype)
        return name

    def node(self, node):
        """The node of ONNX, or the few that it takes."""
        op, inputs, out, attrs = node["op"], node["in"], node["out"], node["attrs"]
        shapes, make = self.graph.shapes, self.make
        # ReLU is a node of its own here; the runtime fuses it.
        act = attrs.get("act")
        at = out + "_pre" if act else out
        window = {"kernel_shape": attrs.get("kernel"), "strides": attrs.get("strides"), "pads": attrs.get("pads")}
        match op:
            case "Conv" | "MaxPool":
                make(op, inputs, [at], **window)
            case "BatchNorm":
                make("BatchNormalization", inputs, [out], epsilon=attrs["eps"])
            case "Relu" | "Add":
                make(op, inputs, [out])
            case "Softmax":
                make(op, inputs, [out], axis=-1)
            case "GlobalAvgPool":
                make("GlobalAveragePool", inputs, [out + "_mean"])
                make("Flatten", [out + "_mean"], [out], axis=1)
            case "Linear" if len(shapes[inputs[0]]) == 2:
                make("Gemm", inputs, [at])
            case "Linear":
                make("MatMul", inputs[:2], [out + "_product"])
                make("Add", [out + "_product", inputs[2]], [at])
            case "MatMul":
                a, b = inputs
                if attrs["transB"]:
                    rank = len(shapes[b])
                    order = [*range(rank - 2), rank - 1, rank - 2]
                    make("Transpose", [b], [out + "_turned"], perm=order)
                    b = out + "_turned"
                make("MatMul", [a, b], [out])
            case "Scale":
                make("Mul", [inputs[0], self.constant(attrs["value"], np.float32)], [out])
            case "LayerNorm":
                make("LayerNormalization", inputs, [out], axis=-1, epsilon=attrs["eps"])
            case "Reshape":
                make("Reshape", [inputs[0], self.constant(shapes[out], np.int64)], [out])
            case "Transpose":
                make("Transpose", inputs, [out], perm=attrs["perm"])
            case _:
                raise ValueError(op)
        if act:
            make("Relu", [at], [out])


def write(graph, out, path):
    """Writes the graph that ends in `out`."""
    writer = Writer(graph)
    for node in graph.nodes:
        writer.node(node)

    def about(name):
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, graph.shapes[name])

    held = {**graph.weights, **writer.constants}
    initial = [numpy_helper.from_array(values, name) for name, values in held.items()]
    inputs = [about(given["name"]) for given in graph.inputs]
    made = helper.make_graph(writer.nodes, graph.name, inputs, [about(out)], initial)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="third-pass")
    onnx.save(model, path)
