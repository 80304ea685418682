//! The words of the positions widget.

crate::wording::wording! {
    pe: "位置编码PE：一行一个位置，一列一维", "Positional encoding PE: a row a position, a column a dimension";
    dots: "点积PE(p)·PE(q)", "Dot products PE(p) · PE(q)";
    pick_pe: "点一格，或用方向键：选位置和第几对", "press a square, or use the arrow keys, to choose position and pair";
    pick_dots: "点一格，或用方向键：选两个位置", "press a square, or use the arrow keys, to choose two positions";
    circle: "第i对的两个数（sin, cos）：位置每加1，顺时针转一步", "The two numbers of pair i, (sin, cos): each position is a step clockwise";
    turn: "从pos走到pos+k，就是乘一个与pos无关的旋转矩阵", "From pos to pos + k: one matrix, a turn, whatever pos is";
    off_1: "所有对、前", "Over all pairs and the first";
    off_2: "个位置一起乘，与PE(pos+k)最大差", "positions, the largest difference from PE(pos + k) is";
    wave: "这一对的波长：2π·10000^(2i/d) =", "Wavelength of this pair: 2π · 10000^(2i/d) =";
    places: "个位置", "positions";
    among: "；最短", "; the shortest";
    to: "，最长", ", the longest";
    curve: "点积只看相隔多远：横轴是q−pos，每个位置一条线，全都重合", "Dot products know distance alone: across is q − pos, a line a position, and all are one";
    hint: "方向键读数", "arrow keys read the numbers";
    apart: "相隔", "Distance ";
    dot: "点积", "dot product";
    same_1: "相隔一样远的两个位置，点积最多差", "Of two pairs of positions equally far apart, the dot products differ by at most";
    shuffle: "把词打乱：注意力知道次序吗？", "Shuffle the words: does attention know their order?";
    without: "不加位置编码", "Without positions";
    with: "加上位置编码", "With positions";
    y: "输出Y", "Outputs Y";
    y_shuffled: "打乱后的输出，各归各位", "Outputs of the shuffled words, each put back";
    difference: "差", "Difference";
    move_read: "方向键或指针读数", "pointer or arrow keys read a number";
    largest: "：最大差", ": largest difference";
    order: "打乱成：", "Shuffled: ";
    toy: "词向量与三个投影由种子生成，8维，没有训练；位置编码是论文的公式，不学。",
        "Word vectors and the three projections are from the seed, 8 numbers each, not trained; the encoding is the paper’s formula and is not learned.";
    no_token: "这句话里没有看得见的字。", "There is nothing visible in this sentence.";
    products: "PE·旋转与PE·PE转置的乘加", "multiply-adds of PE · turn and PE · PE transposed";
    table: "表：pos与pos+k处，每一对的数", "Table: every pair’s numbers at pos and pos + k";
    pair: "第i对", "Pair i";
    wavelength: "波长", "Wavelength";
    caption: "把i拖到0：两根指针转得飞快，相邻的位置就分得开；拖到最后：几乎不动，它管的是远近。再拖pos：两根指针一起转，夹角不变，矩阵里的四个数也不变：对这一对来说，只有k能改它们。最后看句子：不加位置，打乱后的输出和原来一模一样，只是换了地方；加上位置才不同。",
        "Bring i to 0: the hands run, and neighbours are told apart. Bring it to the end: they hardly move, and far from near is what they tell. Then drag pos: both hands turn together, the angle between them stays, and so do the four numbers of the matrix: for this pair, only k changes them. Last, the sentence: without positions the outputs of the shuffled words are the same ones in other places; with them they are not.";
}
