import Testing

@testable import DASCore

@Suite struct CutGridTests {
  /// Each feature's bins hold `values` one by one: the gaps lie between neighbours.
  private func grid(_ features: [[Double]]) throws -> CutGrid {
    let bins = try FeatureBins(columns: features.count)
    for (feature, values) in features.enumerated() {
      let sorted = try Buffer(values.sorted())
      bins.cut(feature, sorted: UnsafeBufferPointer(sorted.elements))
    }
    return try CutGrid(bins, columns: features.count)
  }

  private func codes(_ values: [Double], _ grid: CutGrid, feature: Int = 0) throws -> [Int] {
    let (values, codes) = (
      try Buffer(values), try Buffer<UInt16>(repeating: 9, count: values.count)
    )
    grid.encode(values.base, stride: 1, count: values.count, feature: feature, into: codes.base)
    return codes.array.map(Int.init)
  }

  /// Training values have the code of their bin, and what lies outside that of the first or last.
  @Test(arguments: [1, 2, 3, 128, 255, 256]) func binsHaveRoundCodes(_ count: Int) throws {
    let values = (0..<count).map { Double($0 * $0) - 7 }
    let expected = (0..<count).map { 256 * $0 }
    #expect(try codes(values, grid([values])) == expected)
    #expect(try codes([-1e300, 1e300], grid([values])) == [0, 256 * (count - 1)])
  }

  /// In a gap from 0 to 256 the cut at place k is k: greater values have greater codes than it, others do
  /// not.
  @Test func codesTellOnWhichSideOfACutAValueIs() throws {
    let grid = try grid([[-5, 0, 256, 300]])
    let values = (0...512).map { Double($0) / 2 } + [0x1p-1074, 1 + 0x1p-52, 255 - 0x1p-45]
    for (value, code) in zip(values, try codes(values, grid)) {
      for place in 0..<256 { #expect((code > 256 + place) == (value > Double(place))) }
    }
  }

  /// Codes rise with the values, also where a gap is one ulp wide or its width overflows.
  @Test(
    arguments: [
      [1, 1 + 0x1p-52, 1 + 0x1p-51], [-1.7e308, 1.7e308], [0, 0x1p-1074, 0x1p-1073],
      [-1e150, 0, 1e150],
    ] as [[Double]])
  func codesRise(_ training: [Double]) throws {
    let grid = try grid([training])
    var stream = RandomStream(seed: 2, purpose: .test)
    let (low, high) = (training[0], training[training.count - 1])
    let between = (0..<500).map { _ in
      let share = stream.uniform(0, 1)
      return low * (1 - share) + high * share
    }
    let values = (training + between).sorted()
    let codes = try codes(values, grid)
    #expect(zip(codes, codes.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(try self.codes(training, grid) == training.indices.map { 256 * $0 })
  }

  /// The place of a threshold is at or below it, and the next one above.
  @Test func placesHoldThresholds() {
    #expect(CutGrid.place(of: 3, 3, 259) == 0)
    #expect(CutGrid.place(of: 4.5, 3, 259) == 1)
    #expect(CutGrid.place(of: (259 - 0x1p-44), 3, 259) == 255)
    #expect(CutGrid.place(of: 0, -1.7e308, 1.7e308) == 0)
  }

  /// What `packed` gives makes the same grid.
  @Test func comesBackFromItsParts() throws {
    let features: [[Double]] = [[1], (0..<900).map { Double($0) * 0.3 }, [4, 5, 9]]
    let grid = try grid(features)
    let (starts, lows, highs) = try grid.packed()
    #expect(starts.array == [0, 0, 255, 257])
    let copy = try CutGrid(starts: starts, lows: lows, highs: highs)
    let values = (0..<3000).map { Double($0) * 0.1 - 5 }
    for feature in 0..<3 {
      #expect(try codes(values, copy, feature: feature) == codes(values, grid, feature: feature))
    }
  }
}
