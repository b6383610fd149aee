/// What moves know of one column of a mixed table.
struct MixedColumn: Sendable {
  let kind: Schema.Kind
  /// The codes of the fit by falling frequency and then by their first row, so that the numbering
  /// of categories plays no part.
  let categories: [Int]
  /// The training cells of each of `categories`.
  let counts: [Int]
  /// The fraction of training cells that are missing.
  let missing: Double
  /// The distance of two categories in standard deviations.
  let distance: Double

  init(_ summary: ColumnSummary, _ kind: Schema.Kind) {
    (self.kind, categories) = (kind, summary.order)
    counts = categories.map { summary.counts[$0] }
    missing = Double(summary.missing) / Double(max(summary.present + summary.missing, 1))
    let total = Double(max(summary.present, 1))
    let variety = 1 - counts.reduce(0) { $0 + (Double($1) / total) * (Double($1) / total) }
    distance = (2 / max(variety, Encoding.minVariety)).squareRoot()
  }

  /// Whether a move may change the cells.
  var varies: Bool { categories.count + (missing > 0 ? 1 : 0) > 1 }

  /// The fraction of the present cells that have a category.
  func frequency(of code: Double) -> Double {
    guard let index = categories.firstIndex(where: { Double($0) == code }) else { return 0 }
    return Double(counts[index]) / Double(counts.reduce(0, +))
  }

  /// A category other than two codes, half by frequency and half evenly; nil if there is none.
  func category(
    otherThan code: Double, or second: Double = .nan, _ random: inout RandomStream
  ) -> Double? {
    let others = categories.indices.filter {
      Double(categories[$0]) != code && Double(categories[$0]) != second
    }
    guard !others.isEmpty else { return nil }
    if random.next() & 1 == 0 { return Double(categories[others[random.below(others.count)]]) }
    var left = random.below(others.reduce(0) { $0 + counts[$1] })
    for index in others {
      left -= counts[index]
      if left < 0 { return Double(categories[index]) }
    }
    return nil
  }

  /// Any category with equal probability, or none with that of a missing cell.
  func cell(_ random: inout RandomStream) -> Double {
    if categories.isEmpty || random.uniform() < missing { return .nan }
    return Double(categories[random.below(categories.count)])
  }

  /// The code of the fit that is nearest to a number, the lower one at a tie.
  func nearest(to value: Double) -> Double {
    categories.reduce(.infinity) { best, code in
      let (own, other) = (abs(Double(code) - value), abs(best - value))
      return own < other || (own == other && Double(code) < best) ? Double(code) : best
    }
  }
}
