import Testing

@testable import DASCore

@Suite struct MixtureProgramJSONTests {
  /// Every built-in program survives its JSON form, and so does every kind of value.
  @Test func programsRoundTrip() throws {
    var odd = Programs.mixture
    odd.policy = "\"\\\n\u{1F600}"
    odd.keep = KeepFilter(candidates: 2.5, scoreBelow: 0.1, distanceAbove: 0.7, rejectsCopies: true)
    odd.components[0] = MixtureComponent(
      weight: 0.1, seeds: SeedSelection(.neighborDistance, from: 0.1, to: 0.30000000000000004),
      Shift(fraction: .uniform(0.1, 0.2), deviations: .oneOf([1, 2.5])), PrincipalNoise())
    for program in Programs.all + [odd] {
      #expect(try MixtureProgram(parsing: program.text()) == program)
    }
  }

  /// What is left out has its default.
  @Test func defaultsFillIn() throws {
    let program = try MixtureProgram(
      parsing: #"{"format": 1, "name": "x", "mixture": [{"moves": [{"move": "noise"}]}]}"#)
    #expect(program == MixtureProgram(name: "x", components: [MixtureComponent(Noise())]))
  }

  /// Programs of one move, or texts of their own, and how the message begins.
  private static let bad: [(text: String, message: String)] = [
    (#"{"name": "x"}"#, "program lacks the key \"format\""),
    (#"{"format": 0, "name": "x"}"#, "program.format is 0; it takes an integer in 1"),
    ("[1]", "program is an array; it takes an object"),
    (#"{"format": 1, "name": "x"}"#, "program lacks the key \"mixture\""),
    (#"{"format": 1, "mixture": []}"#, "program lacks the key \"name\""),
    (#"{"format": 1, "name": "a b", "mixture": []}"#, "program.name is \"a b\"; it takes 1 to 64"),
    (#"{"format": 1, "name": "x", "mixture": []}"#, "program.mixture has 0 items"),
    (
      #"{"format": 1, "name": "x", "mix": []}"#,
      "program has the unknown key \"mix\"; it takes format"
    ),
    (of(""), "program.mixture[0].moves has 0 items; it takes an array of 1 to 8 items"),
    (of(#"{"move": "fly"}"#), "program.mixture[0].moves[0].move is \"fly\"; it takes one of"),
    (of(#"{"share": 1}"#), "program.mixture[0].moves[0] lacks the key \"move\""),
    (shift("1.5"), "program.mixture[0].moves[0].share is 1.5; it takes a real in 0.0 ... 1.0"),
    (
      shift(#"{"from": 0.5, "to": 0.4}"#),
      "program.mixture[0].moves[0].share is 0.5 to 0.4; it takes"
    ),
    (shift(#"{"from": 0.5}"#), "program.mixture[0].moves[0].share lacks the key \"to\""),
    (shift("[]"), "program.mixture[0].moves[0].share has 0 items"),
    (shift("[true]"), "program.mixture[0].moves[0].share[0] is true; it takes a real"),
    (shift("null"), "program.mixture[0].moves[0].share is null"),
    (
      of(#"{"move": "noise", "neighbors": 2.5}"#),
      "program.mixture[0].moves[0].neighbors is 2.5; it takes an integer in 1 ... 64"
    ),
    (
      of(#"{"move": "noise", "scale": "big"}"#),
      "program.mixture[0].moves[0].scale is \"big\"; it takes one of neighbor_distance, spread"
    ),
    (
      of(#"{"move": "noise", "shift": 1}"#),
      "program.mixture[0].moves[0] has the unknown key \"shift\"; it takes move, scale, factor"
    ),
    (
      of(#"{"move": "noise"}"#, #","seeds": {"by": "score", "from": 1, "to": 0}"#),
      "program.mixture[0].seeds: from is 1.0, to is 0.0; from must be the smaller"
    ),
    (
      of(#"{"move": "noise"}"#, #","weight": 0"#), "program.mixture[0].weight is 0; it takes a real"
    ),
    (
      #"{"keep": {"candidates": 17}, "format": 1, "name": "x", "mixture": []}"#,
      "program.mixture has 0 items"
    ),
    (
      #"{"keep": {"candidates": 17}, "format": 1, "name": "x", "#
        + #""mixture": [{"moves": [{"move": "noise"}]}]}"#,
      "program.keep.candidates is 17; it takes a real in 1.0 ... 16.0"
    ),
    (#"{"format": 1,"#, "JSON line 1, column 14"),
  ]

  private static func of(_ move: String, _ rest: String = "") -> String {
    #"{"format": 1, "name": "x", "mixture": [{"moves": [\#(move)]\#(rest)}]}"#
  }

  private static func shift(_ fraction: String) -> String {
    of(#"{"move": "shift", "share": \#(fraction)}"#)
  }

  /// Each error names the path and what is allowed.
  @Test(arguments: bad)
  func errorsNameThePosition(text: String, message: String) {
    do {
      _ = try MixtureProgram(parsing: text)
      Issue.record("\(text) was read")
    } catch let error as DASError {
      #expect(error.code == .badFormat)
      #expect(error.message.hasPrefix(message), "\(error.message)")
    } catch { Issue.record("\(error)") }
  }

  @Test func newerFormatsAreNamed() {
    #expect(
      throws: DASError(
        .newerVersion, "program.format is 2; this library reads format 1")
    ) { try MixtureProgram(parsing: #"{"format": 2, "anything": []}"#) }
  }

  @Test func sizesAreLimited() throws {
    let move = #"{"move": "noise"}"#
    let many = Array(repeating: #"{"moves": ["# + move + "]}", count: 33).joined(separator: ",")
    for text in [
      #"{"format": 1, "name": "x", "mixture": ["# + many + "]}",
      String(repeating: " ", count: 300_000),
      #"{"format": 1, "name": "x", "policy": ""# + String(repeating: "a", count: 17_000) + #""}"#,
      String(repeating: "[", count: 100_000),
    ] {
      do {
        _ = try MixtureProgram(parsing: text)
        Issue.record("\(text.prefix(50)) was read")
      } catch { #expect((error as? DASError)?.code == .badFormat) }
    }
  }

  /// Damaged text never traps, and what still reads is a valid program.
  @Test func damagedProgramsFailCleanly() throws {
    let text = Array(try Programs.mixture.text().utf8)
    var random = RandomStream(seed: 3, purpose: .test)
    for _ in 0..<1500 {
      var damaged = text
      for _ in 0...random.below(3) {
        damaged[random.below(damaged.count)] = UInt8(32 + random.below(95))
      }
      if let program = try? MixtureProgram(parsing: damaged) { try program.check() }
    }
  }
}
