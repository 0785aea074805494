"""scikit-learn's linear and gradient-boosted regressors as ONNX: one float input `features` [rows, columns], one output `ridership` [rows, 1]."""

import numpy as np
import onnx
from onnx import TensorProto, helper


def linear_model(model, columns, width):
    """A linear model over some columns of the input."""
    coefficients = np.zeros(width)
    coefficients[columns] = model.coef_
    node = helper.make_node(
        "LinearRegressor",
        ["features"],
        ["ridership"],
        domain="ai.onnx.ml",
        coefficients=[float(value) for value in coefficients],
        intercepts=[float(model.intercept_)],
        targets=1,
    )
    return wrap(node, width)


def tree_model(model, width):
    """A gradient-boosted ensemble: the initial prediction plus learning rate times every tree."""
    fields = {name: [] for name in ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids")}
    leaves = {name: [] for name in ("treeids", "nodeids", "ids", "weights")}
    for tree_id, (estimator,) in enumerate(model.estimators_):
        add_tree(tree_id, estimator.tree_, model.learning_rate, fields, leaves)
    node = helper.make_node(
        "TreeEnsembleRegressor",
        ["features"],
        ["ridership"],
        domain="ai.onnx.ml",
        n_targets=1,
        aggregate_function="SUM",
        post_transform="NONE",
        base_values=[float(np.ravel(model.init_.constant_)[0])],
        **{f"nodes_{name}": values for name, values in fields.items()},
        **{f"target_{name}": values for name, values in leaves.items()},
    )
    return wrap(node, width)


def add_tree(tree_id, tree, weight, fields, leaves):
    for node in range(tree.node_count):
        leaf = tree.children_left[node] == -1
        fields["treeids"].append(tree_id)
        fields["nodeids"].append(node)
        fields["featureids"].append(0 if leaf else int(tree.feature[node]))
        fields["values"].append(0.0 if leaf else float(tree.threshold[node]))
        fields["modes"].append("LEAF" if leaf else "BRANCH_LEQ")
        fields["truenodeids"].append(0 if leaf else int(tree.children_left[node]))
        fields["falsenodeids"].append(0 if leaf else int(tree.children_right[node]))
        if leaf:
            leaves["treeids"].append(tree_id)
            leaves["nodeids"].append(node)
            leaves["ids"].append(0)
            leaves["weights"].append(float(weight * tree.value[node][0][0]))


def wrap(node, width):
    graph = helper.make_graph(
        [node],
        "ridership",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["rows", width])],
        [helper.make_tensor_value_info("ridership", TensorProto.FLOAT, ["rows", 1])],
    )
    opsets = [helper.make_opsetid("", 15), helper.make_opsetid("ai.onnx.ml", 1)]
    model = helper.make_model(graph, producer_name="postern-example", opset_imports=opsets)
    model.ir_version = 8
    return model


def save(model, path):
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
