import DASHeader
import Testing

@Suite struct DetectorTests {
  @Test("a fitted detector knows its columns and gives finite scores", arguments: Stages.detectors)
  func scores(stage: String) throws {
    let session = try Session()
    let X = Table.normal()
    let detector = try session.detector(stage, on: X)
    #expect(das_detector_columns(detector.reference) == 3)
    let scores = try session.scores(detector, X, by: das_detector_score)
    #expect(scores.allSatisfy { $0.isFinite })
    let training = try session.scores(detector, X, by: das_detector_training_scores)
    #expect(training.allSatisfy { $0.isFinite })
    let isolated = Table(rows: 1, columns: 3) { _, column in column == 1 ? 40 : -40 }
    let outlier = try session.scores(detector, isolated, by: das_detector_score)[0]
    #expect(outlier > training.sorted()[40], "higher = more anomalous")
  }

  @Test(
    "a score depends on the row alone: alone, permuted and in any batch",
    arguments: Stages.detectors)
  func rowOnly(stage: String) throws {
    let session = try Session()
    let X = Table.normal()
    let detector = try session.detector(stage, on: X)
    let scores = try session.scores(detector, X, by: das_detector_score)
    let scale = scores.map(abs).max() ?? 1
    let reversed = Table(rows: 60, columns: 3) { X[59 - $0, $1] }
    let permuted = try session.scores(detector, reversed, by: das_detector_score)
    for row in 0..<60 {
      #expect(abs(permuted[59 - row] - scores[row]) <= 1e-12 * scale)
      let single = Table(rows: 1, columns: 3) { X[row, $1] }
      let alone = try session.scores(detector, single, by: das_detector_score)[0]
      #expect(abs(alone - scores[row]) <= 1e-12 * scale)
    }
  }

  @Test("the same seed gives the same bits with 1, 2 and 5 threads", arguments: Stages.detectors)
  func threads(stage: String) throws {
    let X = Table.normal(rows: 1100, columns: 4)
    let scores = try [Int32(1), 2, 5].map { threads in
      let session = try Session(threads: threads)
      return try session.scores(session.detector(stage, on: X), X, by: das_detector_score)
    }
    #expect(scores[1] == scores[0])
    #expect(scores[2] == scores[0])
  }

  @Test("NULL for each argument")
  func null() throws {
    let session = try Session()
    let (X, settings) = (Table.normal(), try session.settings("ecod"))
    let fitted = try session.detector("ecod", on: X).reference
    var detector: das_detector_ref?
    var scores = [Double](repeating: 0, count: 60)
    let calls: [(Outcome, String)] = [
      (session.outcome { das_detector_fit($0, nil, &X.matrix, 1, &detector) }, "settings"),
      (session.outcome { das_detector_fit($0, settings.reference, nil, 1, &detector) }, "X"),
      (
        session.outcome { das_detector_fit($0, settings.reference, &X.matrix, 1, nil) }, "detector"
      ),
      (session.outcome { das_detector_score($0, nil, &X.matrix, &scores, 60) }, "detector"),
      (session.outcome { das_detector_score($0, fitted, nil, &scores, 60) }, "X"),
      (session.outcome { das_detector_score($0, fitted, &X.matrix, nil, 60) }, "scores"),
      (
        session.outcome { das_detector_training_scores($0, nil, &X.matrix, &scores, 60) },
        "detector"
      ),
      (session.outcome { das_detector_training_scores($0, fitted, nil, &scores, 60) }, "X"),
      (session.outcome { das_detector_training_scores($0, fitted, &X.matrix, nil, 60) }, "scores"),
      (session.outcome { das_detector_wrap($0, nil, &detector) }, "callbacks"),
    ]
    for (outcome, argument) in calls { #expect(outcome == .null(argument)) }
    #expect(detector == nil)
    #expect(das_detector_columns(nil) == 0)
    das_detector_free(nil)
  }

  @Test("columns that differ from fitting, and too little room, are mismatches")
  func shapes() throws {
    let session = try Session()
    let detector = try session.detector("ecod", on: .normal()).reference
    let (X, narrow) = (Table.normal(), Table.normal(columns: 2))
    var scores = [Double](repeating: 5, count: 60)
    #expect(
      session.outcome { das_detector_score($0, detector, &narrow.matrix, &scores, 60) }
        == .failed(DAS_ERROR_SHAPE_MISMATCH, "X has 2 columns; 3 are expected"))
    for capacity in [59, 0, -1, Int64.min] {
      #expect(
        session.outcome { das_detector_score($0, detector, &X.matrix, &scores, capacity) }
          == .failed(
            DAS_ERROR_SHAPE_MISMATCH,
            "scores has a capacity of \(capacity) but 60 elements are to be written"))
    }
    #expect(scores.allSatisfy { $0 == 5 }, "a refused call writes nothing")
  }

  @Test("settings of another stage make no detector")
  func wrongStage() throws {
    let session = try Session()
    let (X, settings) = (Table.normal(), try session.settings("random_forest"))
    var detector: das_detector_ref?
    #expect(
      session.outcome { das_detector_fit($0, settings.reference, &X.matrix, 1, &detector) }
        == .failed(
          DAS_ERROR_UNKNOWN_NAME,
          "there is no detector 'random_forest'; there are iforest, pca, ecod, ocsvm, knn, lof, drl"
        ))
  }

  @Test(
    "one row and constant rows are fitted or refused, never a crash", arguments: Stages.detectors)
  func degenerate(stage: String) throws {
    let session = try Session()
    let settings = try session.quick(stage)
    for (rows, columns) in [(1, 1), (1, 3), (2, 1), (30, 3)] {
      let X = Table(rows: rows, columns: columns) { _, _ in 4.5 }
      var detector: das_detector_ref?
      let outcome = session.outcome {
        das_detector_fit($0, settings.reference, &X.matrix, 1, &detector)
      }
      guard let fitted = detector else {
        #expect(outcome.status == Int(DAS_ERROR_INVALID_DATA), "\(rows) x \(columns): \(outcome)")
        continue
      }
      let owned = Owned(fitted, das_detector_free)
      let scores = try session.scores(owned, X, by: das_detector_score)
      #expect(scores.allSatisfy { $0.isFinite })
    }
  }

  @Test("a detector survives the settings it was fitted with")
  func outlivesSettings() throws {
    let session = try Session()
    let X = Table.normal()
    let first = try session.scores(session.detector(on: X), X, by: das_detector_score)
    let second = try session.scores(session.detector(on: X), X, by: das_detector_score)
    #expect(first == second)
  }
}
