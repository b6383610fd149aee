extension TreeGrower {
  struct Node: BitwiseCopyable {
    var index: Int32
    var depth: Int32
    /// The in-bag rows: first ..< end of the workspace's list.
    var first: Int32
    var end: Int32
    /// The same for the out-of-bag rows.
    var outOfBagFirst: Int32
    var outOfBagEnd: Int32
    /// The number of features known to be constant, at the start of the permutation.
    var constants: Int32
    var counts: ClassCounts

    @inline(__always) var rows: Int { Int(end &- first) }

    /// Whether it votes 0 as a leaf, which changes no sum: most leaves of trees grown to purity.
    @inline(__always) var votesZero: Bool { counts.anomalous == 0 }
  }

  struct Split: BitwiseCopyable {
    var score = SplitScore()
    var feature = -1
    var threshold = BinThreshold(bin: 0)
    /// The first bin on the right side that holds a row of the node, for the rule `best`.
    var nextBin = 0
    var left = ClassCounts()
  }

  /// The children of a node. Each has the rows of both until `partition` is called.
  struct Children: BitwiseCopyable {
    var heavy: Node
    var light: Node
    var heavyIsLeft: Bool
    var heavyIsLeaf: Bool
    var lightIsLeaf: Bool

    /// Gives the heavier child the rows before these indices, and the lighter one the others.
    mutating func partition(at index: Int32, outOfBag: Int32) {
      (heavy.end, light.first) = (index, index)
      (heavy.outOfBagEnd, light.outOfBagFirst) = (outOfBag, outOfBag)
    }

    /// Whether nothing reads the in-bag rows of either.
    var arePureLeaves: Bool {
      heavyIsLeaf && lightIsLeaf && heavy.counts.isPure && light.counts.isPure
    }
  }
}
