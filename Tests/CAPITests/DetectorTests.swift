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
        == .shapeMismatch("X has 2 columns; 3 are expected"))
    for capacity in [59, 0, -1, Int64.min] {
      #expect(
        session.outcome { das_detector_score($0, detector, &X.matrix, &scores, capacity) }
          == .shapeMismatch(
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
        == .unknownName(
          "there is no detector 'random_forest'; there are iforest, pca, ecod, ocsvm, knn, lof, "
            + "drl, consensus"
        ))
  }
}
