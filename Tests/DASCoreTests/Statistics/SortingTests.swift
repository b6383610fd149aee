import Testing

@testable import DASCore

@Suite struct SortingTests {
  /// Sizes on both sides of the switch to radix sort.
  private static let sizes = [0, 1, 2, 255, 256, 257, 1000, 5000]

  private enum Kind: CaseIterable { case normal, wide, tied, constant, zeros }

  private func values(_ kind: Kind, _ count: Int) -> [Double] {
    var stream = RandomStream(seed: UInt64(count), purpose: .test)
    return (0..<count).map { _ in
      switch kind {
      case .normal: stream.normal()
      case .wide:
        stream.normal() * Double(sign: .plus, exponent: stream.below(900) - 450, significand: 1)
      case .tied: Double(stream.below(5)) - 2
      case .constant: -7.25
      case .zeros:
        [-0.0, 0, Double.leastNonzeroMagnitude, -Double.leastNonzeroMagnitude][stream.below(4)]
      }
    }
  }

  @Test(arguments: sizes) func sortsAsSwiftDoes(size: Int) throws {
    for kind in Kind.allCases {
      let values = values(kind, size)
      let sorted = try Buffer(values)
      try Sorting.sort(sorted.elements)
      #expect(sorted.array == values.sorted())
    }
  }

  /// The order is that of a stable sort: ties keep their order, and -0 ties with 0.
  @Test(arguments: sizes) func ordersStably(size: Int) throws {
    for kind in Kind.allCases {
      let values = values(kind, size)
      let buffer = try Buffer(values)
      let order = try Sorting.order(of: UnsafeBufferPointer(buffer.elements))
      let expected = (0..<size).sorted { (values[$0], $0) < (values[$1], $1) }
      #expect(order.array.map(Int.init) == expected)
    }
  }

  @Test func ranksCount() throws {
    let sorted = values(.tied, 300).sorted()
    let buffer = try Buffer(sorted)
    for query in [-3, -2, -1.5, 0, 2, 2.5] {
      let below = buffer.lowerBound(of: query)
      let through = buffer.upperBound(of: query)
      #expect(below == sorted.count { $0 < query })
      #expect(through == sorted.count { $0 <= query })
    }
  }

  /// numpy.quantile([1, 2, 4, 8], ...) with its default, linear interpolation.
  @Test func quantilesInterpolate() throws {
    let sorted = try Buffer([1.0, 2, 4, 8])
    for (fraction, expected) in [
      (0, 1), (1, 8), (0.5, 3), (0.25, 1.75), (0.9, 6.8), (-1, 1), (2, 8),
    ] {
      let quantile = Sorting.quantile(fraction, of: sorted.base, count: 4)
      #expect((quantile - expected).magnitude < 1e-14)
    }
  }
}
