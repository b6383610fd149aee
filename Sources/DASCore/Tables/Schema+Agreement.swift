extension Schema {
  /// Checks that two schemas have the same kinds and categories; nil stands for numeric columns.
  ///
  /// Whether cells may be missing is compared only if `exactly` is set. Both have the same columns.
  /// - Parameter what: what `given` belongs to.
  package static func check(
    _ given: Schema?, against expected: Schema?, _ what: String, exactly: Bool = false
  ) throws {
    guard let count = (given ?? expected)?.count else { return }
    if let given, let expected, given.isIdentical(to: expected) { return }
    for column in 0..<count {
      let (one, other) = (given?[column] ?? Column(), expected?[column] ?? Column())
      guard one.kind == other.kind, one.categories == other.categories,
        !exactly || one.allowsMissing == other.allowsMissing
      else {
        throw DASError(
          .shapeMismatch,
          "column \(column) of \(what) is \(one.text(exactly)); \(other.text(exactly)) is expected")
      }
      try given?.checkNames(of: column, against: expected, what)
    }
  }

  private func checkNames(of column: Int, against other: Schema?, _ what: String) throws {
    guard let own = names(of: column), let expected = other?.names(of: column) else { return }
    for code in 0..<self[column].categoryCount where own[code] != expected[code] {
      throw DASError(
        .shapeMismatch,
        "category \(code) of column \(column) of \(what) is "
          + "\(ForeignText.quoted(own[code], atMost: 60)); "
          + "\(ForeignText.quoted(expected[code], atMost: 60)) is expected")
    }
  }

  /// An error for a stage that takes only numeric columns without missing cells.
  package func refusal(by stage: String) -> DASError {
    let column = (0..<count).first { !self[$0].isPlain } ?? 0
    return DASError(
      .unsupported,
      "\(stage) does not take \(self[column].isCategorical ? "categories" : "missing values"), "
        + "but column \(column) is \(self[column].text(true))")
  }
}

extension Schema.Column {
  /// The column in words.
  fileprivate func text(_ withMissing: Bool) -> String {
    let categories = isCategorical ? ", with \(categoryCount) categories" : ""
    return "\(kind)\(categories)" + (withMissing && allowsMissing ? ", may be missing" : "")
  }
}
