import Glibc

/// What training makes small, by both of its measures and all networks: the geometric mean over networks of
///
///     |h - w beta|^2 / scale + 1/4 (1 - cos(h D, x)) / deviation
///
/// where scale and deviation are the means of the two over training rows. Networks that have no decoder D, by
/// an alignment of 0 or as in the first files, score by the mean of the first term alone.
public struct FittedDRL: FittedDetector {
  let input: DRLInput
  let networks: [DRLNetwork]
  /// The means over training rows of |h - w beta|^2, and of 1 - cos(h D, x) where there are decoders.
  let scales: Buffer<Double>
  let deviations: Buffer<Double>?
  private let forwards: [DRLForward]

  public var name: String { DRL.name }
  public var columns: Int { input.columns }

  /// Rows that go through a network at once.
  private static let tileRows = 256

  /// The weight of the second term.
  private static let deviationWeight = 0.25

  init(
    input: DRLInput, networks: [DRLNetwork], scales: Buffer<Double>, deviations: Buffer<Double>?
  ) throws {
    (self.input, self.networks) = (input, networks)
    (self.scales, self.deviations) = (scales, deviations)
    forwards = try networks.map { try DRLForward($0) }
  }

  public func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    guard let shape = networks.first?.shape else { return }
    let tiles = (X.rows + Self.tileRows - 1) / Self.tileRows
    try execution.forEach(tiles) { tile in
      let range = tile * Self.tileRows..<min((tile + 1) * Self.tileRows, X.rows)
      let memory = try execution.scratch(
        DRLActivations.size(shape, rows: range.count), of: Float.self)
      let layers = DRLActivations(shape, rows: range.count, in: memory.base)
      let row = try execution.scratch(columns)
      for place in 0..<range.count {
        input.write(range.lowerBound + place, of: X, to: layers.x.row(place), through: row.base)
      }
      let scores = scores + range.lowerBound
      scores.update(repeating: 0, count: range.count)
      for (index, forward) in forwards.enumerated() {
        forward.run(layers, rows: range.count)
        add(network: index, layers, to: scores, rows: range.count)
      }
      if deviations != nil { for row in 0..<range.count { scores[row] = exp(scores[row]) } }
    }
  }

  /// Adds a network's part of the mean, or of the geometric mean's logarithm.
  private func add(
    network index: Int, _ layers: DRLActivations, to scores: UnsafeMutablePointer<Double>,
    rows: Int
  ) {
    let (scale, count) = (scales.base[index], Double(forwards.count))
    guard let deviations else {
      let factor = 1 / (scale * count)
      for row in 0..<rows { scores[row] += factor * layers.distance(row) }
      return
    }
    forwards[index].decode(layers, rows: rows)
    let weight = Self.deviationWeight / deviations.base[index]
    for row in 0..<rows {
      let misfit = layers.distance(row) / scale + weight * layers.deviation(row)
      scores[row] += log(misfit) / count
    }
  }
}
