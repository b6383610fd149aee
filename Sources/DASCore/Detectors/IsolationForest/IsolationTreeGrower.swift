/// Grows one isolation tree on a sample of the rows.
///
/// Nodes own ranges of the sample, which splits partition in place. Features known to be constant
/// in a node are kept before the others. They are constant in all nodes below it, and siblings only
/// reorder the features after those of their parent.
struct IsolationTreeGrower {
  private let X: MatrixView
  /// Row numbers, and the values of the current feature in the same order.
  private let sample: Buffer<Int>
  private let values: Buffer<Double>
  private let features: Buffer<Int32>
  private let nodes: Buffer<TreeNode>
  private let heightLimit: Int
  private var size = 1
  private var stream: RandomStream

  init(_ X: MatrixView, sample: Buffer<Int>, featureCount: Int, stream: RandomStream) throws {
    self.X = X
    self.sample = sample
    self.stream = stream
    let rows = sample.count
    self.heightLimit = Int.bitWidth - (rows - 1).leadingZeroBitCount
    self.values = try Buffer(uninitialized: rows)
    self.nodes = try Buffer(uninitialized: 2 * rows - 1)
    self.features = try Buffer(uninitialized: featureCount)
    let chosen = try self.stream.sample(featureCount, below: X.columns)
    for index in 0..<featureCount { features[index] = Int32(chosen[index]) }
  }

  mutating func grow() throws -> Buffer<TreeNode> {
    grow(node: 0, rows: 0..<sample.count, depth: 0, constants: 0)
    return try Buffer(nodes.base, count: size)
  }

  /// Recursion ends at the height limit, at most 30.
  private mutating func grow(node: Int, rows: Range<Int>, depth: Int, constants: Int) {
    var constants = constants
    guard rows.count > 1, depth < heightLimit, let split = drawSplit(rows, &constants) else {
      let length = Double(depth) + IsolationForest.averagePathLength(of: rows.count)
      nodes.base[node] = .leaf(at: node, value: length)
      return
    }
    let left = size
    size += 2
    nodes.base[node] = TreeNode(
      threshold: split.threshold, feature: split.feature, left: Int32(left))
    let middle = partition(rows, at: split.threshold)
    grow(
      node: left, rows: rows.lowerBound..<middle, depth: depth + 1, constants: constants)
    grow(
      node: left + 1, rows: middle..<rows.upperBound, depth: depth + 1, constants: constants)
  }

  /// A random feature among those that vary in the node, and a threshold that splits its values;
  /// nil if all rows are equal. Leaves the feature's values in `values`.
  private mutating func drawSplit(
    _ rows: Range<Int>, _ constants: inout Int
  ) -> (feature: Int32, threshold: Double)? {
    while constants < features.count {
      let position = constants + stream.below(features.count - constants)
      let feature = features.base[position]
      let (minimum, maximum) = readRange(of: Int(feature), rows)
      if minimum < maximum {
        let threshold = stream.uniform(minimum, maximum)
        // Between adjacent doubles rounding may reach the maximum, and so split nothing.
        return (feature, threshold < maximum ? threshold : minimum)
      }
      features.base[position] = features.base[constants]
      features.base[constants] = feature
      constants += 1
    }
    return nil
  }

  private func readRange(of feature: Int, _ rows: Range<Int>) -> (minimum: Double, maximum: Double)
  {
    switch X.type {
    case .float64: readRange(of: feature, rows, Double.self)
    case .float32: readRange(of: feature, rows, Float.self)
    }
  }

  @inline(__always)
  private func readRange<Element: BinaryFloatingPoint>(
    of feature: Int, _ rows: Range<Int>, _ type: Element.Type
  ) -> (minimum: Double, maximum: Double) {
    let column = X.base.assumingMemoryBound(to: Element.self) + feature * X.columnStride
    let (sample, values, stride) = (sample.base, values.base, X.rowStride)
    var (minimum, maximum) = (Double.infinity, -Double.infinity)
    for position in rows {
      let value = Double(column[sample[position] &* stride])
      values[position] = value
      minimum = value < minimum ? value : minimum
      maximum = value > maximum ? value : maximum
    }
    return (minimum, maximum)
  }

  /// Moves the rows at or below the threshold to the front; returns the index of the first other
  /// row.
  private func partition(_ rows: Range<Int>, at threshold: Double) -> Int {
    let (sample, values) = (sample.base, values.base)
    var middle = rows.lowerBound
    for position in rows {
      // Unconditional swaps and a counted comparison leave no branch to mispredict.
      let (row, value) = (sample[position], values[position])
      sample[position] = sample[middle]
      values[position] = values[middle]
      sample[middle] = row
      values[middle] = value
      middle &+= value <= threshold ? 1 : 0
    }
    return middle
  }
}
