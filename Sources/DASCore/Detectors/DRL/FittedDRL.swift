/// The mean over networks of |h - w beta|^2, each divided by its mean over training rows.
public struct FittedDRL: FittedDetector {
  let input: DRLInput
  let networks: [DRLNetwork]
  /// What the networks' scores are divided by.
  let scales: Buffer<Double>
  private let forwards: [DRLForward]

  public var name: String { DRL.name }
  public var columns: Int { input.columns }

  /// Rows that go through a network at once.
  private static let tileRows = 256

  init(input: DRLInput, networks: [DRLNetwork], scales: Buffer<Double>) throws {
    (self.input, self.networks, self.scales) = (input, networks, scales)
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
        let factor = 1 / (scales.base[index] * Double(forwards.count))
        for row in 0..<range.count { scores[row] += factor * layers.distance(row) }
      }
    }
  }
}
