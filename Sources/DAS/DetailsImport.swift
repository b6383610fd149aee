internal import CDAS
internal import DASCore

extension Details {
  /// Checks foreign details and copies them; what made the object stays as it was.
  ///
  /// - Parameter columns: of the object's rows; 0 where a wrapped one does not say.
  init(
    importing foreign: UnsafePointer<das_details>?, columns: Int, provenance: [String: String]
  ) throws {
    self.init(provenance: provenance)
    let foreign = try required(foreign, "details").pointee
    try checkSize(foreign.size, of: das_details.self, "details")
    featureNames = try FeatureNames(
      importing: foreign.feature_names, "details->feature_names", columns: columns)
    if foreign.contamination != 0 { try setContamination(foreign.contamination) }
    switch foreign.has_threshold {
    case 0: break
    case 1: try setThreshold(foreign.threshold)
    default:
      throw DASError(
        .invalidArgument, "details->has_threshold is \(foreign.has_threshold); it takes 0 or 1")
    }
    if let scores = foreign.training_scores {
      try setTrainingScores(Buffer(scores, count: checkedRows(foreign.rows)))
    }
    if foreign.note != nil { try setNote(requiredText(foreign.note, "details->note")) }
  }

  /// What C sees of them: pointers into the object that holds them.
  func export(to target: UnsafeMutablePointer<das_details>?) throws {
    let target = try required(target, "details")
    try checkSize(target.pointee.size, of: das_details.self, "details")
    target.pointee = das_details(
      size: MemoryLayout<das_details>.size, feature_names: featureNames?.pointers.constant,
      note: note.map { UnsafeRawPointer($0.base).assumingMemoryBound(to: CChar.self) },
      training_scores: trainingScores.map { UnsafePointer($0.base) },
      rows: Int64(trainingScores?.count ?? 0), contamination: contamination ?? 0,
      threshold: threshold ?? 0, has_threshold: threshold == nil ? 0 : 1, reserved: 0)
  }
}

extension Buffer {
  fileprivate var constant: UnsafePointer<Element> { UnsafePointer(base) }
}

private func checkedRows(_ rows: Int64) throws -> Int {
  guard (1...Int64(Int32.max)).contains(rows) else {
    throw DASError(.outOfRange, "details->rows is \(rows); it takes an integer of at least 1")
  }
  return Int(rows)
}

extension FeatureNames {
  /// Copies one name for each column; nil for NULL.
  convenience init?(
    importing foreign: UnsafePointer<UnsafePointer<CChar>?>?, _ what: String, columns: Int
  ) throws {
    guard let foreign else { return nil }
    guard columns > 0 else {
      throw DASError(
        .unsupported, "\(what): a wrapped object does not say how many columns it takes")
    }
    try self.init((0..<columns).map { try requiredText(foreign[$0], "\(what)[\($0)]") })
  }
}

/// Names that two parts of one model are known by: those of either, or an error where they differ.
func sameNames(
  _ first: FeatureNames?, _ second: FeatureNames?, _ what: String
) throws -> FeatureNames? {
  if let first, let second { try first.check(second, what) }
  return first ?? second
}
