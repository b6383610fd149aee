extension TreeGrower {
  struct Node: BitwiseCopyable {
    var index: Int32
    var depth: Int32
    /// The rows of the sample: first ..< end.
    var first: Int32
    var end: Int32
    /// The rows outside the sample.
    var unseenFirst: Int32
    var unseenEnd: Int32
    /// Features known to be constant, at the start of the workspace's permutation.
    var constants: Int32
    var counts: ClassCounts

    @inline(__always) var rows: Int { Int(end &- first) }

    /// As a leaf of normal rows alone it votes 0, which changes no sum: in trees grown to purity most leaves.
    @inline(__always) var isSilent: Bool { counts.anomalous == 0 }
  }

  struct Split: BitwiseCopyable {
    var rank = CutRank()
    var feature = -1
    var cut = BinCut(bin: 0)
    /// The first bin behind the cut that holds a row of the node, where the rule is `best`.
    var nextBin = 0
    var left = ClassCounts()
  }

  /// The children of a node, which hold the rows of both until these are parted.
  struct Children: BitwiseCopyable {
    var heavy: Node
    var light: Node
    var heavyIsLeft: Bool
    var heavyIsLeaf: Bool
    var lightIsLeaf: Bool

    /// The rows of the lighter child stand behind those of the heavier one, and begin here.
    mutating func part(at place: Int32, unseen: Int32) {
      (heavy.end, light.first) = (place, place)
      (heavy.unseenEnd, light.unseenFirst) = (unseen, unseen)
    }

    /// Nobody asks for the sampled rows of either.
    var arePureLeaves: Bool {
      heavyIsLeaf && lightIsLeaf && heavy.counts.isPure && light.counts.isPure
    }
  }
}
