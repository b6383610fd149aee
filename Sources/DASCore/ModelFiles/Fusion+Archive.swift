extension ScoreFusion: Archivable {
  func archive(to writer: inout TensorWriter, under prefix: String) {
    writer.set(prefix + "weight", weight)
    detectorScaler.archive(to: &writer, under: prefix + "detector.")
    boosterScaler.archive(to: &writer, under: prefix + "booster.")
  }

  init(from reader: TensorReader, under prefix: String) throws {
    let weight = try reader.real(prefix + "weight")
    guard weight >= 0 else { throw TensorReader.broken("'\(prefix)weight' is negative") }
    self.init(
      detectorScaler: try ScoreScaler(from: reader, under: prefix + "detector."),
      boosterScaler: try ScoreScaler(from: reader, under: prefix + "booster."), weight: weight)
  }
}

extension ScoreScaler: Archivable {
  func archive(to writer: inout TensorWriter, under prefix: String) {
    switch self {
    case .minMax(let min, let span):
      writer.set(prefix + "least", min)
      writer.set(prefix + "span", span)
    case .rank(let ecdf): writer.add(prefix + "sorted", ecdf.sorted)
    }
  }

  init(from reader: TensorReader, under prefix: String) throws {
    if reader.has(prefix + "sorted") {
      let sorted = try reader.ascending(prefix + "sorted")
      guard sorted.count > 1, sorted[0] < sorted[sorted.count - 1] else {
        throw TensorReader.broken("tensor '\(prefix)sorted' has no range")
      }
      self = .rank(ECDF(sorted: sorted))
    } else {
      let span = try reader.real(prefix + "span")
      guard span > 0 else { throw TensorReader.broken("'\(prefix)span' is not positive") }
      self = .minMax(min: try reader.real(prefix + "least"), span: span)
    }
  }
}
