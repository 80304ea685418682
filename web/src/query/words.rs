//! The words of the query widget.

crate::wording::wording! {
    plane: "查询与键的平面：每个点可以拖，也可以用方向键移动", "The plane of query and keys: every point can be dragged, or moved by the arrow keys";
    values_plane: "值的平面，输出是值的加权平均", "The plane of the values; the output is their weighted mean";
    query: "查询q", "The query q";
    among: "与", " among ";
    keys: "键k（菱形）", "the keys k (diamonds)";
    output: "输出y（方块）", "The output y (square)";
    values: "值v（圆，越重越大）", "the values v (discs, larger with more weight)";
    map_1: "底色：查询若在那里，", "Shading: the weight of ";
    map_2: "的权重", " if the query were there";
    arrows: "；方向键移动，按住Shift走小步", "; arrow keys move it, with Shift by small steps";
    key: "键", "Key";
    place: "在", "at";
    score: "相似度s", "Similarity s";
    over: "s/T（T是温度）", "s/T (T: temperature)";
    power: "e的次方，先减去最大的s/T", "e to s/T less the greatest";
    weight: "权重", "Weight";
    value: "值", "Value";
    product: "权重×值", "Weight × value";
    sum: "和", "Sum";
    no_direction: "在原点的向量没有方向，它的余弦这里记作0（PyTorch也这样记）。",
        "A vector at the origin has no direction; its cosine counts as 0 here, as in PyTorch.";
    numbers: "查询2个数、键", "2 numbers in the query, keys";
    toy: "键和值都是编好的，没有训练；d_k=d_v=2，为的是画得下。",
        "Keys and values are made up, not trained; d_k = d_v = 2, so that they can be drawn.";
    table: "表：每个键的位置、得分、权重、值", "Table: place, score, weight and value of every key";
    caption: "拖动查询q：谁的权重变大，右边的输出y就被谁的值拉过去，但y出不了这些值围成的范围。点积不只看方向，还看长短：沿同一方向把q拉远，最大的权重越来越独占；把一个键拉长，它更容易被听到。换成高斯，底色变成一块块“谁最近”；换成余弦，拉远拉近都不变。温度低，几乎只听一个；温度高，人人有份。",
        "Drag the query q: whichever weight grows draws the output y towards its value, but y never leaves the region that the values span. A dot product sees length as well as direction: pull q straight outwards and the largest weight takes all; pull a key outwards and it is heard more easily. With the Gaussian, the shading becomes a patch of “who is nearest”; with the cosine, distance makes no difference. A low temperature listens to one, a high one to all.";
}
