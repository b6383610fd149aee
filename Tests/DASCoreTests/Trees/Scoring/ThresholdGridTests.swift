import Testing

@testable import DASCore

@Suite struct ThresholdGridTests {
  /// Each feature has a bin for each value: the gaps are between neighbours.
  private func grid(_ features: [[Double]]) throws -> ThresholdGrid {
    let bins = try BinMapper(columns: features.count)
    for (feature, values) in features.enumerated() {
      let sorted = try Buffer(values.sorted())
      bins.setBins(of: feature, sorted: UnsafeBufferPointer(sorted.elements))
    }
    return try ThresholdGrid(bins, columns: features.count)
  }

  private func quantized(_ values: [Double], _ grid: ThresholdGrid, feature: Int = 0) throws
    -> [Int]
  {
    let (values, quantized) = (
      try Buffer(values), try Buffer<UInt16>(repeating: 9, count: values.count)
    )
    grid.quantize(
      values.base, stride: 1, count: values.count, feature: feature, into: quantized.base)
    return quantized.array.map(Int.init)
  }

  /// Training values are quantised to their bin, values outside to the first or last bin.
  @Test(arguments: [1, 2, 3, 128, 255, 256]) func binsHaveMultiplesOf256(_ count: Int) throws {
    let values = (0..<count).map { Double($0 * $0) - 7 }
    let expected = (0..<count).map { 256 * $0 }
    #expect(try quantized(values, grid([values])) == expected)
    #expect(try quantized([-1e300, 1e300], grid([values])) == [0, 256 * (count - 1)])
  }

  /// In a gap from 0 to 256 the threshold at position k is k: exactly the greater values have a
  /// greater quantised value.
  @Test func quantizedValuesDecideSidesOfThresholds() throws {
    let grid = try grid([[-5, 0, 256, 300]])
    let values = (0...512).map { Double($0) / 2 } + [0x1p-1074, 1 + 0x1p-52, 255 - 0x1p-45]
    for (value, rank) in zip(values, try quantized(values, grid)) {
      for position in 0..<256 { #expect((rank > 256 + position) == (value > Double(position))) }
    }
  }

  /// Quantised values are monotone, also where a gap is one ulp wide or its width overflows.
  @Test(
    arguments: [
      [1, 1 + 0x1p-52, 1 + 0x1p-51], [-1.7e308, 1.7e308], [0, 0x1p-1074, 0x1p-1073],
      [-1e150, 0, 1e150],
    ] as [[Double]])
  func quantizedValuesAreMonotone(_ training: [Double]) throws {
    let grid = try grid([training])
    var stream = RandomStream(seed: 2, purpose: .test)
    let (low, high) = (training[0], training[training.count - 1])
    let between = (0..<500).map { _ in
      let fraction = stream.uniform(0, 1)
      return low * (1 - fraction) + high * fraction
    }
    let values = (training + between).sorted()
    let quantized = try quantized(values, grid)
    #expect(zip(quantized, quantized.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(try self.quantized(training, grid) == training.indices.map { 256 * $0 })
  }

  /// The position of a threshold is at or below it, and the next one above.
  @Test func positionsAreBelowThresholds() {
    #expect(ThresholdGrid.position(of: 3, 3, 259) == 0)
    #expect(ThresholdGrid.position(of: 4.5, 3, 259) == 1)
    #expect(ThresholdGrid.position(of: (259 - 0x1p-44), 3, 259) == 255)
    #expect(ThresholdGrid.position(of: 0, -1.7e308, 1.7e308) == 0)
  }

  /// The result of `packed` makes the same grid.
  @Test func comesBackFromItsParts() throws {
    let features: [[Double]] = [[1], (0..<900).map { Double($0) * 0.3 }, [4, 5, 9]]
    let grid = try grid(features)
    let (starts, lows, highs) = try grid.packed()
    #expect(starts.array == [0, 0, 255, 257])
    let copy = try ThresholdGrid(starts: starts, lows: lows, highs: highs)
    let values = (0..<3000).map { Double($0) * 0.1 - 5 }
    for feature in 0..<3 {
      #expect(
        try quantized(values, copy, feature: feature) == quantized(values, grid, feature: feature))
    }
  }
}
