/// In the standardised space alone, the neighbours are stored as rows of that space; otherwise as
/// rows of the table, from which those of each space are computed again.
extension NeighborDistances {
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    writer.set(prefix + "k", neighbors)
    if spaces == [.standardized] {
      let search = distances[0].search
      writer.add(
        prefix + "reference", try search.table { $0 }, shape: [search.rows, search.columns])
    } else {
      writer.set(prefix + "spaces", FeatureSpace.name(of: spaces))
      writer.add(prefix + "rows", rows.storage, shape: [rows.rows, rows.columns])
    }
    for (space, distance) in zip(spaces, distances) {
      let own = prefix + space.prefix
      if distance.floor > 0 { writer.set(own + "floor", distance.floor) }
      distance.map.archive(to: &writer, under: own)
    }
  }

  /// nil where the forest has no such features.
  static func ifPresent(
    in reader: TensorReader, under prefix: String, features: Int
  ) throws -> NeighborDistances? {
    guard
      reader.has(prefix + "reference") || reader.has(prefix + "rows")
        || !reader.metadata(under: prefix).isEmpty
    else { return nil }
    let text = reader.textIfPresent(prefix + "spaces")
    guard let spaces = FeatureSpace.named(text ?? FeatureSpace.standardized.rawValue) else {
      throw TensorReader.broken("'\(prefix)spaces' is unknown")
    }
    let columns = features - spaces.count
    guard columns > 0 else { throw TensorReader.broken("its neighbours have no columns") }
    let rows = try reader.table(prefix + (text == nil ? "reference" : "rows"), columns: columns)
    guard rows.rows > 0 else { throw TensorReader.broken("it has no neighbours") }
    let neighbors = try reader.integer(prefix + "k", in: 1...1024)
    let distances = try spaces.map { space in
      let own = prefix + space.prefix
      let map = try SpaceMap(space, from: reader, under: own, columns: columns)
      let floor = try reader.realIfPresent(own + "floor", in: 0...Double.greatestFiniteMagnitude)
      return try NeighborDistance(
        neighbors: neighbors, map: map, reference: text == nil ? rows : map.mapped(rows.view),
        floor: floor.isNaN ? 0 : floor)
    }
    return NeighborDistances(spaces: spaces, distances: distances, rows: rows)
  }
}

extension FeatureSpace {
  /// What the names of its parts begin with; those of the first space have no prefix.
  fileprivate var prefix: String { self == .standardized ? "" : rawValue + "." }
}

extension SpaceMap {
  fileprivate func archive(to writer: inout TensorWriter, under prefix: String) {
    switch self {
    case .scaling(let scaling):
      writer.add(prefix + "shift", scaling.shift)
      writer.add(prefix + "factor", scaling.factor)
    case .ranking(let scores):
      writer.set(prefix + "limit", scores.limit)
      writer.add(prefix + "starts", scores.starts)
      writer.add(prefix + "values", scores.values)
      writer.add(prefix + "scores", scores.scores)
    }
  }

  fileprivate init(
    _ space: FeatureSpace, from reader: TensorReader, under prefix: String, columns: Int
  ) throws {
    switch space {
    case .standardized, .perplexity:
      self = .scaling(
        ColumnScaling(
          shift: try reader.bounded(prefix + "shift", count: columns),
          factor: try reader.finite(prefix + "factor", count: columns)))
    case .rank:
      self = .ranking(try RankScores(from: reader, under: prefix, columns: columns))
    }
  }
}

extension RankScores {
  fileprivate init(from reader: TensorReader, under prefix: String, columns: Int) throws {
    let starts = try reader.tensor(prefix + "starts", of: Int.self, count: columns + 1)
    let values = try reader.bounded(prefix + "values")
    let scores = try reader.bounded(prefix + "scores", count: values.count)
    guard starts[0] == 0, starts[columns] == values.count else {
      throw TensorReader.broken("its quantiles are not those of its columns")
    }
    for column in 0..<columns {
      let (first, end) = (starts[column], starts[column + 1])
      guard first >= 0, first < end, end <= values.count, end - first <= Self.maxQuantiles else {
        throw TensorReader.broken("column \(column) has no quantiles, or too many")
      }
      for quantile in first + 1..<max(end, first + 1)
      where values[quantile - 1] >= values[quantile] || scores[quantile - 1] > scores[quantile] {
        throw TensorReader.broken("the quantiles of column \(column) are not in order")
      }
    }
    let limit = try reader.real(prefix + "limit")
    guard 0...MatrixView.maxMagnitude ~= limit else {
      throw TensorReader.broken("'\(prefix)limit' is no normal score")
    }
    self.init(starts: starts, values: values, scores: scores, limit: limit)
  }
}
