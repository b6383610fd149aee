import DASHeader
import Testing

@Suite struct CalibrationTests {
  private func calibrated(_ session: Session, rows: Int = 99) throws -> Owned {
    let model = try session.model(on: .normal())
    let fresh = Table.normal(rows: rows, seed: 9)
    return try session.make(das_model_free) {
      das_model_calibrate($0, model.reference, &fresh.matrix, $1)
    }
  }

  @Test("p-values are ranks among the calibration scores: (1 + at or above) / (n + 1)")
  func pValues() throws {
    let session = try Session()
    let model = try calibrated(session)
    let reference = try session.scores(model, .normal(rows: 99, seed: 9))
    let X = Table.spread()
    let scores = try session.scores(model, X)
    let p = try session.scores(model, X, by: das_model_pvalues)
    for row in 0..<30 {
      let above = reference.count { $0 >= scores[row] }
      #expect(p[row] == Double(1 + above) / 100)
    }
  }

  @Test(
    "rows are flagged by their p-values, and selected as Benjamini and Hochberg do",
    arguments: [0.01, 0.05, 0.1, 0.25, 0.5, 0.99])
  func labels(level: Double) throws {
    let session = try Session()
    let model = try calibrated(session)
    for X in [Table.normal(seed: 4), .spread()] {
      let p = try session.scores(model, X, by: das_model_pvalues)
      #expect(try session.labels(model, X, level) == p.map { $0 <= level + 1e-12 ? 1 : 0 })
      let sorted = p.sorted()
      let bound =
        sorted.indices.last {
          sorted[$0] * Double(p.count) <= level * Double($0 + 1) * (1 + 1e-12)
        }.map { sorted[$0] } ?? 0
      let selected = try session.labels(model, X, level, by: das_model_select)
      #expect(selected == p.map { $0 <= bound ? 1 : 0 })
    }
  }

  @Test("without calibration the threshold is the quantile of the training scores")
  func training() throws {
    let session = try Session()
    let model = try session.model(on: .normal())
    var (scores, count) = ([Double](repeating: 0, count: 60), Int64(0))
    try session.run {
      das_model_training_scores($0, model.reference, nil, nil, &scores, 60, &count)
    }
    let threshold = try session.threshold(model, level: 0.1)
    #expect(scores.count { $0 > threshold } == 6)
  }

  @Test("too few fresh rows for a level flag nothing")
  func tooFew() throws {
    let session = try Session()
    #expect(try session.threshold(calibrated(session, rows: 5), level: 0.1) == .infinity)
  }

  @Test("a level outside (0, 1) is refused", arguments: [0, 1, -0.5, 2, Double.nan, .infinity])
  func levels(level: Double) throws {
    let session = try Session()
    let X = Table.normal()
    let model = try session.model(on: X).reference
    var (threshold, labels) = (7.0, [Int32](repeating: 0, count: 60))
    let expected = Outcome.outOfRange(
      "level is \(level); it takes a real between 0 and 1, both excluded")
    #expect(session.outcome { das_model_threshold($0, model, level, &threshold) } == expected)
    #expect(
      session.outcome { das_model_predict($0, model, &X.matrix, level, &labels, 60) } == expected)
    #expect(
      session.outcome { das_model_select($0, model, &X.matrix, level, &labels, 60) } == expected)
    #expect(threshold == 7)
  }

  @Test("NULL for each argument, mismatched columns and too little room")
  func refused() throws {
    let session = try Session()
    let (X, narrow) = (Table.normal(), Table.normal(columns: 2))
    let fitted = try session.model(on: X).reference
    var (model, threshold) = (das_model_ref?.none, 0.0)
    var (p, labels) = ([Double](repeating: 0, count: 60), [Int32](repeating: 0, count: 60))
    let nulls: [(Outcome, String)] = [
      (session.outcome { das_model_calibrate($0, nil, &X.matrix, &model) }, "model"),
      (session.outcome { das_model_calibrate($0, fitted, nil, &model) }, "X_fresh"),
      (session.outcome { das_model_calibrate($0, fitted, &X.matrix, nil) }, "calibrated"),
      (session.outcome { das_model_threshold($0, nil, 0.1, &threshold) }, "model"),
      (session.outcome { das_model_threshold($0, fitted, 0.1, nil) }, "threshold"),
      (session.outcome { das_model_pvalues($0, nil, &X.matrix, &p, 60) }, "model"),
      (session.outcome { das_model_pvalues($0, fitted, nil, &p, 60) }, "X"),
      (session.outcome { das_model_pvalues($0, fitted, &X.matrix, nil, 60) }, "p_values"),
      (session.outcome { das_model_predict($0, nil, &X.matrix, 0.1, &labels, 60) }, "model"),
      (session.outcome { das_model_predict($0, fitted, nil, 0.1, &labels, 60) }, "X"),
      (session.outcome { das_model_predict($0, fitted, &X.matrix, 0.1, nil, 60) }, "labels"),
      (session.outcome { das_model_select($0, nil, &X.matrix, 0.1, &labels, 60) }, "model"),
      (session.outcome { das_model_select($0, fitted, nil, 0.1, &labels, 60) }, "X"),
      (session.outcome { das_model_select($0, fitted, &X.matrix, 0.1, nil, 60) }, "labels"),
    ]
    for (outcome, argument) in nulls { #expect(outcome == .null(argument)) }
    #expect(model == nil)
    #expect(
      session.outcome { das_model_calibrate($0, fitted, &narrow.matrix, &model) }
        == .shapeMismatch("X_fresh has 2 columns; 3 are expected"))
    #expect(
      session.outcome { das_model_predict($0, fitted, &X.matrix, 0.1, &labels, 3) }
        == .shapeMismatch("labels has a capacity of 3 but 60 elements are to be written"))
    #expect(
      session.outcome { das_model_pvalues($0, fitted, &X.matrix, &p, -3) }
        == .shapeMismatch("p_values has a capacity of -3 but 60 elements are to be written"))
  }
}
