import DASHeader
import Testing

@Suite struct BoosterTests {
  @Test("a booster tells hard anomalies from normal rows", arguments: Stages.boosters)
  func separates(stage: String) throws {
    let session = try Session()
    let (X, H) = (Table.normal(), Table(rows: 30, columns: 3) { Double($0 % 5 + 4 + $1) })
    let booster = try session.booster(stage, on: X, against: H)
    let normal = try session.scores(booster, X, by: das_booster_score)
    let anomalous = try session.scores(booster, H, by: das_booster_score)
    #expect(normal.allSatisfy { (0..<0.5).contains($0) })
    #expect(anomalous.allSatisfy { (0.5...1).contains($0) })
  }

  @Test("NULL settings are the default preset's booster")
  func defaults() throws {
    let session = try Session()
    let (X, H) = (Table.normal(), Table.spread())
    let preset = try session.make(das_settings_free) {
      das_settings_preset($0, "default", "booster", $1)
    }
    let boosters = try [nil, preset.reference].map { settings in
      try session.make(das_booster_free) {
        das_boost($0, settings, &X.matrix, &H.matrix, 1, $1)
      }
    }
    #expect(
      try session.scores(boosters[0], X, by: das_booster_score)
        == session.scores(boosters[1], X, by: das_booster_score))
  }

  @Test("out-of-bag scores: first the count, then one for each normal row")
  func outOfBag() throws {
    let session = try Session()
    let booster = try session.booster(on: .normal()).reference
    var count: Int64 = -1
    try session.run { das_booster_out_of_bag_scores($0, booster, nil, 0, &count) }
    #expect(count == 60)
    var scores = [Double](repeating: -1, count: 60)
    try session.run { das_booster_out_of_bag_scores($0, booster, &scores, 60, &count) }
    #expect(scores.allSatisfy { $0.isNaN || (0...1).contains($0) })
    #expect(
      session.outcome { das_booster_out_of_bag_scores($0, booster, &scores, 59, &count) }
        == .shapeMismatch("scores has a capacity of 59 but 60 elements are to be written"))
    #expect(
      session.outcome { das_booster_out_of_bag_scores($0, booster, nil, 60, &count) }
        == .null("scores"))
    #expect(
      session.outcome { das_booster_out_of_bag_scores($0, booster, &scores, 60, nil) }
        == .null("count"))
  }

  @Test("a booster without out-of-bag scores says so")
  func noOutOfBag() throws {
    let session = try Session()
    let booster = try session.booster("decision_tree", on: .normal())
    var count: Int64 = 0
    #expect(
      session.outcome { das_booster_out_of_bag_scores($0, booster.reference, nil, 0, &count) }
        == .unsupported("booster 'decision_tree' has no out-of-bag scores"))
  }

  @Test("NULL for each argument")
  func null() throws {
    let session = try Session()
    let (X, H) = (Table.normal(), Table.spread())
    let fitted = try session.booster(on: X).reference
    var booster: das_booster_ref?
    var (scores, count) = ([Double](repeating: 0, count: 60), Int64(0))
    let calls: [(Outcome, String)] = [
      (session.outcome { das_boost($0, nil, nil, &H.matrix, 1, &booster) }, "X"),
      (session.outcome { das_boost($0, nil, &X.matrix, nil, 1, &booster) }, "anomalies"),
      (session.outcome { das_boost($0, nil, &X.matrix, &H.matrix, 1, nil) }, "booster"),
      (session.outcome { das_booster_score($0, nil, &X.matrix, &scores, 60) }, "booster"),
      (session.outcome { das_booster_score($0, fitted, nil, &scores, 60) }, "X"),
      (session.outcome { das_booster_score($0, fitted, &X.matrix, nil, 60) }, "scores"),
      (session.outcome { das_booster_out_of_bag_scores($0, nil, nil, 0, &count) }, "booster"),
      (session.outcome { das_booster_wrap($0, nil, &booster) }, "callbacks"),
    ]
    for (outcome, argument) in calls { #expect(outcome == .null(argument)) }
    #expect(booster == nil)
    das_booster_free(nil)
  }

  @Test("bad tables, mismatched columns and settings of another stage are refused")
  func refused() throws {
    let session = try Session()
    let (X, H, narrow) = (Table.normal(), Table.spread(), Table.spread(columns: 2))
    let settings = try session.settings("pca")
    var booster: das_booster_ref?
    #expect(
      session.outcome { das_boost($0, nil, &X.matrix, &narrow.matrix, 1, &booster) }
        == .shapeMismatch("anomalies has 2 columns; 3 are expected"))
    #expect(
      session.outcome { das_boost($0, settings.reference, &X.matrix, &H.matrix, 1, &booster) }
        == .unknownName(
          "there is no booster 'pca'; there are random_forest, extra_trees, decision_tree, "
            + "mlp, voting"))
    H[7, 1] = .nan
    #expect(
      session.outcome { das_boost($0, nil, &X.matrix, &H.matrix, 1, &booster) }
        == .invalidData(
          "anomalies[7, 1] is nan; values must be finite and at most 1e+150 in magnitude; a schema "
            + "may allow missing values (das_schema_set_missing)"))
    H.matrix.rows = 0
    #expect(
      session.outcome { das_boost($0, nil, &X.matrix, &H.matrix, 1, &booster) }
        == .invalidData("anomalies has 0 rows; at least 1 is needed"))
    #expect(booster == nil)
  }
}
