/// The eigenvectors of the correlation matrix of the features that vary, with their variances.
///
/// Of tables wider than 1024 features a random 1024 are taken, and of long tables the reference
/// sample, so that the work has a bound: O(4096 x 1024^2 + 1024^3).
struct PrincipalComponents: Sendable {
  private static let maxFeatures = 1024

  /// The features that the axes span, ascending.
  let features: Buffer<Int32>
  /// Row c is the direction of component c over `features`; variances ascend.
  let directions: Matrix
  let variances: Buffer<Double>

  init(
    _ sample: ReferenceSample, varying: Buffer<Int32>, encoding: Encoding? = nil,
    seed: UInt64
  ) throws {
    self.features = try Self.choose(varying, seed: seed)
    let (rows, order) = (sample.standardized.rows, features.count)
    let values = try Matrix(rows: rows, columns: order)
    for row in 0..<rows {
      for feature in 0..<order {
        let column = Int(features[feature])
        let position = encoding.map { Int($0.columns[column].first) } ?? column
        values[row, feature] = sample.standardized[row, position]
      }
    }
    self.directions = try Matrix(rows: order, columns: order)
    directions.storage.elements.update(repeating: 0)
    guard order > 0 else {
      self.variances = try Buffer(uninitialized: 0)
      return
    }
    LinearAlgebra.addGram(
      of: values.row(0), stride: order, rows: rows, columns: order, to: directions.row(0))
    self.variances = try LinearAlgebra.eigenDecompose(directions.row(0), order: order)
    // Rounding leaves the variance of a dependent direction a little below 0.
    for feature in 0..<order { variances[feature] = max(variances[feature] / Double(rows), 0) }
  }

  private static func choose(_ varying: Buffer<Int32>, seed: UInt64) throws -> Buffer<Int32> {
    guard varying.count > maxFeatures else { return varying }
    let features = try Buffer<Int32>(varying.base, count: varying.count)
    var random = RandomStream(seed: seed, purpose: .reference, index: 1)
    random.shuffle(features.elements, picks: maxFeatures)
    let chosen = try Buffer<Int32>(features.base, count: maxFeatures)
    var ascending = chosen.elements
    ascending.sort()
    return chosen
  }

  /// The smallest number of components, of lowest or of highest variance, that hold at least a
  /// fraction of the total variance: at least one.
  func components(_ end: PrincipalNoise.End, holding fraction: Double) -> Range<Int> {
    let count = variances.count
    guard count > 0 else { return 0..<0 }
    let total = variances.elements.reduce(0, +)
    var (taken, sum) = (0, 0.0)
    while taken < count, taken == 0 || sum < fraction * total {
      sum += variances[end == .low ? taken : count - 1 - taken]
      taken += 1
    }
    return end == .low ? 0..<taken : count - taken..<count
  }

  /// For each row of `steps`, the sum of the directions of `components`, each times its step.
  func combine(_ steps: Matrix, _ components: Range<Int>) throws -> Matrix {
    let (count, order) = (components.count, features.count)
    let across = try Matrix(rows: order, columns: count)
    for feature in 0..<order {
      for (index, component) in components.enumerated() {
        across[feature, index] = directions[component, feature]
      }
    }
    let moved = try Matrix(rows: steps.rows, columns: order)
    LinearAlgebra.multiplyTransposed(
      steps.row(0), stride: count, rows: steps.rows, across.row(0), stride: count, rows: order,
      inner: count, into: moved.row(0), stride: order)
    return moved
  }
}
