import Testing

@testable import DASCore

@Suite struct ScoreAlignmentTests {
  private func samples(_ count: Int, seed: UInt64) -> [Double] {
    var random = RandomStream(seed: seed, purpose: .test)
    return (0..<count).map { _ in random.normal() }
  }

  /// Between equal training scores it is the identity, also beyond them.
  @Test func equalScalesChangeNothing() throws {
    let scores = try Buffer(samples(50, seed: 1))
    let alignment = try ScoreAlignment(from: scores, to: scores)
    for score in samples(200, seed: 2) + [-9, 9] + scores.array {
      #expect(abs(alignment.align(score) - score) < 1e-12)
    }
  }

  /// Other units of the same scores do not matter: an affine map of the source is undone
  /// everywhere, an increasing one at its training scores.
  @Test func unitsAreUndone() throws {
    let target = samples(50, seed: 1)
    let affine = try ScoreAlignment(from: Buffer(target.map { 5 * $0 - 3 }), to: Buffer(target))
    for score in samples(200, seed: 2) + [-9, 9] {
      #expect(abs(affine.align(5 * score - 3) - score) < 1e-9)
    }
    let cubed = try ScoreAlignment(from: Buffer(target.map { $0 * $0 * $0 }), to: Buffer(target))
    for score in target { #expect(abs(cubed.align(score * score * score) - score) < 1e-9) }
  }

  /// Alignment keeps the order for any two sets of training scores.
  @Test func orderIsKept() throws {
    let alignment = try ScoreAlignment(
      from: Buffer(samples(40, seed: 1).map { ($0 * 2).rounded() }),
      to: Buffer(samples(50, seed: 3)))
    let aligned = stride(from: -8.0, through: 8, by: 0.01).map(alignment.align)
    #expect(zip(aligned, aligned.dropFirst()).allSatisfy { $0 <= $1 })
  }

  /// Constant training scores give something finite.
  @Test func constantScoresAreHarmless() throws {
    let (constant, other) = (try Buffer([2.0, 2, 2]), try Buffer([1.0, 2, 3]))
    for (source, target) in [(constant, other), (other, constant), (constant, constant)] {
      let alignment = try ScoreAlignment(from: source, to: target)
      for score in [-5.0, 2, 7] { #expect(alignment.align(score).isFinite) }
    }
  }
}
