import DASHeader
import Testing

@Suite struct SettingsTests {
  @Test("every stage that the table names can be made, with every setting at its default")
  func stages() throws {
    let session = try Session()
    for name in Stages.all { _ = try session.settings(name) }
    #expect(
      Stages.all == [
        "iforest", "pca", "ecod", "ocsvm", "knn", "lof", "drl", "consensus", "random_forest",
        "extra_trees", "decision_tree", "mlp", "voting", "synthesis", "fusion",
      ])
    #expect(das_stage_at(-1) == nil)
    #expect(das_stage_at(.max) == nil)
  }

  @Test("the table of settings describes each: its ends are accepted, what lies beyond is not")
  func table() throws {
    let session = try Session()
    for (stage, info) in try Self.allSettings() {
      let settings = try session.settings(stage)
      let name = String(cString: info.name)
      #expect(!String(cString: info.help).isEmpty, "\(stage) \(name)")
      #expect(info.takes != 0, "\(stage) \(name)")
      let accepted = Self.ends(of: info).map { $0.set(session, settings, name) }
      #expect(accepted.allSatisfy { $0 == .ok }, "\(stage) \(name): \(accepted)")
      let refused = Self.beyond(info).map { $0.set(session, settings, name).status }
      #expect(refused.allSatisfy { $0 == Int(DAS_ERROR_OUT_OF_RANGE) }, "\(stage) \(name)")
    }
  }

  @Test("the three roles of both presets have settings")
  func presets() throws {
    let session = try Session()
    for preset in ["default", "paper"] {
      for role in ["synthesis", "booster", "fusion"] {
        _ = try session.make(das_settings_free) { das_settings_preset($0, preset, role, $1) }
      }
    }
    let booster = try session.make(das_settings_free) {
      das_settings_preset($0, "default", "booster", $1)
    }
    #expect(das_settings_stage(booster.reference).map { String(cString: $0) } == "extra_trees")
    for (name, value) in [("subsample", "0.8"), ("class_weight", "balanced"), ("max_depth", "0")] {
      let found = try session.text { das_settings_value($0, booster.reference, name, $1, $2, &$3) }
      #expect(found == value)
    }
    var settings: das_settings_ref?
    #expect(
      session.outcome { das_settings_preset($0, "best", "booster", &settings) }
        == .unknownName("there is no preset 'best'; there are default, paper"))
    #expect(
      session.outcome { das_settings_preset($0, "paper", "detector", &settings) }
        == .unknownName("there is no role 'detector'; there are synthesis, booster, fusion"))
    #expect(settings == nil)
  }

  @Test("unknown names and NULL are errors that say what there is")
  func names() throws {
    let session = try Session()
    let fusion = try session.settings("fusion").reference
    var settings: das_settings_ref?
    let calls: [(Outcome, Outcome)] = [
      (
        session.outcome { das_settings_create($0, "forest", &settings) },
        .unknownName(
          "there is no stage 'forest'; there are iforest, pca, ecod, ocsvm, knn, lof, drl, "
            + "consensus, random_forest, extra_trees, decision_tree, mlp, voting, synthesis, "
            + "fusion")
      ),
      (
        session.outcome { das_settings_set_int($0, fusion, "wait", 1) },
        .unknownName("fusion has no setting 'wait'; it has weight, normalization, booster_scores")
      ),
      (
        session.outcome { das_settings_create($0, nil, &settings) }, .null("stage")
      ),
      (session.outcome { das_settings_create($0, "pca", nil) }, .null("settings")),
      (session.outcome { das_settings_preset($0, nil, "booster", &settings) }, .null("preset")),
      (session.outcome { das_settings_preset($0, "paper", nil, &settings) }, .null("role")),
      (session.outcome { das_settings_preset($0, "paper", "fusion", nil) }, .null("settings")),
      (session.outcome { das_settings_set_int($0, nil, "weight", 1) }, .null("settings")),
      (session.outcome { das_settings_set_real($0, fusion, nil, 1) }, .null("name")),
      (session.outcome { das_settings_set_text($0, fusion, "weight", nil) }, .null("value")),
      (session.outcome { das_settings_value($0, nil, "weight", nil, 0, nil) }, .null("settings")),
      (session.outcome { das_settings_value($0, fusion, nil, nil, 0, nil) }, .null("name")),
      (session.outcome { das_settings_value($0, fusion, "weight", nil, 0, nil) }, .null("size")),
    ]
    for (outcome, expected) in calls { #expect(outcome == expected) }
    #expect(settings == nil)
    #expect(das_settings_stage(nil) == nil)
    das_settings_free(nil)
  }

  @Test("a value that a setting does not take is refused with what it takes, and changes nothing")
  func values() throws {
    let session = try Session()
    let fusion = try session.settings("fusion").reference
    let weight = "fusion setting 'weight' is "
    let takes = "; it takes a real in 0.0 ... 1000000.0"
    for value in [-1, 1e7, Double.nan, .infinity, -.infinity] {
      #expect(
        session.outcome { das_settings_set_real($0, fusion, "weight", value) }
          == .outOfRange(weight + "\(value)" + takes))
    }
    #expect(
      session.outcome { das_settings_set_int($0, fusion, "weight", .min) }
        == .outOfRange(weight + "\(Int64.min)" + takes))
    #expect(
      session.outcome { das_settings_set_text($0, fusion, "weight", "much") }
        == .outOfRange(weight + "'much'" + takes))
    #expect(
      session.outcome { das_settings_set_text($0, fusion, "normalization", "") }
        == .outOfRange("fusion setting 'normalization' is ''; it takes one of minmax, rank"))
  }

  @Test("a matrix is taken where it is square, finite, and of a setting that takes one")
  func matrices() throws {
    let session = try Session()
    let knn = try session.settings("knn").reference
    var values = [2.0, 1, 1, 3]
    func set(_ name: String, rows: Int64 = 2) -> Outcome {
      values.withUnsafeBufferPointer { memory in
        var matrix = das_matrix(
          data: memory.baseAddress, rows: rows, columns: 2, row_stride: 2, column_stride: 1,
          type: Int32(DAS_FLOAT64), reserved: 0, schema: nil)
        return session.outcome { das_settings_set_matrix($0, knn, name, &matrix) }
      }
    }
    #expect(set("covariance") == .ok)
    #expect(
      set("covariance", rows: 1)
        == .shapeMismatch("covariance is 1 x 2; a square matrix is expected"))
    #expect(
      set("p")
        == .outOfRange("knn setting 'p' is a matrix of order 2; it takes a real in 1.0 ... 1000.0"))
    values[3] = .nan
    #expect(
      set("covariance")
        == .invalidData(
          "value[1, 1] is nan; values must be finite and at most 1e+150 in magnitude"))
    #expect(
      session.outcome { das_settings_set_matrix($0, knn, "covariance", nil) }
        == .null("value"))
  }

  @Test("text that is not UTF-8 is refused, not repaired")
  func encoding() throws {
    let session = try Session()
    var settings: das_settings_ref?
    let broken: [CChar] = [0x70, CChar(bitPattern: 0xff), 0]
    #expect(
      session.outcome { das_settings_create($0, broken, &settings) }
        == .invalidArgument("stage is not UTF-8 text"))
  }

  @Test("das_setting_at refuses NULL, a struct of another size and numbers outside the table")
  func settingAt() {
    var info = das_setting_info()
    #expect(das_setting_at("pca", 0, &info) == DAS_ERROR_INVALID_ARGUMENT)
    info.size = MemoryLayout<das_setting_info>.size
    #expect(das_setting_at("pca", 0, &info) == DAS_OK)
    #expect(das_setting_at("pca", -1, &info) == DAS_ERROR_OUT_OF_RANGE)
    #expect(das_setting_at("pca", .max, &info) == DAS_ERROR_OUT_OF_RANGE)
    #expect(das_setting_at("nothing", 0, &info) == DAS_ERROR_UNKNOWN_NAME)
    #expect(das_setting_at(nil, 0, &info) == DAS_ERROR_INVALID_ARGUMENT)
    #expect(das_setting_at("pca", 0, nil) == DAS_ERROR_INVALID_ARGUMENT)
  }
}

