import Testing

@testable import DASCore

@Suite struct RandomStreamTests {
  /// Known answers of Random123's reference implementation (kat_vectors, philox4x32-10).
  @Test func referenceHasTheKnownAnswers() {
    let zero = ReferencePhilox.words(counter: (0, 0, 0, 0), key: (0, 0))
    #expect(zero.0 == 0xe169_c58d_6627_e8d5)
    #expect(zero.1 == 0x9b00_dbd8_bc57_ac4c)
    let ones = ReferencePhilox.words(counter: (.max, .max, .max, .max), key: (.max, .max))
    #expect(ones.0 == 0x41c8_3b0e_408f_276d)
    #expect(ones.1 == 0x6d54_51fd_a20b_c7c6)
    let digitsOfPi = ReferencePhilox.words(
      counter: (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: (0xa409_3822, 0x299f_31d0)
    )
    #expect(digitsOfPi.0 == 0x94fd_cceb_d16c_fe09)
    #expect(digitsOfPi.1 == 0x2412_6ea1_5001_e420)
  }

  /// A stream's words are Philox blocks in order, named by purpose and index.
  @Test(arguments: [0, 1 << 63 | 5] as [UInt64], [0, 1 << 35 | 3])
  func wordsAreThoseOfPhilox(seed: UInt64, index: Int) {
    var stream = RandomStream(seed: seed, purpose: .test, index: index)
    let name = 6 << 40 | UInt64(index)
    for block in 0..<250 {
      let words = ReferencePhilox.words(
        counter: (UInt32(block), 0, UInt32(name & 0xffff_ffff), UInt32(name >> 32)),
        key: (UInt32(seed & 0xffff_ffff), UInt32(seed >> 32)))
      #expect(stream.next() == words.0)
      #expect(stream.next() == words.1)
    }
  }
}

extension RandomStreamTests {
  /// Mean and variance of uniform and normal draws, within five standard errors.
  @Test func momentsAreRight() {
    let count = 40_000
    var stream = RandomStream(seed: 7, purpose: .test)
    let uniforms = (0..<count).map { _ in stream.uniform() }
    #expect(uniforms.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect((mean(uniforms) - 0.5).magnitude < 5 * (1.0 / 12 / Double(count)).squareRoot())
    let normals = (0..<count).map { _ in stream.normal() }
    let error = (1 / Double(count)).squareRoot()
    #expect(mean(normals).magnitude < 5 * error)
    #expect((mean(normals.map { $0 * $0 }) - 1).magnitude < 5 * error * 2.0.squareRoot())
  }

  /// `below` reaches every number under its bound about equally often, and no other.
  @Test(arguments: [1, 2, 3, 7, 1000]) func belowIsUniform(bound: Int) {
    var stream = RandomStream(seed: 1, purpose: .test)
    var counts = [Int](repeating: 0, count: bound)
    let draws = 200 * bound
    for _ in 0..<draws { counts[stream.below(bound)] += 1 }
    let deviations = counts.map { Double(($0 - 200) * ($0 - 200)) / 200 }
    // Chi-square with bound - 1 degrees of freedom, five deviations above its mean.
    let freedom = Double(bound - 1)
    #expect(deviations.reduce(0, +) <= freedom + 5 * (2 * freedom).squareRoot())
  }

  @Test func belowTakesHugeBounds() {
    var stream = RandomStream(seed: 1, purpose: .test)
    let draws = (0..<64).map { _ in stream.below(Int.max) }
    #expect(draws.allSatisfy { $0 >= 0 && $0 < Int.max })
    #expect(draws.contains { $0 > Int.max / 2 })
  }

  /// Streams of another seed, purpose or index have no number in common, and a name always gives
  /// the same stream.
  @Test func streamsAreDistinct() {
    let names: [(UInt64, RandomStream.Purpose, Int)] = [
      (0, .bootstrap, 0), (1, .bootstrap, 0), (1 << 32, .bootstrap, 0), (0, .tree, 0),
      (0, .bootstrap, 1),
      (0, .bootstrap, 1 << 32),
    ]
    let draws = names.map { name in
      var stream = RandomStream(seed: name.0, purpose: name.1, index: name.2)
      return (0..<500).map { _ in stream.next() }
    }
    #expect(Set(draws.joined()).count == 500 * names.count)
    var again = RandomStream(seed: 0, purpose: .bootstrap, index: 1 << 32)
    #expect((0..<500).map { _ in again.next() } == draws[5])
  }

  /// The front of a shuffle is a sample without replacement, all items equally likely.
  @Test func shufflesFairly() throws {
    var (stream, counts) = (RandomStream(seed: 3, purpose: .test), [Int](repeating: 0, count: 10))
    for _ in 0..<2000 {
      let items = try Buffer(Array(0..<10))
      stream.shuffle(items.elements, picks: 3)
      #expect(Set(items.array).count == 10)
      for index in 0..<3 { counts[items[index]] += 1 }
    }
    #expect(counts.allSatisfy { abs($0 - 600) < 110 })
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
}
