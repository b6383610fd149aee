import Testing

@testable import DASCore

@Suite struct CalibrationTests {
  @Test func pValuesCountScoresAtOrAbove() throws {
    let calibration = try Calibration(.heldOut, scores: Buffer([4, 1, 3, 2]))
    #expect(calibration.pValue(of: 0) == 1)
    #expect(calibration.pValue(of: 3) == 3.0 / 5)
    #expect(calibration.pValue(of: 3.5) == 2.0 / 5)
    #expect(calibration.pValue(of: 9) == 1.0 / 5)
  }

  /// A score exceeds the threshold exactly where its p-value is at most the level.
  @Test func heldOutThresholdAgreesWithPValues() throws {
    var random = RandomStream(seed: 2, purpose: .test)
    for count in [1, 2, 9, 10, 99] {
      // Rounded, so that ties are frequent.
      let scores = (0..<count).map { _ in (random.normal() * 3).rounded() }
      let calibration = try Calibration(.heldOut, scores: Buffer(scores))
      for level in [0.01, 0.1, 0.2, 0.5, 0.9, 0.999] {
        let threshold = calibration.threshold(level: level)
        for score in scores + [-99, 99, 0.5] {
          #expect((score > threshold) == (calibration.pValue(of: score) <= level * (1 + 1e-12)))
        }
      }
    }
  }

  /// For exchangeable rows the share flagged is at most the level, and close to it.
  @Test func freshRowsAreFlaggedAtTheLevel() throws {
    var random = RandomStream(seed: 3, purpose: .test)
    var flagged = 0
    for _ in 0..<400 {
      let scores = (0..<99).map { _ in random.normal() }
      let threshold = try Calibration(.heldOut, scores: Buffer(scores)).threshold(level: 0.1)
      for _ in 0..<10 where random.normal() > threshold { flagged += 1 }
    }
    // 4000 draws at .1, correlated in tens: three standard deviations are about .018.
    #expect(abs(Double(flagged) / 4000 - 0.1) < 0.02)
  }

  @Test func trainingThresholdIsThePercentileOfPyOD() throws {
    let calibration = try Calibration(.training, scores: Buffer((0...10).map(Double.init)))
    #expect(calibration.threshold(level: 0.1) == 9)
    #expect(abs(calibration.threshold(level: 0.25) - 7.5) < 1e-12)
  }

  @Test func noScoresAreAnError() {
    #expect(throws: DASError.self) { try Calibration(.heldOut, scores: Buffer([.nan])) }
  }

  /// Benjamini and Hochberg by their definition: the largest k with p_(k) <= level k / m.
  @Test func selectionIsThatOfBenjaminiAndHochberg() throws {
    var random = RandomStream(seed: 4, purpose: .test)
    let calibration = try Calibration(
      .heldOut, scores: Buffer((0..<199).map { _ in random.normal() }))
    for (count, shift) in [(1, 0.0), (1, 9), (40, 0), (40, 3), (300, 2)] {
      let scores = (0..<count).map { row in random.normal() + (row % 4 == 0 ? shift : 0) }
      let p = scores.map(calibration.pValue(of:)).sorted()
      for level in [0.01, 0.1, 0.5] {
        let bound = try calibration.selection(
          of: Buffer(scores), level: level, on: Execution())
        let last = p.indices.last { p[$0] * Double(count) <= level * Double($0 + 1) * (1 + 1e-12) }
        #expect(bound == last.map { p[$0] } ?? 0)
      }
    }
  }

  /// With a fifth of true anomalies, the false ones among those selected are at most the level's
  /// share.
  @Test func selectionBoundsFalseDiscoveries() throws {
    var random = RandomStream(seed: 5, purpose: .test)
    var fraction = 0.0
    for _ in 0..<200 {
      let calibration = try Calibration(
        .heldOut, scores: Buffer((0..<499).map { _ in random.normal() }))
      let scores = (0..<100).map { row in random.normal() + (row < 20 ? 3 : 0) }
      let bound = try calibration.selection(of: Buffer(scores), level: 0.2, on: Execution())
      let selected = scores.indices.filter { calibration.pValue(of: scores[$0]) <= bound }
      fraction += Double(selected.count { $0 >= 20 }) / Double(max(selected.count, 1)) / 200
    }
    // In expectation .2 * .8; the standard error is about .008.
    #expect(abs(fraction - 0.16) < 0.03)
  }

  @Test func selectionWithoutHeldOutScoresIsSaid() throws {
    var lines: [String] = []
    let execution = Execution(log: { _, text in lines.append(text) })
    let scores = try Buffer([1.0, 2, 3])
    _ = try Calibration(.training, scores: scores).selection(of: scores, level: 0.1, on: execution)
    #expect(lines.count == 1 && lines[0].hasPrefix("the model is not calibrated"))
    _ = try Calibration(.crossFitted, scores: scores).selection(
      of: scores, level: 0.1, on: execution)
    #expect(lines.count == 1)
  }
}