// MARK: - The table

extension SettingsTests {
  fileprivate enum Value {
    case integer(Int64)
    case real(Double)
    case text(String)

    func set(_ session: Session, _ settings: Owned, _ name: String) -> Outcome {
      session.outcome {
        switch self {
        case .integer(let value): das_settings_set_int($0, settings.reference, name, value)
        case .real(let value): das_settings_set_real($0, settings.reference, name, value)
        case .text(let value): das_settings_set_text($0, settings.reference, name, value)
        }
      }
    }
  }

  private static func allSettings() throws -> [(stage: String, das_setting_info)] {
    var found: [(String, das_setting_info)] = []
    for stage in Stages.all {
      var info = das_setting_info.zeroed()
      var index: Int32 = 0
      while das_setting_at(stage, index, &info) == DAS_OK {
        found.append((stage, info))
        index += 1
      }
    }
    return found
  }

  private static func ends(of info: das_setting_info) -> [Value] {
    var values: [Value] = []
    if takes(info, DAS_TAKES_INTEGER) {
      values += [.integer(info.min_integer), .integer(info.max_integer)]
    }
    if takes(info, DAS_TAKES_REAL) { values += [.real(info.min_real), .real(info.max_real)] }
    let words = String(cString: info.choices).split(separator: "|")
    return values + words.map { .text(String($0)) }
  }

  private static func beyond(_ info: das_setting_info) -> [Value] {
    var values: [Value] = [.real(.nan), .text("no such word")]
    if takes(info, DAS_TAKES_INTEGER) {
      values += [.integer(info.min_integer - 1), .integer(.max), .integer(.min)]
    } else if !takes(info, DAS_TAKES_REAL) {
      values.append(.integer(1))
    }
    if takes(info, DAS_TAKES_REAL) {
      values += [.real(info.min_real.nextDown), .real(info.max_real.nextUp), .real(.infinity)]
    } else {
      values.append(.real(1))
    }
    return values
  }

  private static func takes(_ info: das_setting_info, _ flag: Int) -> Bool {
    info.takes & Int32(flag) != 0
  }
}
