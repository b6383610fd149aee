import DASHeader
import Testing

@Suite struct ProgramTests {
  static let names = {
    var names: [String] = []
    while let name = das_program_at(Int32(names.count)) { names.append(String(cString: name)) }
    return names
  }()

  private func builtin(_ session: Session, _ name: String) throws -> Owned {
    try session.make(das_program_free) { das_program_builtin($0, name, $1) }
  }

  private func parse(_ session: Session, _ text: String) -> (Outcome, Owned?) {
    var program: das_program_ref?
    let outcome = session.outcome { das_program_parse($0, text, Int64(text.utf8.count), &program) }
    return (outcome, program.map { Owned($0, das_program_free) })
  }

  private func json(_ session: Session, _ program: Owned) throws -> String {
    try session.text { das_program_json($0, program.reference, $1, $2, &$3) }
  }

  @Test("there is a built-in program for each detector, a general one and the naive strategies")
  func listed() {
    for name in [
      "iforest", "pca", "ecod", "ocsvm", "knn", "lof", "drl", "consensus", "mixture",
      "gaussian", "uniform", "smote",
    ] {
      #expect(Self.names.contains(name))
    }
    #expect(das_program_at(-1) == nil)
    #expect(das_program_at(.max) == nil)
  }

  @Test("a program and its JSON form are the same")
  func roundTrip() throws {
    let session = try Session()
    let text = try json(session, builtin(session, "mixture"))
    let (outcome, twin) = parse(session, text)
    #expect(outcome == .ok)
    #expect(try json(session, #require(twin)) == text)
  }

  @Test("no rows are made where none are asked for, and one where one is")
  func few() throws {
    let session = try Session()
    let X = Table.normal()
    let detector = try session.detector("ecod", on: X).reference
    try session.run { das_synthesize($0, nil, detector, &X.matrix, 0, 1, nil, 0) }
    var row = [Double](repeating: .nan, count: 4)
    try session.run { das_synthesize($0, nil, detector, &X.matrix, 1, 1, &row, 3) }
    #expect(row[0..<3].allSatisfy { $0.isFinite })
    #expect(row[3].isNaN, "nothing is written past the rows asked for")
  }

  @Test("unknown names, NULL and impossible counts")
  func refused() throws {
    let session = try Session()
    let X = Table.normal()
    let fitted = try session.detector("ecod", on: X).reference
    let builtin = try builtin(session, "mixture").reference
    var (program, size) = (das_program_ref?.none, Int64(0))
    var rows = [Double](repeating: 0, count: 30)
    let nulls: [(Outcome, String)] = [
      (session.outcome { das_program_builtin($0, nil, &program) }, "name"),
      (session.outcome { das_program_builtin($0, "pca", nil) }, "program"),
      (session.outcome { das_program_parse($0, nil, 2, &program) }, "text"),
      (session.outcome { das_program_parse($0, "{}", 2, nil) }, "program"),
      (session.outcome { das_program_wrap($0, nil, &program) }, "callbacks"),
      (session.outcome { das_program_json($0, nil, nil, 0, &size) }, "program"),
      (session.outcome { das_program_json($0, builtin, nil, 0, nil) }, "size"),
      (session.outcome { das_program_json($0, builtin, nil, 9, &size) }, "buffer"),
      (session.outcome { das_synthesize($0, nil, nil, &X.matrix, 10, 1, &rows, 30) }, "detector"),
      (session.outcome { das_synthesize($0, nil, fitted, nil, 10, 1, &rows, 30) }, "X"),
      (session.outcome { das_synthesize($0, nil, fitted, &X.matrix, 10, 1, nil, 30) }, "rows"),
    ]
    for (outcome, argument) in nulls { #expect(outcome == .null(argument)) }
    #expect(
      session.outcome { das_program_builtin($0, "magic", &program) }
        == .unknownName(
          "there is no program 'magic'; there are \(Self.names.joined(separator: ", "))"))
    for count in [-1, Int64.min, Int64(Int32.max), .max] {
      #expect(
        session.outcome { das_synthesize($0, nil, fitted, &X.matrix, count, 1, &rows, 30) }
          == .outOfRange("n_samples is \(count); it takes an integer in 0 ... \(Int32.max - 1)"))
    }
    #expect(
      session.outcome { das_synthesize($0, nil, fitted, &X.matrix, 11, 1, &rows, 30) }
        == .shapeMismatch("rows has a capacity of 30 but 33 elements are to be written"))
    #expect(program == nil)
    das_program_free(nil)
  }

  @Test("a whole answer is read like the program in it, and refused with a place in the answer")
  func answers() throws {
    let session = try Session()
    let program = try builtin(session, "pca")
    let text = try json(session, program)
    let (outcome, found) = parse(session, "Here {it} is:\n\n```json\n\(text)```\nIt serves.")
    #expect(outcome == .ok)
    #expect(try json(session, #require(found)) == text)
    let (refused, none) = parse(session, "Well:\n```json\n{\"mixture\": [}\n```\n")
    #expect(refused == .badFormat("JSON line 3, column 14: \"}\" where a value should stand"))
    #expect(none == nil)
  }

  @Test("empty, deep, long and cut texts are refused without harm")
  func hostileText() throws {
    let session = try Session()
    let whole = try json(session, builtin(session, "mixture"))
    let deep = String(repeating: "[", count: 100_000)
    let long = "\"" + String(repeating: "x", count: 2_000_000)
    for text in ["", "null", "{}", deep, long, String(whole.prefix(whole.count / 2))] {
      let (outcome, program) = parse(session, text)
      #expect(outcome.status == Int(DAS_ERROR_BAD_FORMAT), "\(text.prefix(60))")
      #expect(program == nil)
    }
    var program: das_program_ref?
    for size in [-1, Int64.min, Int64.max] {
      #expect(
        session.outcome { das_program_parse($0, whole, size, &program) }
          == .outOfRange("size of text is \(size); it takes an integer of at least 0"))
    }
  }
}
