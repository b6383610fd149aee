/// One part of a mixture program: it draws seed rows, and applies moves to them in order.
package struct MixtureComponent: Equatable, Sendable {
  /// The fraction of the rows that it makes, relative to the other components' weights.
  package var weight: Double
  package var seeds: SeedSelection
  package var moves: [any Move]

  package static let weights = 1e-6...1e6
  package static let moveCounts = 1...8

  package init(weight: Double = 1, seeds: SeedSelection = SeedSelection(), _ moves: any Move...) {
    self.init(weight: weight, seeds: seeds, moves: moves)
  }

  package init(weight: Double, seeds: SeedSelection, moves: [any Move]) {
    self.weight = weight
    self.seeds = seeds
    self.moves = moves
  }

  package static func == (a: MixtureComponent, b: MixtureComponent) -> Bool {
    a.weight == b.weight && a.seeds == b.seeds && a.moves.count == b.moves.count
      && zip(a.moves, b.moves).allSatisfy { $0.isEqual(to: $1) }
  }

  /// What its seeds and moves need.
  var requirements: Requirements {
    var requirements = Requirements()
    if seeds.order == .score { requirements.scores = true }
    if seeds.order == .neighborDistance { requirements.neighbors = seeds.neighbors }
    for move in moves { requirements.formUnion(move.requirements) }
    return requirements
  }

  func check(_ path: String) throws {
    guard Self.weights.contains(weight) else {
      throw DASError(
        .outOfRange,
        "\(path).weight is \(weight); it takes a real in "
          + "\(Self.weights.lowerBound) ... \(Self.weights.upperBound)")
    }
    guard Self.moveCounts.contains(moves.count) else {
      throw DASError(
        .outOfRange,
        "\(path).moves has \(moves.count) items; it takes 1 to \(Self.moveCounts.upperBound)")
    }
    try seeds.check("\(path).seeds")
    for (index, move) in moves.enumerated() { try move.check("\(path).moves[\(index)]") }
  }
}
